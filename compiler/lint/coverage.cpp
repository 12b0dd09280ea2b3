// SPDX-License-Identifier: GPL-2.0-or-later
#include "compiler/lint/coverage.h"

#include "compiler/model/action_values.h"

#include <algorithm>
#include <span>

namespace rulec::lint {
namespace {

using catalog::Family;
using catalog::HeaderKind;
using catalog::PayloadBase;
using model::Match;
using Part = Reading::Part;

constexpr std::uint32_t kIpv4 = 2, kIpv6 = 10; // NFPROTO_*
constexpr std::uint16_t kEtherIp = 0x0800, kEtherIp6 = 0x86dd;

bool is_internet(Family family) {
    return family == Family::inet || family == Family::ip || family == Family::ip6;
}

std::optional<std::uint32_t> version_of(Family family) {
    if (family == Family::ip) return kIpv4;
    if (family == Family::ip6) return kIpv6;
    return std::nullopt;
}

// What the tests that nft puts before a field tell of the packet.
void learn(const model::FieldLoad& load, Reading& reading) {
    const catalog::Header& header = *load.header;
    if (header.kind != HeaderKind::payload) return;
    if (header.base == PayloadBase::network && header.ether_type == kEtherIp) reading.version = kIpv4;
    if (header.base == PayloadBase::network && header.ether_type == kEtherIp6) reading.version = kIpv6;
    if (header.base != PayloadBase::transport || header.number == 0) return;
    reading.transport = header.number;
    if (header.nf_proto != 0) reading.version = header.nf_proto; // icmp and its like
}

bool is_field(const model::FieldLoad* load, HeaderKind kind, std::string_view header, std::string_view field) {
    return load != nullptr && load->field != nullptr && load->header->kind == kind && load->header->name == header &&
           load->field->name == field;
}

// nft takes `ct protocol tcp` for a test of the packet, which it is not for an ICMP error about the connection, and
// reads the frame instead of asking for the protocol once the frame was looked at.
bool replaces_tests(const Part& part) {
    if (part.field == nullptr) return false;
    return is_field(part.field, HeaderKind::ct, "ct", "protocol") || part.field->header->base == PayloadBase::link;
}

void add(const model::Statement& statement, const Match& match, const model::Table& table, Reading& reading) {
    reading.parts.push_back({&match, field_of(match.lhs), condition_of(match, table)});
    model::for_each_load(statement, [&](const model::FieldLoad& load, const model::Value&) { learn(load, reading); });
}

Reading read(const model::Rule& rule, const model::Table& table, bool leading) {
    Reading reading;
    for (const model::Statement& statement : rule.statements) {
        const auto* match = std::get_if<Match>(&statement.node);
        if (match != nullptr) add(statement, *match, table, reading);
        if (match == nullptr && leading) break;
    }
    reading.depends_on_order = !is_internet(table.family) || std::ranges::any_of(reading.parts, replaces_tests);
    if (const auto version = version_of(table.family)) reading.version = version;
    return reading;
}

bool accepts(const Condition& condition, std::optional<std::uint32_t> value) {
    return value && condition.accepted.covers(Ranges({0, *value}, {0, *value}));
}

bool names_protocol(const Part& part) {
    const bool field = part.field != nullptr && part.field->field != nullptr;
    return field && (part.field->field->type == catalog::TypeId::inet_proto ||
                     part.field->field->type == catalog::TypeId::nf_proto);
}

bool implied_by_protocol(const Part& wanted, const Reading& later) {
    if (is_field(wanted.field, HeaderKind::meta, "meta", "l4proto"))
        return accepts(*wanted.condition, later.transport);
    if (is_field(wanted.field, HeaderKind::meta, "meta", "nfproto")) return accepts(*wanted.condition, later.version);
    if (is_field(wanted.field, HeaderKind::payload, "ip", "protocol"))
        return later.version == kIpv4 && accepts(*wanted.condition, later.transport);
    return false;
}

bool implied_by_values(const Part& wanted, const Reading& later) {
    const Ranges& accepted = wanted.condition->accepted;
    const Ranges* only = nullptr; // what later asks of the same octets, as long as it does so once
    Ranges left;
    for (const Part& part : later.parts) {
        const bool other =
            part.field != nullptr && wanted.field != nullptr && part.field->field != wanted.field->field;
        if (other || !part.condition || !same_value(*part.condition->of, *wanted.condition->of)) continue;
        if (only == nullptr) {
            only = &part.condition->accepted;
        } else {
            left = only->common(part.condition->accepted);
            only = &left;
        }
    }
    return only != nullptr && !only->empty() && accepted.covers(*only); // empty: never-true says so
}

bool implied(const Part& wanted, const Reading& later, const model::Table& table) {
    if (wanted.condition)
        return implied_by_values(wanted, later) || (names_protocol(wanted) && implied_by_protocol(wanted, later));
    return std::ranges::any_of(later.parts,
                               [&](const Part& part) { return same_match(*wanted.match, *part.match, table); });
}

bool begins_with(const Reading& later, const Reading& earlier, const model::Table& table) {
    if (later.parts.size() < earlier.parts.size()) return false;
    return std::ranges::equal(earlier.parts, std::span(later.parts).first(earlier.parts.size()),
                              [&](const Part& a, const Part& b) { return same_match(*a.match, *b.match, table); });
}

std::vector<const Match*> matches_of(const model::Rule& rule) {
    std::vector<const Match*> out;
    for (const model::Statement& statement : rule.statements) {
        if (const auto* match = std::get_if<Match>(&statement.node)) out.push_back(match);
    }
    return out;
}

} // namespace

Reading read_all(const model::Rule& rule, const model::Table& table) {
    return read(rule, table, false);
}

Reading read_leading(const model::Rule& rule, const model::Table& table) {
    return read(rule, table, true);
}

bool covers(const Reading& earlier, const Reading& later, const model::Table& table) {
    if (later.depends_on_order) return begins_with(later, earlier, table);
    return std::ranges::all_of(earlier.parts, [&](const Part& part) { return implied(part, later, table); });
}

bool same_matches(const model::Rule& a, const model::Rule& b, const model::Table& table) {
    return std::ranges::equal(matches_of(a), matches_of(b),
                              [&](const Match* x, const Match* y) { return same_match(*x, *y, table); });
}

} // namespace rulec::lint
