// SPDX-License-Identifier: GPL-2.0-or-later
#include "backend/iptables/import/match_text.h"

#include "backend/iptables/check_rule.h"
#include "backend/iptables/import/value_text.h"
#include "compiler/support/overloaded.h"

#include <algorithm>

#include <fmt/format.h>
#include <netinet/in.h>

namespace rulec::ipt {
namespace {

std::string word_list_text(const Words& words) {
    std::vector<std::string> all;
    for (const Word* word : words.words)
        all.emplace_back(word->rules.empty() ? fmt::to_string(word->value) : std::string(word->rules));
    return braced(all);
}

std::string interface_text(RuleContext& context, const Option& option) {
    std::string name = std::get<Text>(option.argument).text;
    if (name.find_first_of("*\\") != name.npos)
        return context.no_text(option.span, "the name of an interface with `*` or `\\` in it");
    if (name.ends_with('+')) name.back() = '*';
    return context.quoted(name, option.span);
}

// The argument as a value; masks are left to field_clause().
std::string value_text(RuleContext& context, const Option& option) {
    if (option.row->shape == Shape::interface) return interface_text(context, option);
    return std::visit(overloaded{
                          [](const Numbers& numbers) {
                              std::vector<std::string> all;
                              for (const NumberRange& range : numbers.ranges)
                                  all.push_back(range_text(range));
                              return braced(all);
                          },
                          [](const AddressRange& range) { return range_text(range); },
                          [](const Words& words) { return word_list_text(words); },
                          [](const Text& text) { return text.text; },
                          [](const auto&) { return std::string(); },
                      },
                      option.argument);
}

Clause address_clause(RuleContext& context, const Option& option, const Address& address) {
    const std::string field = context.field(option.row->field);
    const auto len = prefix_len(address.mask);
    const std::string octets = address_text(address.octets);
    if (!len)
        return test(fmt::format("{} & {} {}", field, address_text(address.mask), option.negated ? "!=" : "=="), false,
                    octets);
    const bool whole = *len == address.mask.size() * 8;
    return test(field, option.negated, whole ? octets : fmt::format("{}/{}", octets, *len));
}

Clause masked_clause(const Option& option, const Masked& masked) {
    const std::string field(option.row->field);
    if (masked.mask == option.row->max) return test(field, option.negated, hex_text(masked.value));
    return test(fmt::format("{} & {} {}", field, hex_text(masked.mask), option.negated ? "!=" : "=="), false,
                hex_text(masked.value));
}

// ---- -s, -d, -i, -o, -f

bool is_any(const Option& option) {
    if (const auto* address = std::get_if<Address>(&option.argument)) return prefix_len(address->mask) == 0U;
    if (option.row->shape == Shape::interface) return std::get<Text>(option.argument).text == "+";
    if (option.row->shape == Shape::protocol) return std::get<Numbers>(option.argument).ranges[0].first == 0;
    return false;
}

// An order that people write: interfaces, addresses.
Clauses header(RuleContext& context, const Extension& match) {
    constexpr std::string_view kOrder[] = {"in-interface", "out-interface", "source", "destination"};
    Clauses clauses;
    for (const std::string_view name : kOrder) {
        const Option* option = match.find(name);
        if (option == nullptr) continue;
        if (!is_any(*option)) {
            clauses.push_back(field_clause(context, *option));
        } else if (option->negated) {
            context.never_matches(option->span, "it is the opposite of anything");
        }
    }
    if (const Option* fragment = match.find("fragment")) {
        if (context.family == Family::ipv6) context.no_text(fragment->span, "-f of IPv6: use -m frag");
        clauses.push_back({context.field("ip frag-off & 0x1fff"), fragment->negated ? "== 0" : "!= 0"});
    }
    return clauses;
}

// linux/net/ipv6/exthdrs_core.c: ipv6_ext_hdr().
bool is_extension_header(std::uint64_t protocol) {
    constexpr std::uint64_t kHeaders[] = {IPPROTO_HOPOPTS, IPPROTO_ROUTING, IPPROTO_FRAGMENT, IPPROTO_AH,
                                          IPPROTO_DSTOPTS};
    return std::ranges::find(kHeaders, protocol) != std::end(kHeaders);
}

// -p, unless a condition before any that counts says it too: `tcp dport 22`.
Clauses protocol(RuleContext& context, const Extension& match, bool implied) {
    const Option* option = match.find("protocol");
    if (option == nullptr || (is_any(*option) && !option->negated)) return {};
    if (is_any(*option)) {
        context.never_matches(option->span, "it is the opposite of anything");
        return {};
    }
    const std::uint64_t number = std::get<Numbers>(option->argument).ranges[0].first;
    if (context.family == Family::ipv6 && is_extension_header(number))
        context.warn(option->span, fmt::format("ip6tables looks for -p behind all extension headers and never finds "
                                               "{} there; nf_tables may",
                                               protocol_text(number)));
    if (implied && !option->negated) return {};
    const std::string_view field = context.table.family == "ip" ? "ip protocol" : "meta l4proto";
    return {test(std::string(field), option->negated,
                 protocol_text(std::get<Numbers>(option->argument).ranges[0].first))};
}

// Does the condition hold for packets of the rule's protocol alone?
bool implies_protocol(RuleContext& context, const Clause& clause) {
    const std::string text = clause.text();
    const std::string_view transport = context.transport();
    if (context.protocol == IPPROTO_ICMP) return text.starts_with("icmp ");
    if (context.protocol == IPPROTO_ICMPV6) return text.starts_with("icmpv6 ");
    if (context.protocol == IPPROTO_ESP) return text.starts_with("esp ");
    if (context.protocol == IPPROTO_AH) return text.starts_with("ah ");
    if (context.protocol == IPPROTO_COMP) return text.starts_with("comp ");
    if (transport == "th" || text.starts_with("tcp option") || text.starts_with("sctp chunk")) return false;
    return text.starts_with(transport) && text.size() > transport.size() && text[transport.size()] == ' ';
}

// ---- one match

Alternatives by_rows(RuleContext& context, const Extension& match) {
    Alternatives all = {field_clauses(context, match)};
    for (const Option& option : match.options) {
        if (option.row->field.empty()) return context.cannot_say(option.span, fmt::format("--{}", option.row->name));
    }
    return all;
}

const MatchWriter* find_writer(std::string_view name) {
    for (const auto writers : {packet_writers(), octet_writers(), exthdr_writers(), connection_writers(),
                               host_writers(), stateful_writers(), set_writers()}) {
        const auto found = std::ranges::find(writers, name, &MatchWriter::match);
        if (found != writers.end()) return &*found;
    }
    return nullptr;
}

Alternatives one_match(RuleContext& context, const Extension& match) {
    if (context.is_refused(match)) return always();
    const MatchWriter* writer = find_writer(match.row->name);
    return writer != nullptr ? writer->write(context, match) : by_rows(context, match);
}

} // namespace

Clause test(std::string field, bool negated, std::string value) {
    return {.field = std::move(field), .value = negated ? "!= " + value : std::move(value)};
}

Clause field_clause(RuleContext& context, const Option& option) {
    if (const auto* address = std::get_if<Address>(&option.argument))
        return address_clause(context, option, *address);
    if (const auto* masked = std::get_if<Masked>(&option.argument)) return masked_clause(option, *masked);
    return test(context.field(option.row->field), option.negated, value_text(context, option));
}

Clauses field_clauses(RuleContext& context, const Extension& match) {
    Clauses clauses;
    for (const Option& option : match.options) {
        if (!option.row->field.empty()) clauses.push_back(field_clause(context, option));
    }
    return clauses;
}

Alternatives both(const Alternatives& a, const Alternatives& b) {
    Alternatives all;
    for (const Clauses& first : a) {
        for (const Clauses& second : b) {
            all.push_back(first);
            all.back().insert(all.back().end(), second.begin(), second.end());
        }
    }
    return all;
}

Alternatives conditions(RuleContext& context) {
    context.protocol = protocol_of(context.rule);
    Alternatives rest = always();
    bool implied = false;
    const Extension* header_match = nullptr;
    for (const Extension& match : context.rule.matches) {
        if (match.row == &header_row()) {
            header_match = &match;
            continue;
        }
        if (match.row->name == "comment") continue;
        const bool counts_before = context.stateful;
        const Alternatives more = one_match(context, match);
        if (!counts_before && !context.stateful) {
            const auto says_it = [&](const Clause& clause) { return implies_protocol(context, clause); };
            implied = implied || std::ranges::all_of(more, [&](const Clauses& clauses) {
                          return std::ranges::any_of(clauses, says_it);
                      });
        }
        rest = both(rest, more);
    }
    if (header_match == nullptr) return rest;
    const Alternatives head = {header(context, *header_match)};
    return both(both(head, {protocol(context, *header_match, implied)}), rest);
}

} // namespace rulec::ipt
