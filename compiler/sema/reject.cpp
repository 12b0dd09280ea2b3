// SPDX-License-Identifier: GPL-2.0-or-later
#include "compiler/sema/constant.h"
#include "compiler/sema/statement.h"

#include <algorithm>
#include <array>

namespace rulec::sema {
namespace {

using catalog::Family;
using catalog::TypeId;
using diag::Code;
using model::Reject;
using model::RejectType;

constexpr std::uint8_t kIpv4 = 2;  // NFPROTO_IPV4
constexpr std::uint8_t kIpv6 = 10; // NFPROTO_IPV6
constexpr std::uint8_t kTcp = 6;   // IPPROTO_TCP

// Port unreachable, in the dialect of what is known of the packet.
Reject default_reject(const Context& context) {
    constexpr std::uint8_t kIcmpPortUnreach = 3, kIcmpv6PortUnreach = 4, kIcmpxPortUnreach = 1;
    const auto version = context.protocols.ip_version();
    if (version == kIpv4) return {RejectType::icmp_unreach, kIcmpPortUnreach, 0};
    if (version == kIpv6) return {RejectType::icmp_unreach, kIcmpv6PortUnreach, 0};
    return {RejectType::icmpx_unreach, kIcmpxPortUnreach, 0};
}

std::optional<Reject> reset(Context& context, Span span) {
    const auto transport = context.protocols.transport();
    if (transport && *transport != kTcp) {
        return context.fail(diag::make(Code::kBadReject, span, "a TCP reset can answer only TCP")
                                .label("this rule matches another protocol"));
    }
    return Reject{RejectType::tcp_reset, 0, 0};
}

std::optional<Reject> icmp(Context& context, std::uint8_t version, std::uint8_t code, Span span) {
    const auto known = context.protocols.ip_version();
    if ((known && *known != version) || context.table->table.family == Family::arp) {
        return context.fail(diag::make(Code::kBadReject, span, "this kind of ICMP does not suit the packets here")
                                .label(version == kIpv4 ? "the packets are IPv6" : "the packets are IPv4")
                                .help("`reject` alone picks the right one; in inet, `icmpx` answers both"));
    }
    return Reject{RejectType::icmp_unreach, code, known ? std::uint8_t{0} : version};
}

// The grammar takes any word before `reset` or a code.
bool is_known_answer(Context& context, const ast::RejectStmt& node) {
    constexpr auto kKinds = std::to_array<std::string_view>({"tcp", "icmp", "icmpv6", "icmpx"});
    const ast::Name& kind = *node.kind;
    if (std::find(kKinds.begin(), kKinds.end(), kind.text) == kKinds.end()) {
        auto unknown = diag::make(Code::kUnknownWord, kind.span, "kind of reject", kind.text);
        unknown.suggest(kind.text, kKinds);
        context.fail(std::move(unknown));
        return false;
    }
    if (node.code.has_value() == (kind.text != "tcp")) return true;
    context.fail(
        diag::make(Code::kBadReject, kind.span, "only `tcp` goes with `reset`, and nothing else goes with `tcp`"));
    return false;
}

} // namespace

std::optional<model::Action> eval_reject(Context& context, const ast::RejectStmt& node, Span span) {
    if (context.table->table.family == Family::arp) {
        return context.fail(diag::make(Code::kBadReject, span, "reject does not work in the arp family"));
    }
    if (!node.kind) return default_reject(context);
    if (!is_known_answer(context, node)) return std::nullopt;
    const std::string_view kind = node.kind->text;
    if (kind == "tcp") {
        const auto reject = reset(context, span);
        return reject ? std::optional<model::Action>(*reject) : std::nullopt;
    }
    const TypeId id = kind == "icmp"     ? TypeId::icmp_code
                      : kind == "icmpv6" ? TypeId::icmpv6_code
                                         : TypeId::icmpx_code;
    const catalog::DataType& type = catalog::type(id);
    const auto code = eval_constant(context, *node.code, {&type, type.bit_len, type.order});
    if (!code) return std::nullopt;
    const std::uint8_t number = code->back();
    if (kind == "icmpx") {
        const Family family = context.table->table.family;
        if (family == Family::ip || family == Family::ip6) {
            return context.fail(
                diag::make(Code::kBadReject, node.kind->span, "icmpx is for tables that see both IP versions")
                    .help(family == Family::ip ? "use `icmp` here" : "use `icmpv6` here"));
        }
        return Reject{RejectType::icmpx_unreach, number, 0};
    }
    const auto reject = icmp(context, kind == "icmp" ? kIpv4 : kIpv6, number, node.kind->span);
    return reject ? std::optional<model::Action>(*reject) : std::nullopt;
}

} // namespace rulec::sema
