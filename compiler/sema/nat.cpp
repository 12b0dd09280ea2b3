// SPDX-License-Identifier: GPL-2.0-or-later
// snat, dnat, masquerade, redirect, tproxy.
#include "compiler/catalog/symbols.h"
#include "compiler/sema/constant.h"
#include "compiler/sema/describe.h"
#include "compiler/sema/map_lookup.h"
#include "compiler/sema/sets.h"
#include "compiler/sema/statement.h"
#include "compiler/sema/value.h"
#include "compiler/sema/words.h"
#include "compiler/syntax/plain_elements.h"

namespace rulec::sema {
namespace {

using catalog::Family;
using catalog::TypeId;
using diag::Code;
using model::KeyPart;
using model::Value;

constexpr std::uint8_t kIpv4 = 2;     // NFPROTO_IPV4
constexpr std::uint8_t kIpv6 = 10;    // NFPROTO_IPV6
constexpr std::uint32_t kNetmap = 64; // NF_NAT_RANGE_NETMAP

KeyPart port_part() {
    return part_of(TypeId::inet_service);
}

struct Ends {
    Value low;
    std::optional<Value> high;
};

// One value, a range or a prefix of it, or something read from the packet.
std::optional<Ends> eval_ends(Context& context, const ast::Expr& expr, const KeyPart& part) {
    if (reads_packet(context, expr)) {
        auto value = eval_rvalue(context, expr, part);
        if (!value) return std::nullopt;
        return Ends{std::move(*value), std::nullopt};
    }
    const auto operand = eval_operand(context, expr, part);
    if (!operand) return std::nullopt;
    auto [low, high] = bounds(*operand, part.bit_len);
    Ends ends{constant_value(std::move(low), part, expr.span), std::nullopt};
    if (!std::holds_alternative<model::Constant>(*operand))
        ends.high = constant_value(std::move(high), part, expr.span);
    return ends;
}

std::uint8_t table_family(const Context& context) {
    return static_cast<std::uint8_t>(context.table->table.family);
}

// The address family: as written, or the table's, or in inet what the rule has matched.
std::optional<std::uint8_t> eval_family(Context& context, const std::optional<ast::Name>& written, bool has_address,
                                        std::string_view statement, Span span) {
    const Family family = context.table->table.family;
    if (written) {
        const std::uint8_t asked = written->text == "ip6" ? kIpv6 : kIpv4;
        const bool fits = family == Family::inet || table_family(context) == asked;
        if (!fits) {
            return context.fail(diag::make(Code::kConflictingProtocols, written->span, catalog::name(family),
                                           statement, written->text));
        }
        return asked;
    }
    if (family != Family::inet) return table_family(context);
    if (const auto known = context.protocols.ip_version()) return *known;
    if (!has_address) return table_family(context);
    return context.fail(diag::make(Code::kNatFamily, span, statement));
}

bool check_transport(Context& context, Span port) {
    if (context.protocols.transport_tested()) return true;
    context.sink.report(diag::make(Code::kNeedsTransport, port));
    return false;
}

bool plain_data_has_port(const ast::PlainElements& list) {
    const ast::Element first = syntax::as_element(list, syntax::words_of_element(list, 0));
    return first.data && std::holds_alternative<ast::Concat>(first.data->node);
}

// Do the data of a map in braces say `address . port`?
bool data_has_port(Context& context, const ast::Expr& map) {
    return with_value(context, map, [&](const ast::Expr& value) {
        if (const auto* plain = std::get_if<ast::PlainSet>(&value.node)) return plain_data_has_port(plain->list);
        const auto* literal = std::get_if<ast::SetLiteral>(&value.node);
        if (literal == nullptr || literal->elements.empty() || !literal->elements[0].data) return false;
        return with_value(context, *literal->elements[0].data,
                          [](const ast::Expr& data) { return std::holds_alternative<ast::Concat>(data.node); });
    });
}

// `dnat to ip saddr map { ... }`: address, or address and port, from one lookup.
bool eval_nat_map(Context& context, const ast::MapLookup& lookup, std::uint8_t family, Span span, model::Nat& nat) {
    std::optional<std::vector<KeyPart>> target;
    const bool named = with_value(context, *lookup.map,
                                  [](const ast::Expr& map) { return std::holds_alternative<ast::SetRef>(map.node); });
    if (!named) {
        target = {address_part(family)};
        if (data_has_port(context, *lookup.map)) target->push_back(port_part());
    }
    auto value = eval_map_lookup(context, lookup, target, span);
    if (!value) return false;
    const model::Set& map = context.table->table.sets[std::get<model::MapGet>(value->node).map];
    const std::vector<KeyPart> wanted =
        map.data.size() == 2 ? std::vector{address_part(family), port_part()} : std::vector{address_part(family)};
    if (!compatible(map.data, wanted)) {
        context.sink.report(diag::make(Code::kTypeMismatch, span, describe(wanted), describe(map.data)));
        return false;
    }
    nat.map_gives_port = map.data.size() == 2;
    nat.map_gives_range = map.data_interval;
    nat.from_map = std::move(value);
    return !nat.map_gives_port || check_transport(context, span);
}

bool eval_port(Context& context, const ast::Expr& port, model::Nat& nat) {
    auto ends = eval_ends(context, port, port_part());
    if (!ends || !check_transport(context, port.span)) return false;
    nat.port_low = std::move(ends->low);
    nat.port_high = std::move(ends->high);
    return true;
}

// With a port of its own the address is one value, even if it comes from a map.
bool eval_address(Context& context, const ast::Expr& address, std::uint8_t family, bool has_port, model::Nat& nat) {
    const ast::MapLookup* lookup = std::get_if<ast::MapLookup>(&address.node);
    if (lookup != nullptr && !has_port) return eval_nat_map(context, *lookup, family, address.span, nat);
    auto ends = eval_ends(context, address, address_part(family));
    if (!ends) return false;
    nat.address_low = std::move(ends->low);
    nat.address_high = std::move(ends->high);
    return true;
}

std::optional<std::uint32_t> eval_flags(Context& context, const std::vector<ast::Name>& flags) {
    std::uint32_t bits = 0;
    for (const ast::Name& flag : flags) {
        const auto bit = find_word(context, catalog::Vocabulary::nat_flag, "nat flag", flag.text, flag.span);
        if (!bit) return std::nullopt;
        bits |= static_cast<std::uint32_t>(*bit);
    }
    return bits;
}

struct Kind {
    model::NatKind kind;
    std::string_view name;
};

Kind kind_of(ast::NatKind kind) {
    switch (kind) {
    case ast::NatKind::snat: return {model::NatKind::snat, "snat"};
    case ast::NatKind::dnat: return {model::NatKind::dnat, "dnat"};
    case ast::NatKind::masquerade: return {model::NatKind::masquerade, "masquerade"};
    case ast::NatKind::redirect: return {model::NatKind::redirect, "redirect"};
    }
    return {};
}

} // namespace

std::optional<model::Action> eval_nat(Context& context, const ast::NatStmt& node, Span span) {
    model::Nat nat{};
    const auto [kind, name] = kind_of(node.kind);
    nat.kind = kind;
    const auto flags = eval_flags(context, node.flags);
    if (!flags) return std::nullopt;
    nat.flags = *flags;
    const bool translates_address = kind == model::NatKind::snat || kind == model::NatKind::dnat;
    if (translates_address) {
        if (!node.address && !node.port)
            return context.fail(
                diag::make(Code::kBadOption, span, fmt::format("{} needs `to` and an address or port", name)));
        const auto family = eval_family(context, node.family, node.address.has_value(), name, span);
        if (!family) return std::nullopt;
        nat.family = *family;
        if (node.address && !eval_address(context, *node.address, *family, node.port.has_value(), nat))
            return std::nullopt;
        for (const ast::Name& flag : node.type_flags) {
            if (flag.text == "prefix") nat.flags |= kNetmap;
        }
    } else if (node.address && !eval_port(context, *node.address, nat)) { // redirect to PORT
        return std::nullopt;
    }
    if (node.port && !eval_port(context, *node.port, nat)) return std::nullopt;
    return nat;
}

std::optional<model::Action> eval_tproxy(Context& context, const ast::TproxyStmt& node, Span span) {
    model::Tproxy tproxy{};
    if (!node.address && !node.port)
        return context.fail(diag::make(Code::kBadOption, span, "tproxy needs `to` and an address or port"));
    const auto family = eval_family(context, node.family, node.address.has_value(), "tproxy", span);
    if (!family) return std::nullopt;
    const auto known = context.protocols.ip_version();
    if (known && *known != *family && node.address) {
        return context.fail(diag::make(Code::kConflictingProtocols, span, *known == kIpv4 ? "ip" : "ip6", "tproxy",
                                       *family == kIpv4 ? "ip" : "ip6"));
    }
    const bool unspecified = context.table->table.family == Family::inet && !node.family && !node.address;
    tproxy.family = unspecified ? 0 : *family;
    if (!check_transport(context, span)) return std::nullopt;
    if (node.address) {
        tproxy.address = eval_rvalue(context, *node.address, address_part(*family));
        if (!tproxy.address) return std::nullopt;
    }
    if (node.port) {
        tproxy.port = eval_rvalue(context, *node.port, port_part());
        if (!tproxy.port) return std::nullopt;
    }
    return tproxy;
}

} // namespace rulec::sema
