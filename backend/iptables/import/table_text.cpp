// SPDX-License-Identifier: GPL-2.0-or-later
#include "backend/iptables/import/table_text.h"

#include <algorithm>
#include <array>
#include <cctype>

#include <fmt/format.h>

namespace rulec::ipt {
namespace {

// Words that nft's grammar keeps for itself and that people are likely to call a chain or a list.
constexpr auto kReserved = std::to_array<std::string_view>({
    "accept",  "add",    "ah",       "all",    "arp",  "bridge",  "chain",      "comment", "continue", "counter",
    "ct",      "device", "dnat",     "drop",   "dup",  "dynamic", "esp",        "ether",   "exists",   "export",
    "fib",     "flags",  "flow",     "flush",  "frag", "fwd",     "goto",       "gre",     "hash",     "hook",
    "icmp",    "icmpv6", "igmp",     "import", "inet", "insert",  "ip",         "ip6",     "ipsec",    "jump",
    "last",    "limit",  "list",     "log",    "map",  "mark",    "masquerade", "meta",    "meter",    "missing",
    "monitor", "netdev", "notrack",  "nat",    "over", "policy",  "queue",      "quota",   "raw",      "redirect",
    "reject",  "reset",  "return",   "rt",     "rule", "ruleset", "sctp",       "secmark", "set",      "size",
    "snat",    "socket", "synproxy", "table",  "tcp",  "time",    "timeout",    "tproxy",  "type",     "udp",
    "udplite", "vlan",   "vmap",
});

bool is_name_octet(unsigned char c) {
    return (c < 0x80 && std::isalnum(c) != 0) || c == '_' || c == '-' || c == '.' || c == '/';
}

} // namespace

std::string identifier_like(std::string_view text) {
    std::string name;
    for (const char c : text)
        name += is_name_octet(static_cast<unsigned char>(c)) ? c : '_';
    const auto first = static_cast<unsigned char>(name.empty() ? ' ' : name[0]);
    if (first >= 0x80 || std::isalpha(first) == 0) name.insert(0, "x_");
    const bool reserved = std::ranges::find(kReserved, name) != kReserved.end();
    return reserved ? name + "_" : name;
}

std::string Line::text() const {
    if (!remark.empty()) return "# " + remark;
    std::string text;
    const auto add = [&](const std::string& part) {
        if (part.empty()) return;
        text += text.empty() ? part : " " + part;
    };
    for (const Clause& clause : conditions)
        add(clause.text());
    add(counter);
    add(action);
    if (!comment.empty()) add("comment " + comment);
    return text;
}

std::string TableText::free_set_name(const std::string& plain) {
    if (!taken_.contains(plain)) return plain;
    for (std::size_t& number = numbers_.try_emplace(plain, 1).first->second;;) {
        const std::string numbered = fmt::format("{}_{}", plain, ++number);
        if (!taken_.contains(numbered)) return numbered;
    }
}

std::optional<std::string> TableText::find_set(const std::string& key) const {
    const auto found = set_names_.find(key);
    return found == set_names_.end() ? std::nullopt : std::optional(found->second);
}

std::string TableText::add_set(const std::string& key, SetText set) {
    set.name = free_set_name(identifier_like(set.name));
    set_names_[key] = set.name;
    take_set(std::move(set));
    return sets.back().name;
}

void TableText::take_set(SetText set) {
    taken_.insert(set.name);
    sets.push_back(std::move(set));
}

std::string TableText::set_for(const std::string& key, std::string_view wanted, std::vector<std::string> lines,
                               Span where) {
    if (const auto known = find_set(key)) return *known;
    return add_set(key, {.name = identifier_like(wanted) + set_suffix, .lines = std::move(lines), .span = where});
}

std::string TableText::object_for(const std::string& key, std::string_view kind, std::string_view wanted,
                                  std::vector<std::string> lines, Span where) {
    if (const auto known = find_set(key)) return *known;
    return add_set(key, {.kind = kind, .name = std::string(wanted), .lines = std::move(lines), .span = where});
}

std::string TableText::chain_name(const std::string& iptables_name) const {
    const auto found = chain_names_.find(iptables_name);
    return found == chain_names_.end() ? identifier_like(iptables_name) : found->second;
}

void TableText::name_chain(const std::string& iptables_name, std::string_view wanted) {
    std::string free(wanted);
    for (std::size_t i = 2; taken_chain_names_.contains(free); ++i)
        free = fmt::format("{}_{}", wanted, i);
    taken_chain_names_.insert(free);
    chain_names_[iptables_name] = std::move(free);
}

std::string TableText::chain_for(const std::string& key, std::string_view wanted, std::vector<Line> lines,
                                 Span where) {
    const std::string kept = "-j " + key; // no name of iptables has a space
    if (!chain_names_.contains(kept)) {
        name_chain(kept, wanted);
        own_chains.push_back({.name = chain_name(kept),
                              .declaration = {},
                              .policy = {},
                              .lines = std::move(lines),
                              .remarks = {kept},
                              .span = where});
    }
    return chain_name(kept);
}

} // namespace rulec::ipt
