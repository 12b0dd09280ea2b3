// SPDX-License-Identifier: GPL-2.0-or-later
// -m set. What makes it hard: xt_set is true or false of every packet, while a lookup of nf_tables that finds no port
// to read, in a fragment or another protocol, ends the rule, negated or not.
#include "backend/iptables/import/match_text.h"
#include "backend/iptables/import/set_lookup.h"
#include "backend/iptables/import/value_text.h"

#include <algorithm>

#include <fmt/format.h>
#include <netinet/in.h>

namespace rulec::ipt {
namespace {

struct Question {
    const SetReference& reference;
    bool excepted = false; // --return-nomatch
    Span span;
};

// ---- what the packet has to be

// Protocols whose ports a set knows by number alone (kernel: ip_set_get_ip_port()).
constexpr std::array<std::uint64_t, 2> kOfNumbers = {IPPROTO_TCP, IPPROTO_UDP};

// Not the first fragment of a packet: there is no port in it.
Clause is_fragment(RuleContext& context) {
    const bool v4 = context.ip() == "ip";
    return {v4 ? "ip frag-off & 0x1fff" : "frag frag-off", "!= 0"};
}

// ---- one set

Clause lookup(RuleContext& context, const ipset::Set& set, Face face, const Question& question, bool negated) {
    const KeyText key = key_of(context, set, face, question.reference);
    const std::string name = place_set(context, set, {face, question.excepted}, question.span);
    if (key.masked) return statement(fmt::format("{} {} @{}", key.text, negated ? "!=" : "==", name));
    return test(key.text, negated, "@" + name);
}

// Which of its faces may have something for the packets of the rule?
std::vector<Face> faces_of(const RuleContext& context, const ipset::Set& set) {
    if (is_whole(set)) return {Face::whole};
    std::vector<Face> faces;
    for (const Face face : {Face::ports, Face::icmp, Face::protocols}) {
        const bool asked = !context.protocol || face_of_protocol(*context.protocol, set.family) == face;
        if (asked && has_face(set, face)) faces.push_back(face);
    }
    return faces;
}

bool is_of_numbers(const ipset::Set& set) {
    return set.type->parts.front() == ipset::Part::port;
}

// Protocols whose ports the set holds.
std::span<const std::uint64_t> protocols_of(const ipset::Set& set) {
    if (is_of_numbers(set)) return kOfNumbers;
    return kProtocolsWithPorts;
}

bool knows(const ipset::Set& set, std::uint64_t protocol) {
    const auto protocols = protocols_of(set);
    return std::ranges::find(protocols, protocol) != protocols.end();
}

Alternatives in_numbers(RuleContext& context, const ipset::Set& set, const Question& question) {
    if (context.protocol && !knows(set, *context.protocol)) return {};
    Clauses way;
    if (!context.protocol) way.push_back({"meta l4proto", protocols_text(kOfNumbers)});
    way.push_back(lookup(context, set, Face::whole, question, false));
    return {way};
}

// Ways to be in the set; none: no packet of the rule is.
Alternatives in_set(RuleContext& context, const ipset::Set& set, const Question& question) {
    if (!fits(context, set, question.reference)) return {};
    if (is_of_numbers(set)) return in_numbers(context, set, question);
    Alternatives ways;
    for (const Face face : faces_of(context, set))
        ways.push_back({lookup(context, set, face, question, false)});
    return ways;
}

// Ways not to be in a set with ports: each protocol by itself, and fragments.
Alternatives not_in_ports(RuleContext& context, const ipset::Set& set, const Question& question) {
    const std::vector<Face> faces = faces_of(context, set);
    const auto has = [&](Face face) { return std::ranges::find(faces, face) != faces.end(); };
    const bool icmp = has(Face::icmp);
    const auto not_in = [&](Face face) { return lookup(context, set, face, question, true); };
    const auto own = protocols_of(set);
    std::vector<std::uint64_t> read(own.begin(), own.end()); // of which something behind the header is read
    const Face ports = is_whole(set) ? Face::whole : Face::ports;
    Alternatives ways;
    if (context.protocol) {
        const bool reads = knows(set, *context.protocol) || (has(Face::icmp) && !is_whole(set));
        const Face face = is_whole(set) ? Face::whole : face_of_protocol(*context.protocol, set.family);
        if (!reads && !has(Face::protocols)) return always();
        ways.push_back({not_in(face)});
        if (reads && !context.whole_packets) ways.push_back({is_fragment(context)});
        return ways;
    }
    ways.push_back({Clause{"meta l4proto", protocols_text(own)}, not_in(ports)});
    if (icmp) {
        read.push_back(icmp_of(set.family));
        ways.push_back({not_in(Face::icmp)});
    }
    Clauses others = {test("meta l4proto", true, protocols_text(read))};
    if (has(Face::protocols)) others.push_back(not_in(Face::protocols));
    ways.push_back(std::move(others));
    if (!context.whole_packets) ways.push_back({Clause{"meta l4proto", protocols_text(read)}, is_fragment(context)});
    return ways;
}

bool has_part(const ipset::Set& set, ipset::Part part) {
    return std::ranges::find(set.type->parts, part) != set.type->parts.end();
}

Alternatives not_in_set(RuleContext& context, const ipset::Set& set, const Question& question) {
    if (!fits(context, set, question.reference)) return always();
    if (has_part(set, ipset::Part::port)) return not_in_ports(context, set, question);
    if (has_part(set, ipset::Part::mac))
        context.warn(question.span, "packets without an Ethernet header match the opposite of a set of MAC addresses "
                                    "in iptables, but not in nf_tables");
    return only(lookup(context, set, Face::whole, question, true));
}

// ---- lists: in one of their sets

std::vector<const ipset::Set*> members(const RuleContext& context, const ipset::Set& list) {
    std::vector<const ipset::Set*> all;
    for (std::size_t i = 0; i < list.elements.count; ++i) {
        const std::string& name = list.elements.names[from_big_endian(list.elements.low_at(i))];
        if (const ipset::Set* one = context.ipsets.find(name)) all.push_back(one);
    }
    return all;
}

std::vector<const ipset::Set*> sets_of(const RuleContext& context, const ipset::Set& set) {
    if (set.type->storage == ipset::Storage::list) return members(context, set);
    return {&set};
}

constexpr std::size_t kMostRules = 64; // that one rule may become

// In the first one, or not there but in the second, and so on: each packet in one way only.
Alternatives in_any(RuleContext& context, const std::vector<const ipset::Set*>& sets, const Question& question) {
    Alternatives ways;
    Alternatives in_none_before = always();
    for (const ipset::Set* set : sets) {
        const Alternatives here = both(in_none_before, in_set(context, *set, question));
        ways.insert(ways.end(), here.begin(), here.end());
        if (set != sets.back()) in_none_before = both(in_none_before, not_in_set(context, *set, question));
        if (context.failed() || ways.size() + in_none_before.size() > kMostRules) break;
    }
    return ways;
}

Alternatives in_none(RuleContext& context, const std::vector<const ipset::Set*>& sets, const Question& question) {
    Alternatives ways = always();
    for (const ipset::Set* set : sets) {
        ways = both(ways, not_in_set(context, *set, question));
        if (context.failed() || ways.size() > kMostRules) break;
    }
    return ways;
}

std::string_view why_never(const RuleContext& context, const ipset::Set& set, const SetReference& reference) {
    if (set.type->parts.size() > reference.from_destination.size())
        return "the key of the set has more parts than there are src and dst";
    if (!fits(context, set, reference)) return "the set is of the other family";
    return "there is nothing for its packets in the set";
}

void warn_of_counters(RuleContext& context, const Extension& match, const ipset::Set& set) {
    const Option* update = match.find("update-counters");
    if (set.counters && update != nullptr && update->negated)
        context.warn(update->span, fmt::format("every match counts in elements of the set `{}`, here too", set.name));
}

// Conditions on the counters of the element; sets without counters know none, and the kernel passes over them.
bool asks_counters(RuleContext& context, const Extension& match, const std::vector<const ipset::Set*>& sets) {
    if (std::ranges::none_of(sets, &ipset::Set::counters)) return false;
    for (const Option& option : match.options) {
        const std::string_view name = option.row->name;
        if (!name.starts_with("packets-") && !name.starts_with("bytes-")) continue;
        context.no_text(option.span, fmt::format("the counters of elements (--{})", name));
        return true;
    }
    return false;
}

Alternatives set(RuleContext& context, const Extension& match) {
    const Option& option = *match.find("match-set");
    const ipset::Set* set = set_of(context, option);
    if (set == nullptr) return always();
    warn_of_counters(context, match, *set);
    const auto& reference = std::get<SetReference>(option.argument);
    const Question question = {reference, match.has("return-nomatch"), option.span};
    const auto sets = sets_of(context, *set);
    if (asks_counters(context, match, sets)) return always();
    Alternatives ways = option.negated ? in_none(context, sets, question) : in_any(context, sets, question);
    if (ways.size() > kMostRules)
        return context.cannot_say(option.span,
                                  fmt::format("the list `{}` in less than {} rules", set->name, kMostRules));
    if (ways.empty()) return context.never_matches(option.span, why_never(context, *set, reference));
    return ways;
}

constexpr MatchWriter kWriters[] = {{"set", set}};

} // namespace

std::span<const MatchWriter> set_writers() {
    return kWriters;
}

} // namespace rulec::ipt
