// SPDX-License-Identifier: GPL-2.0-or-later
#include "backend/ipset/read_element.h"

#include "backend/ipset/read_part.h"
#include "backend/iptables/argument_values.h"
#include "backend/iptables/split_words.h"

#include <algorithm>

#include <fmt/format.h>
#include <net/if.h>

namespace rulec::ipset {
namespace {

using diag::Code;

class ElementReader {
  public:
    ElementReader(Set& set, NameIndex& names, diag::Sink& sink) : set_(set), names_(names), sink_(sink) {}

    void read(std::span<const Word> words);

  private:
    bool read_key(const Word& key);
    std::optional<PartRange> read_part(Part part, std::string_view text, Span span);
    std::optional<PartRange> read_addresses_of(Part part, std::string_view text, Span span);
    std::optional<PartRange> read_interface(std::string_view text, Span span);
    PartRange name_index(std::string_view name);
    bool in_range(const PartRange& first) const;
    bool learns(const Word& key);
    bool only_networks(const Word& name);
    bool read_option(std::span<const Word>& words);
    bool read_number_option(const Word& name, const Word* argument);
    bool read_comment(const Word& name, const Word* argument);
    bool allow(const Word& name, bool allowed, std::string_view option);
    void append(Span span);

    bool expected(Span span, std::string_view what, std::string_view found) {
        sink_.report(diag::make(Code::kIptArgument, span, what, ipt::shown(found)));
        return false;
    }
    std::nullopt_t no_part(Span span, std::string_view what, std::string_view found) {
        expected(span, what, found);
        return std::nullopt;
    }
    bool has_part(Part part) const { return std::ranges::find(set_.type->parts, part) != set_.type->parts.end(); }

