// SPDX-License-Identifier: GPL-2.0-or-later
#include "backend/iptables/export/set_plan.h"

#include "backend/iptables/export/prefixes.h"

#include <algorithm>
#include <array>
#include <map>

#include <netinet/in.h>

namespace rulec::ipt {
namespace {

using catalog::TypeId;
using ipset::Part;

// ---- kinds of keys

struct PartRow {
    TypeId type;
    char letter; // in ShapeRow
    Part part;   // an address may become a net
};
constexpr auto kParts = std::to_array<PartRow>({
    {TypeId::ipv4_addr, 'a', Part::ip},
    {TypeId::ipv6_addr, 'a', Part::ip},
    {TypeId::inet_service, 'p', Part::port},
    {TypeId::ifname, 'i', Part::interface},
    {TypeId::mark, 'm', Part::mark},
    {TypeId::ether_addr, 'c', Part::mac},
});

// Parts in the order of ipset, and the type by how many of the addresses must be nets.
struct ShapeRow {
    std::string_view letters;
    std::array<std::string_view, 3> types;
    bool holds_zero = true; // the first type takes 0.0.0.0 and ::
};
constexpr auto kShapes = std::to_array<ShapeRow>({
    {"a", {"hash:ip", "hash:net", ""}, false},
    {"p", {"bitmap:port", "", ""}},
    {"c", {"hash:mac", "", ""}},
    {"ap", {"hash:ip,port", "hash:net,port", ""}, false},
    {"apa", {"hash:ip,port,ip", "hash:ip,port,net", "hash:net,port,net"}},
    {"ai", {"hash:net,iface", "hash:net,iface", ""}},
    {"aa", {"hash:net,net", "hash:net,net", "hash:net,net"}},
    {"am", {"hash:ip,mark", "", ""}},
    {"ac", {"hash:ip,mac", "", ""}},
});

struct Sorted {
    std::vector<PlannedPart> addresses, others;
    std::string other_letters;
    std::optional<PlannedPart> protocol;
};

std::optional<Sorted> sort_parts(const model::Set& set) {
    Sorted sorted;
    std::uint32_t at = 0;
    for (std::uint32_t i = 0; i < set.key.size(); ++i) {
        const model::KeyPart& key = set.key[i];
        PlannedPart part{.part = Part::port, .key_part = i, .at = at, .len = (key.bit_len + 7) / 8};
        at += model::padded_len(key);
        if (key.type->id == TypeId::inet_proto && !sorted.protocol) {
            sorted.protocol = part;
            continue;
        }
        const auto* row = std::ranges::find(kParts, key.type->id, &PartRow::type);
        if (row == kParts.end()) return std::nullopt;
        part.part = row->part;
        if (row->letter == 'a') {
            sorted.addresses.push_back(part);
        } else {
            sorted.others.push_back(part);
            sorted.other_letters += row->letter;
        }
    }
    return sorted;
}

std::string letters_of(const Sorted& sorted) {
    std::string letters = sorted.addresses.empty() ? "" : "a";
    letters += sorted.other_letters;
    for (std::size_t i = 1; i < sorted.addresses.size(); ++i)
        letters += 'a';
    return letters;
}

bool of_one_family(const model::Set& set, const Sorted& sorted) {
    return std::ranges::all_of(sorted.addresses, [&](const PlannedPart& part) {
        return set.key[part.key_part].type == set.key[sorted.addresses[0].key_part].type;
    });
}

// ---- elements

BytesView low_of(const model::Set& set, const PlannedPart& part, std::size_t i) {
    return set.elements.low_at(i).substr(part.at, part.len);
}
BytesView high_of(const model::Set& set, const PlannedPart& part, std::size_t i) {
    return set.elements.high_at(i).substr(part.at, part.len);
}

template <class Test>
bool any_element(const model::Set& set, Test test) {
    for (std::size_t i = 0; i < set.elements.count; ++i) {
        if (test(i)) return true;
    }
    return false;
}

bool has_ranges(const model::Set& set, const PlannedPart& part) {
    return !set.elements.high.empty() &&
           any_element(set, [&](std::size_t i) { return low_of(set, part, i) != high_of(set, part, i); });
}

bool has_zero(const model::Set& set, const PlannedPart& part) {
    return any_element(set, [&](std::size_t i) {
        return low_of(set, part, i).find_first_not_of(static_cast<unsigned char>(0)) == BytesView::npos;
    });
}

// Must it be a net? The one address of a set of intervals is, whatever it holds today: elements that come later must
// not change the type, since a set that rules look at keeps it.
bool is_net(const model::Set& set, const PlannedPart& part, bool changes, const ShapeRow& shape) {
    const bool alone = std::ranges::count(shape.letters, 'a') == 1;
    if (set.is_interval && ((alone && !shape.types[1].empty()) || set.elements.count == 0 || has_ranges(set, part)))
        return true;
    return !shape.holds_zero && !shape.types[1].empty() && (changes || has_zero(set, part));
}

std::string_view refuse_interfaces(const model::Set& set, const PlannedPart& part, const PlannedPart& net) {
    constexpr std::size_t kMostOfOneNet = 64; // ipset(8), hash:net,iface
    if (has_ranges(set, part)) return "ipset knows no `*` in names of interfaces";
    std::map<Bytes, std::size_t> counts;
    const bool bad = any_element(set, [&](std::size_t i) {
        const BytesView name = low_of(set, part, i);
        const auto end = std::ranges::find(name, 0);
        const bool odd = end == name.begin() || std::any_of(name.begin(), end, [](unsigned char c) {
                             return c <= ' ' || c == ',' || c == '"' || c == '\'' || c == '\\' || c >= 127;
                         });
        return odd || ++counts[Bytes(low_of(set, net, i))] > kMostOfOneNet;
    });
    return bad ? "ipset takes simple names of interfaces, and 64 of them a net" : "";
}

std::uint64_t stored_of(const model::Set& set, const PlannedPart& part, std::size_t i) {
    const BytesView low = low_of(set, part, i), high = high_of(set, part, i);
    if (low == high) return 1;
    if (part.part == Part::port) return from_big_endian(high) - from_big_endian(low) + 1;
    std::uint64_t networks = 0;
    for (Prefixes prefixes(low, high); !prefixes.done(); prefixes.advance())
        ++networks;
    return networks;
}

// The kernel stores an element for each port, and each network that a range is made of.
std::string_view refuse_size(const model::Set& set, const SetPlan& plan) {
    constexpr std::uint64_t kMostStored = 1U << 22;
    if (set.elements.high.empty() || plan.type->storage == ipset::Storage::bitmap) return "";
    std::uint64_t stored = 0;
    const bool too_many = any_element(set, [&](std::size_t i) {
        std::uint64_t product = 1;
        for (const PlannedPart& part : plan.parts)
            product *= stored_of(set, part, i);
        stored += product;
        return stored > kMostStored;
    });
    return too_many ? "ipset stores each port and network of a range, and here they are more than 4 million" : "";
}

std::string_view refuse_protocols(const model::Set& set, const PlannedPart& part) {
    const bool bad = any_element(set, [&](std::size_t i) {
        return low_of(set, part, i) != high_of(set, part, i) ||
               !has_ports_in_ipset(from_big_endian(low_of(set, part, i)));
    });
    return bad ? "ipset knows ports of TCP, UDP, UDP-Lite and SCTP only" : "";
}

// ---- what elements have

bool is_comment_of_ipset(const std::optional<std::string>& comment) {
    constexpr std::size_t kLongest = 255; // ipset(8)
    return !comment || (comment->size() <= kLongest && comment->find_first_of("\"\n\r") == std::string::npos);
}

bool counts_only(const std::vector<model::Stateful>& stateful) {
    return std::ranges::all_of(
        stateful, [](const model::Stateful& one) { return std::holds_alternative<model::Counter>(one); });
}

std::string_view refuse_extras(const model::Set& set) {
    if (!is_time_of_ipset(set.timeout_ms)) return kTimesOfIpset;
    if (!counts_only(set.stateful)) return "elements of ipset have counters, and no limits or quotas";
    for (const model::ElementExtra& extra : set.elements.extras) {
        if (extra.catchall) return "ipset knows no `*`";
        if (!is_time_of_ipset(extra.timeout_ms)) return kTimesOfIpset;
        if (!counts_only(extra.stateful)) return "elements of ipset have counters, and no limits or quotas";
        if (!is_comment_of_ipset(extra.comment)) return "ipset does not take a comment of an element here";
    }
    return "";
}

std::string_view refuse_elements(const model::Set& set, const SetPlan& plan) {
    for (const PlannedPart& part : plan.parts) {
        std::string_view why;
        if (part.part == Part::interface) why = refuse_interfaces(set, part, plan.parts[0]);
        if ((part.part == Part::mark || part.part == Part::mac) && has_ranges(set, part))
            why = "ipset knows no ranges of marks and Ethernet addresses";
        if (part.part == Part::mac && has_zero(set, part)) why = "ipset does not take the Ethernet address of zeros";
        if (!why.empty()) return why;
    }
    if (const auto why = refuse_size(set, plan); !why.empty()) return why;
    return plan.protocol ? refuse_protocols(set, *plan.protocol) : "";
}

// ---- putting it together

void place_parts(SetPlan& plan, Sorted sorted, const ShapeRow& shape) {
    std::size_t address = 0, other = 0;
    for (std::size_t i = 0; i < shape.letters.size(); ++i) {
        plan.parts.push_back(shape.letters[i] == 'a' ? sorted.addresses[address++] : sorted.others[other++]);
        plan.parts.back().part = plan.type->parts[i];
    }
    plan.protocol = sorted.protocol;
}

SetPlan refused(std::string_view why) {
    SetPlan plan;
    plan.refusal = why;
    return plan;
}

} // namespace

bool is_time_of_ipset(const std::optional<std::uint64_t>& time_ms) {
    return !time_ms || (*time_ms % 1000 == 0 && *time_ms / 1000 <= ipset::kLongestTimeout_s);
}

bool has_ports_in_ipset(std::uint64_t protocol) {
    return protocol == IPPROTO_TCP || protocol == IPPROTO_UDP || protocol == IPPROTO_SCTP ||
           protocol == IPPROTO_UDPLITE;
}

SetPlan plan_set(const model::Set& set, bool changes) {
    if (set.data_kind != model::SetData::none) return refused("ipset has no maps");
    if (const auto why = refuse_extras(set); !why.empty()) return refused(why);
    auto sorted = sort_parts(set);
    const std::string letters = sorted ? letters_of(*sorted) : "";
    const auto* shape = std::ranges::find(kShapes, letters, &ShapeRow::letters);
    if (shape == kShapes.end() || !of_one_family(set, *sorted) ||
        (sorted->protocol && (letters == "p" || letters.find('p') == std::string::npos)))
        return refused("ipset has no type of set for such a key");

    const auto nets = std::ranges::stable_partition(
        sorted->addresses, [&](const PlannedPart& part) { return !is_net(set, part, changes, *shape); });
    SetPlan plan;
    plan.type = ipset::find_type(shape->types[nets.size()]);
    if (plan.type == nullptr) return refused("ipset has no type of set with networks beside this");
    constexpr std::uint32_t kUsualSize = 65535;
    if (plan.type->storage == ipset::Storage::bitmap && changes && set.size.value_or(kUsualSize) < kUsualSize)
        return refused("a set of ports has room for all of them in ipset, whatever its size");
    if (!sorted->addresses.empty() && set.key[sorted->addresses[0].key_part].type->id == catalog::TypeId::ipv6_addr)
        plan.family = ipset::Family::inet6;
    place_parts(plan, std::move(*sorted), *shape);
    if (const auto why = refuse_elements(set, plan); !why.empty()) return refused(why);
    return plan;
}

} // namespace rulec::ipt
