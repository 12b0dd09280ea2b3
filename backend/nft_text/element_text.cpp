// SPDX-License-Identifier: GPL-2.0-or-later
#include "backend/nft_text/element_text.h"

#include "backend/nft_text/stateful_text.h"
#include "backend/nft_text/value_text.h"

#include <algorithm>
#include <bit>
#include <numeric>

#include <fmt/format.h>

namespace rulec::nft_text {
namespace {

using catalog::TypeId;
using model::ElementExtra;
using model::ElementList;
using model::Set;

bool is_catchall(const ElementList& list, std::size_t i) {
    const ElementExtra* extra = list.extra_at(i);
    return extra != nullptr && extra->catchall;
}

std::string options_text(const Context& context, const ElementExtra& extra) {
    std::string text;
    for (const model::Stateful& stateful : extra.stateful)
        text += " " + stateful_text(context, stateful);
    if (extra.timeout_ms) text += " timeout " + catalog::print_duration_ms(*extra.timeout_ms);
    if (extra.expires_ms && context.options.stateful)
        text += " expires " + catalog::print_duration_ms(*extra.expires_ms);
    if (extra.comment) text += " comment " + quoted(context, *extra.comment);
    return text;
}

// Of data that are ranges: the low parts stand before the high ones.
std::string value_data_text(const Context& context, const Set& set, BytesView data) {
    if (!set.data_interval) return key_text(context, set.data, data, data);
    return key_text(context, set.data, data.substr(0, data.size() / 2), data.substr(data.size() / 2));
}

std::string data_text(const Context& context, const Set& set, std::size_t i, const ElementExtra* extra) {
    const ElementList& list = set.elements;
    switch (set.data_kind) {
    case model::SetData::none: return "";
    case model::SetData::value: return " : " + value_data_text(context, set, list.data_at(i));
    case model::SetData::verdict: return " : " + verdict_text(context, list.verdict_table[list.verdicts[i]]);
    case model::SetData::object: return " : " + quoted(context, extra == nullptr ? "" : extra->object);
    }
    return "";
}

std::string element_text(const Context& context, const Set& set, std::size_t i) {
    const ElementList& list = set.elements;
    const ElementExtra* extra = list.extra_at(i);
    const bool catchall = extra != nullptr && extra->catchall;
    std::string text = catchall ? "*" : key_text(context, set.key, list.low_at(i), list.high_at(i));
    if (extra != nullptr) text += options_text(context, *extra);
    return text + data_text(context, set, i, extra);
}

bool is_single_bit(BytesView bytes) {
    int bits = 0;
    for (const unsigned char octet : bytes)
        bits += std::popcount(octet);
    return bits == 1;
}

// Listings sort what is a plain value. Concatenations and combined flags keep the order in which they were added, and
// so do numbers that are only stand-ins for names.
bool is_sorted_in_listings(const Context& context, const Set& set) {
    if (set.key.size() > 1) return false;
    if (const auto kind = model::host_name_kind(*set.key[0].type)) return !context.ruleset.host_names.has(*kind);
    if (!set.key[0].type->bitmask) return true;
    const ElementList& list = set.elements;
    for (std::size_t i = 0; i < list.count; ++i) {
        if (!is_single_bit(list.low_at(i))) return false;
    }
    return true;
}

// Strings as nft has them: numbers with the first character last.
bool is_before(const Set& set, BytesView a, BytesView b) {
    if (set.key[0].type->notation != catalog::Notation::string) return a < b;
    return std::lexicographical_compare(a.rbegin(), a.rend(), b.rbegin(), b.rend());
}

std::vector<std::uint32_t> listed_order(const Context& context, const Set& set) {
    const ElementList& list = set.elements;
    std::vector<std::uint32_t> order(list.count);
    std::iota(order.begin(), order.end(), 0U);
    const auto before = [&](std::uint32_t a, std::uint32_t b) {
        return is_before(set, list.low_at(a), list.low_at(b));
    };
    const bool wanted = is_sorted_in_listings(context, set);
    if (wanted && !std::ranges::is_sorted(order, before)) std::ranges::stable_sort(order, before);
    if (!list.extras.empty())
        std::ranges::stable_partition(order, [&](std::uint32_t i) { return !is_catchall(list, i); });
    return order;
}

// How many elements nft puts on one line, seen in its listings.
std::size_t elements_a_line(const Set& set) {
    if (set.key.size() > 1) return 1;
    switch (set.key[0].type->id) {
    case TypeId::ipv4_addr: return 2;
    case TypeId::inet_service:
    case TypeId::inet_proto:
    case TypeId::integer:
    case TypeId::tcp_flag:
    case TypeId::mark: return 5;
    default: return 1;
    }
}

std::string elements_text(const Context& context, const Set& set, std::size_t a_line) {
    std::string text = "{ ";
    std::size_t done = 0;
    for (const std::uint32_t i : listed_order(context, set)) {
        if (done != 0) text += done % a_line == 0 ? ",\n\t\t\t     " : ", ";
        const Context place = i < set.elements.spans.size() ? context.at(set.elements.spans[i]) : context;
        text += element_text(place, set, i);
        ++done;
    }
    return text + " }";
}

} // namespace

std::string inline_elements(const Context& context, const Set& set) {
    return elements_text(context, set, std::max<std::size_t>(set.elements.count, 1));
}

std::string wrapped_elements(const Context& context, const Set& set) {
    return elements_text(context, set, elements_a_line(set));
}

std::string verdict_text(const Context& context, const model::Verdict& verdict) {
    switch (verdict.kind) {
    case model::VerdictKind::accept: return "accept";
    case model::VerdictKind::drop: return "drop";
    case model::VerdictKind::continue_: return "continue";
    case model::VerdictKind::return_: return "return";
    case model::VerdictKind::queue: return "queue";
    case model::VerdictKind::jump: return "jump " + name_text(context, verdict.chain);
    case model::VerdictKind::goto_: return "goto " + name_text(context, verdict.chain);
    }
    return "continue";
}

} // namespace rulec::nft_text