    Set& set_;
    NameIndex& names_;
    diag::Sink& sink_;
    PartRange key_;
    ElementExtra extra_;
    bool has_extra_ = false;
};

// ---- the key

std::string_view ports_wanted(Family family) {
    return family == Family::inet
               ? "PROTOCOL:PORT, PROTOCOL:PORT-PORT, icmp:TYPE/CODE or, of other protocols, PROTOCOL:0"
               : "PROTOCOL:PORT, PROTOCOL:PORT-PORT, icmpv6:TYPE/CODE or, of other protocols, "
                 "PROTOCOL:0";
}

std::optional<PartRange> ElementReader::read_addresses_of(Part part, std::string_view text, Span span) {
    const bool v4 = set_.family == Family::inet;
    auto range = read_addresses(text, set_.family, part == Part::net);
    if (!range)
        return no_part(span,
                       v4                  ? "an IPv4 address, a network or a range of addresses"
                       : part == Part::net ? "an IPv6 address or a network"
                                           : "an IPv6 address",
                       text);
    const Bytes none(range->low.size(), 0);
    if (set_.type->storage == Storage::hash && set_.type->parts.size() == 1 && part == Part::ip && range->low == none)
        return no_part(span, "an address other than that of nobody: no hash can hold it", text);
    if (part == Part::net && range->low == none && range->high == bit_not(none) && !has_part(Part::interface) &&
        set_.type->parts.size() < 3)
        return no_part(span, "a network with a prefix length of 1 or more", text);
    if (part != Part::ip) return range;
    const Bytes mask = set_.netmask ? prefix_mask(*set_.netmask, none.size()) : set_.bitmask;
    if (mask.empty()) return range;
    return PartRange{.low = bit_and(range->low, mask), .high = bit_and(range->high, mask)};
}

PartRange ElementReader::name_index(std::string_view name) {
    const auto next = static_cast<std::uint32_t>(set_.elements.names.size());
    const auto [found, fresh] = names_.try_emplace(std::string(name), next);
    if (fresh) set_.elements.names.emplace_back(name);
    const Bytes index = big_endian(found->second, 4);
    return {index, index};
}

std::optional<PartRange> ElementReader::read_interface(std::string_view text, Span span) {
    constexpr std::string_view kPort = "physdev:";
    if (text.starts_with(kPort)) {
        extra_.physdev = has_extra_ = true;
        text.remove_prefix(kPort.size());
    }
    if (text.empty() || text.size() >= IFNAMSIZ) return no_part(span, "the name of an interface", text);
    return name_index(text);
}

std::optional<PartRange> ElementReader::read_part(Part part, std::string_view text, Span span) {
    std::optional<PartRange> range;
    switch (part) {
    case Part::ip:
    case Part::net: return read_addresses_of(part, text, span);
    case Part::interface: return read_interface(text, span);
    case Part::set:
        if (text.empty() || text.size() > kMaxName) return no_part(span, "the name of a set", text);
        return name_index(text);
    case Part::port:
        range = read_ports(text, set_.family);
        if (!range) return no_part(span, ports_wanted(set_.family), text);
        if (set_.type->storage == Storage::bitmap) range->low[0] = range->high[0] = 0; // it holds numbers only
        return range;
    case Part::mark:
        range = read_mark(text);
        if (!range) return no_part(span, "a mark", text);
        if (set_.markmask) range->low = range->high = bit_and(range->low, big_endian(*set_.markmask, 4));
        return range;
    case Part::mac:
        range = read_mac(text);
        if (!range) return no_part(span, "a MAC address", text);
        return range;
    }
    return range;
}

bool ElementReader::in_range(const PartRange& first) const {
    return set_.first.empty() || (set_.first <= first.low && first.high <= set_.last);
}

bool ElementReader::learns(const Word& key) {
    sink_.report(diag::make(Code::kIptCannotSay, key.span, "an element that takes its MAC address from a packet"));
    return false;
}

bool ElementReader::read_key(const Word& key) {
    const std::span<const Part> parts = set_.type->parts;
    std::size_t begin = 0;
    for (std::size_t i = 0; i < parts.size(); ++i) {
        const bool last = i + 1 == parts.size();
        const std::size_t end = std::min(key.text.find(',', begin), key.text.size());
        const std::string_view text = key.text.substr(begin, end - begin);
        const auto at = static_cast<std::uint32_t>(key.span.begin + begin + (key.quoted ? 1 : 0));
        const Span span = {key.span.file, at, static_cast<std::uint32_t>(at + text.size())};
        if (set_.type->name == "bitmap:ip,mac" && i == 0 && end == key.text.size()) return learns(key);
        if (last != (end == key.text.size()))
            return expected(key.span, fmt::format("the parts of {}, with commas", set_.type->name), key.text);
        const auto range = read_part(parts[i], text, span);
        if (!range) return false;
        if (i == 0 && !in_range(*range)) return expected(span, "something inside of the set's range", text);
        key_.low += range->low;
        key_.high += range->high;
        begin = end + 1;
    }
    return true;
}

// ---- what follows it

bool ElementReader::allow(const Word& name, bool allowed, std::string_view option) {
    if (!allowed)
        sink_.report(diag::make(Code::kIptCombination, name.span,
                                fmt::format("`{}` in a set that was created without `{}`", name.text, option))
                         .also(set_.span, "created here"));
    return allowed;
}

bool ElementReader::read_number_option(const Word& name, const Word* argument) {
    const bool timeout = name.text == "timeout";
    if (!allow(name, timeout ? set_.timeout_s.has_value() : set_.counters, timeout ? "timeout" : "counters"))
        return false;
    const std::uint64_t most = timeout ? kLongestTimeout_s : UINT64_MAX;
    const auto number = argument == nullptr ? std::nullopt : ipt::read_number(argument->text, most);
    if (!number)
        return expected(argument == nullptr ? name.span : argument->span, fmt::format("a number up to {}", most),
                        argument == nullptr ? "the end of the line" : argument->text);
    (timeout ? extra_.timeout_s : name.text == "packets" ? extra_.packets : extra_.bytes) = *number;
    return true;
}

bool ElementReader::read_comment(const Word& name, const Word* argument) {
    constexpr std::size_t kMost = 255; // linux/netfilter/ipset/ip_set.h: IPSET_MAX_COMMENT_SIZE
    if (!allow(name, set_.comments, "comment")) return false;
    if (argument == nullptr || argument->text.size() > kMost)
        return expected(argument == nullptr ? name.span : argument->span,
                        fmt::format("a text of up to {} octets", kMost),
                        argument == nullptr ? "the end of the line" : argument->text);
    if (!argument->text.empty()) extra_.comment = std::string(argument->text);
    return true;
}

bool ElementReader::only_networks(const Word& name) {
    sink_.report(diag::make(Code::kIptCombination, name.span, "only networks have exceptions (`nomatch`)"));
    return false;
}

// Takes an option from `words`, with its argument.
bool ElementReader::read_option(std::span<const Word>& words) {
    const Word& name = words[0];
    const Word* argument = words.size() > 1 ? &words[1] : nullptr;
    has_extra_ = true;
    if (name.text == "nomatch") {
        if (!has_part(Part::net)) return only_networks(name);
        extra_.nomatch = true;
        words = words.subspan(1);
        return true;
    }
    if (name.text == "wildcard" && has_part(Part::interface)) {
        extra_.wildcard = true;
        words = words.subspan(1);
        return true;
    }
    words = words.subspan(std::min<std::size_t>(words.size(), 2));
    if (name.text == "timeout" || name.text == "packets" || name.text == "bytes")
        return read_number_option(name, argument);
    if (name.text == "comment") return read_comment(name, argument);
    if (name.text.starts_with("skb") &&
        (name.text == "skbmark" || name.text == "skbprio" || name.text == "skbqueue")) {
        extra_.skbinfo = true;
        return allow(name, set_.skbinfo, "skbinfo");
    }
    if ((name.text == "before" || name.text == "after") && has_part(Part::set)) return true; // the order of a union
    sink_.report(diag::make(Code::kIptUnknownOption, name.span, ipt::shown(name.text)));
    return false;
}

void ElementReader::append(Span span) {
    Elements& all = set_.elements;
    all.key_len = static_cast<std::uint32_t>(key_.low.size());
    if (all.high.empty() && key_.low != key_.high) all.high = all.low;
    const bool ranges = !all.high.empty() || key_.low != key_.high;
    all.low += key_.low;
    if (ranges) all.high += key_.high;
    if (has_extra_) {
        extra_.index = static_cast<std::uint32_t>(all.count);
        all.extras.push_back(std::move(extra_));
    }
    all.spans.push_back(span);
    ++all.count;
}

void ElementReader::read(std::span<const Word> words) {
    const Span line = cover(words.front().span, words.back().span);
    if (!read_key(words.front())) return;
    words = words.subspan(1);
    while (!words.empty()) {
        if (!read_option(words)) return;
    }
    append(line);
}

} // namespace

void read_element(std::span<const Word> words, Set& set, NameIndex& names, diag::Sink& sink) {
    ElementReader(set, names, sink).read(words);
}

} // namespace rulec::ipset
