// SPDX-License-Identifier: GPL-2.0-or-later
#include "compiler/lint/conditions.h"
#include "compiler/lint/lints.h"
#include "compiler/model/action_values.h"

#include <algorithm>
#include <array>

namespace rulec::lint {
namespace {

using catalog::HeaderKind;

// IPPROTO_*: tcp, udp, dccp, gre, esp, ah, comp, sctp, udplite: what IPv6 carries just as well.
constexpr auto kOfBothVersions = std::to_array<std::uint64_t>({6, 17, 33, 47, 50, 51, 108, 132, 136});

bool is_of_both(BytesView protocol) {
    return std::ranges::find(kOfBothVersions, from_big_endian(protocol)) != kOfBothVersions.end();
}

bool asks_for_both(const model::Match& match, const model::Table& table) {
    if (match.op != model::MatchOp::eq) return false;
    if (const auto* one = std::get_if<model::Constant>(&match.rhs)) return is_of_both(one->bytes);
    const auto* use = std::get_if<model::SetUse>(&match.rhs);
    if (use == nullptr || !table.sets[use->set].anonymous) return false;
    const model::ElementList& list = table.sets[use->set].elements;
    for (std::size_t i = 0; i < list.count; ++i) {
        if (list.low_at(i) != list.high_at(i) || !is_of_both(list.low_at(i))) return false;
    }
    return true;
}

bool is_ip_protocol(const model::FieldLoad& load) {
    return load.header->kind == HeaderKind::payload && load.header->name == "ip" && load.field->name == "protocol";
}

// Is the field there in one IP version only, or does it say which one this is?
bool is_of_one_version(const model::FieldLoad& load) {
    if (load.field != nullptr && (load.field->name.starts_with("ip ") || load.field->name.starts_with("ip6 ")))
        return true;
    if (load.header->kind == HeaderKind::meta) return load.field->name == "nfproto" || load.field->name == "protocol";
    return load.header->ether_type != 0 || load.header->nf_proto != 0;
}

bool is_of_one_version(const model::Action& action) {
    if (const auto* nat = std::get_if<model::Nat>(&action)) return nat->family != 0;
    if (const auto* reject = std::get_if<model::Reject>(&action))
        return reject->type == model::RejectType::icmp_unreach;
    if (const auto* tproxy = std::get_if<model::Tproxy>(&action)) return tproxy->family != 0;
    return false;
}

// Anything in the rule, but for the test itself, that is about one IP version.
bool is_about_one_version(const model::Rule& rule) {
    bool found = false;
    for (const model::Statement& statement : rule.statements) {
        model::for_each_load(statement, [&](const model::FieldLoad& load, const model::Value&) {
            found = found || (is_of_one_version(load) && !is_ip_protocol(load));
        });
        const auto* action = std::get_if<model::Action>(&statement.node);
        found = found || (action != nullptr && is_of_one_version(*action));
    }
    return found;
}

// Does the chain tell the versions apart somewhere, or treat IPv6 by itself?
bool tells_versions_apart(const model::Chain& chain) {
    bool found = false;
    for (const model::Rule& rule : chain.rules) {
        for (const model::Statement& statement : rule.statements) {
            model::for_each_load(statement, [&](const model::FieldLoad& load, const model::Value&) {
                const bool meta = load.header->kind == HeaderKind::meta;
                found = found || (meta && is_of_one_version(load)) || load.header->name == "ip6";
            });
        }
    }
    return found;
}

} // namespace

void v4_only_match(const Subject& subject, diag::Sink& sink) {
    for_each_rule(subject, kReadsIpProtocol, [&](const RuleAt& at) {
        const model::Chain& chain = at.table.chains[at.chain];
        if (at.table.family != catalog::Family::inet || !chain.base || is_about_one_version(at.rule)) return;
        for (const model::Statement& statement : at.rule.statements) {
            const auto* match = std::get_if<model::Match>(&statement.node);
            const auto* load = match == nullptr ? nullptr : std::get_if<model::FieldLoad>(&match->lhs.node);
            if (load == nullptr || !is_ip_protocol(*load) || !asks_for_both(*match, at.table)) continue;
            if (tells_versions_apart(chain)) return;
            auto found = diag::make(diag::Code::kV4OnlyMatch, match->lhs.span)
                             .label("IPv6 packets do not match")
                             .help("`meta l4proto` asks the same of both versions");
            // What IPv6 packets may do is for people to say.
            found.fixits.push_back({match->lhs.span, "meta l4proto", diag::Applicability::guess});
            sink.report(std::move(found));
        }
    });
}

} // namespace rulec::lint
