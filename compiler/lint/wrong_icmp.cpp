// SPDX-License-Identifier: GPL-2.0-or-later
#include "compiler/lint/conditions.h"
#include "compiler/lint/lints.h"
#include "compiler/model/action_values.h"

namespace rulec::lint {
namespace {

using catalog::Family;
using catalog::HeaderKind;

enum class Version : std::uint8_t { any, ipv4, ipv6 };

constexpr std::uint32_t kIcmp = 1, kIcmpv6 = 58; // IPPROTO_*

Version version_of(Family family) {
    if (family == Family::ip) return Version::ipv4;
    if (family == Family::ip6) return Version::ipv6;
    return Version::any;
}

bool fits(std::uint64_t protocol, Version version) {
    return !(version == Version::ipv4 && protocol == kIcmpv6) && !(version == Version::ipv6 && protocol == kIcmp);
}

// Of which version are packets for which this tests the protocol?
Version tested_version(const model::FieldLoad& load, Family family) {
    if (load.header->kind == HeaderKind::meta) return version_of(family);
    return load.header->name == "ip6" ? Version::ipv6 : Version::ipv4;
}

void report(Span span, bool icmp, diag::Sink& sink) {
    sink.report(diag::make(diag::Code::kWrongIcmp, span, icmp ? "ICMP" : "ICMPv6", icmp ? "IPv6" : "IPv4")
                    .help(icmp ? "IPv6 has `icmpv6`" : "IPv4 has `icmp`"));
}

// `ip6 nexthdr icmp`
void look_at_test(const model::Match& match, Span span, Family family, diag::Sink& sink) {
    const model::Constant* one = single_value(match);
    if (one == nullptr) return;
    const auto& load = std::get<model::FieldLoad>(match.lhs.node);
    if ((traits_of(load) & kTestsProtocol) == 0 || match.lhs.type->id != catalog::TypeId::inet_proto) return;
    const std::uint64_t protocol = from_big_endian(one->bytes);
    if (!fits(protocol, tested_version(load, family))) report(span, protocol == kIcmp, sink);
}

} // namespace

void wrong_icmp(const Subject& subject, diag::Sink& sink) {
    for_each_rule(subject, kReadsIcmp | kTestsProtocol, [&](const RuleAt& at) {
        const Version version = version_of(at.table.family);
        for (const model::Statement& statement : at.rule.statements) {
            if (const auto* match = std::get_if<model::Match>(&statement.node))
                look_at_test(*match, statement.span, at.table.family, sink);
            model::for_each_load(statement, [&](const model::FieldLoad& load, const model::Value& value) {
                const bool icmp = (traits_of(load) & kReadsIcmp) != 0;
                if (icmp && !fits(load.header->number, version))
                    report(value.span, load.header->number == kIcmp, sink);
            });
        }
    });
}

} // namespace rulec::lint
