// SPDX-License-Identifier: GPL-2.0-or-later
#include "compiler/lint/traits.h"

#include "compiler/lint/conditions.h"
#include "compiler/lint/flow.h"
#include "compiler/model/action_values.h"

#include <array>

namespace rulec::lint {
namespace {

using catalog::HeaderKind;
using catalog::PayloadBase;
using catalog::TypeId;
using model::MatchOp;

struct MetaRow {
    std::uint32_t key; // NFT_META_*
    Traits traits;
};

// clang-format off
constexpr MetaRow kMeta[] = { // not iiftype: that of the device that has the packet, be it input or not
    {4,  kReadsInput | kReadsInterfaceIndex},  // iif
    {5,  kReadsOutput | kReadsInterfaceIndex}, // oif
    {6,  kReadsInput},    // iifname
    {7,  kReadsOutput},   // oifname
    {9,  kReadsOutput},   // oiftype
    {10, kReadsOwner},    // skuid
    {11, kReadsOwner},    // skgid
    {16, kTestsProtocol}, // l4proto
    {21, kReadsInput},    // iifgroup
    {22, kReadsOutput},   // oifgroup
    {23, kReadsOwner},    // cgroup
    {26, kReadsInput},    // iifkind
    {27, kReadsOutput},   // oifkind
};
// clang-format on
constexpr std::uint32_t kMetaKeys = 35;

constexpr auto kMetaTraits = [] {
    std::array<Traits, kMetaKeys> by_key{};
    for (const MetaRow& row : kMeta)
        by_key[row.key] = row.traits;
    return by_key;
}();

constexpr std::uint32_t kIcmp = 1, kIcmpv6 = 58; // IPPROTO_*

Traits traits_of_payload(const model::FieldLoad& load) {
    switch (load.header->base) {
    case PayloadBase::link: return load.header->ether_type == 0 ? kReadsLink : Traits{0};
    case PayloadBase::network: {
        const bool protocol = load.field != nullptr && load.field->type == TypeId::inet_proto;
        return protocol ? kReadsIpProtocol | kTestsProtocol : Traits{0};
    }
    case PayloadBase::transport:
        return load.header->number == kIcmp || load.header->number == kIcmpv6 ? kReadsIcmp : Traits{0};
    default: return 0;
    }
}

Traits traits_of(const model::Match& match) {
    const bool odd = (match.op != MatchOp::eq && match.op != MatchOp::ne) ||
                     std::holds_alternative<model::Masked>(match.lhs.node) || match.lhs.type->id == TypeId::ct_state;
    return odd ? kOddMatch : Traits{0};
}

Traits traits_of(const model::Action& action) {
    Traits all = changes(action) ? kChanges : Traits{0};
    if (std::holds_alternative<model::Notrack>(action)) all |= kNotrack;
    if (std::holds_alternative<model::Log>(action)) all |= kLog;
    if (std::holds_alternative<model::VerdictMap>(action)) all |= kJumps;
    if (const auto* verdict = std::get_if<model::Verdict>(&action)) {
        if (verdict->kind == model::VerdictKind::jump) all |= kJumps;
    }
    return all;
}

// Of many matches the first ones: a rule has a handful.
bool same_field_twice(const model::Rule& rule) {
    constexpr std::size_t kMost = 16;
    std::array<const model::FieldLoad*, kMost> seen{};
    std::size_t count = 0;
    for (const model::Statement& statement : rule.statements) {
        const auto* match = std::get_if<model::Match>(&statement.node);
        const auto* load = match == nullptr ? nullptr : field_of(match->lhs);
        if (load == nullptr || count == kMost) continue;
        for (std::size_t i = 0; i < count; ++i) {
            if (seen[i]->field == load->field && seen[i]->header == load->header) return true;
        }
        seen[count++] = load;
    }
    return false;
}

Traits traits_of(const model::Rule& rule, catalog::Family family) {
    Traits all = 0;
    std::size_t matches = 0;
    for (const model::Statement& statement : rule.statements) {
        model::for_each_load(
            statement, [&](const model::FieldLoad& load, const model::Value&) { all |= lint::traits_of(load); });
        if (const auto* match = std::get_if<model::Match>(&statement.node)) {
            all |= traits_of(*match);
            ++matches;
        } else {
            all |= traits_of(std::get<model::Action>(statement.node));
        }
    }
    if (matches > 1 && same_field_twice(rule)) all |= kSameFieldTwice;
    if (decides(rule, family)) all |= kDecides;
    return all;
}

} // namespace

Traits traits_of(const model::FieldLoad& load) {
    if (load.header->kind == HeaderKind::payload) return traits_of_payload(load);
    if (load.header->kind != HeaderKind::meta || load.field->key >= kMetaKeys) return 0;
    return kMetaTraits[load.field->key];
}

std::vector<std::vector<Traits>> find_traits(const model::Table& table) {
    std::vector<std::vector<Traits>> out(table.chains.size());
    for (std::size_t c = 0; c < table.chains.size(); ++c) {
        out[c].reserve(table.chains[c].rules.size());
        for (const model::Rule& rule : table.chains[c].rules)
            out[c].push_back(traits_of(rule, table.family));
    }
    return out;
}

} // namespace rulec::lint
