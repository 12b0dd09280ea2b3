// SPDX-License-Identifier: GPL-2.0-or-later
#include "backend/nft/locate.h"

#include "backend/nft/names.h"
#include "compiler/support/overloaded.h"

#include <fmt/format.h>
#include <libmnl/libmnl.h>
#include <linux/netfilter/nf_tables.h>
#include <linux/netfilter/nfnetlink.h>

namespace rulec::nft {
namespace {

using Octets = std::span<const unsigned char>;

// An attribute of a message as offsets from the start of the message.
struct Range {
    std::size_t begin; // of the attribute's header
    std::size_t payload;
    std::size_t end;
    std::uint16_t type;
    bool holds(std::size_t offset) const { return begin <= offset && offset < end; }
};

// The attribute among those in [begin, end) that holds `offset`, and which one it is.
struct Found {
    Range range;
    std::size_t index;
};
std::optional<Found> child_at(Octets message, std::size_t begin, std::size_t end, std::size_t offset) {
    std::size_t index = 0;
    while (begin + sizeof(nlattr) <= end) {
        const auto* attr = reinterpret_cast<const nlattr*>(message.data() + begin);
        const std::size_t len = mnl_attr_get_len(attr);
        if (len < sizeof(nlattr) || begin + len > end) return std::nullopt;
        const Range range{begin, begin + sizeof(nlattr), begin + len, mnl_attr_get_type(attr)};
        if (range.holds(offset)) return Found{range, index};
        begin += MNL_ALIGN(len);
        ++index;
    }
    return std::nullopt;
}

// Which element of the list in attribute `list` the offset lies in.
std::optional<std::size_t> index_in_list(Octets message, std::uint16_t list, std::size_t offset) {
    constexpr std::size_t kHeader = MNL_ALIGN(sizeof(nlmsghdr)) + MNL_ALIGN(sizeof(nfgenmsg));
    const auto top = child_at(message, kHeader, message.size(), offset);
    if (!top || top->range.type != list) return std::nullopt;
    const auto item = child_at(message, top->range.payload, top->range.end, offset);
    if (!item) return std::nullopt;
    return item->index;
}

std::uint8_t message_type(const Message& message) {
    return std::visit(
        overloaded{[](const NewTable&) { return NFT_MSG_NEWTABLE; }, [](const DelTable&) { return NFT_MSG_DELTABLE; },
                   [](const NewChain&) { return NFT_MSG_NEWCHAIN; }, [](const NewRule&) { return NFT_MSG_NEWRULE; },
                   [](const NewSet&) { return NFT_MSG_NEWSET; },
                   [](const NewElements&) { return NFT_MSG_NEWSETELEM; },
                   [](const NewObject&) { return NFT_MSG_NEWOBJ; },
                   [](const NewFlowtable&) { return NFT_MSG_NEWFLOWTABLE; }},
        message);
}

void narrow_to_expression(Place& place, const NewRule& rule, Octets sent, std::uint32_t offset) {
    const auto index = index_in_list(sent, NFTA_RULE_EXPRESSIONS, offset);
    if (!index || *index >= rule.expressions.size()) return;
    const Expression& expression = rule.expressions[*index];
    place.expression = expression_name(expression);
    if (expression.span.known()) place.span = expression.span;
}

void narrow_to_element(Place& place, const NewElements& elements, Octets sent, std::size_t first,
                       std::uint32_t offset) {
    const auto index = index_in_list(sent, NFTA_SET_ELEM_LIST_ELEMENTS, offset);
    if (!index || first + *index >= elements.spans.size()) return;
    place.span = elements.spans[first + *index];
    place.what = "element of set " + elements.set;
}

std::string set_name(const NewSet& set) {
    const bool map = (set.flags & (NFT_SET_MAP | NFT_SET_OBJECT)) != 0;
    if ((set.flags & NFT_SET_ANONYMOUS) != 0) return map ? "anonymous map" : "anonymous set";
    return fmt::format("{} {}", map ? "map" : "set", set.name);
}

} // namespace

std::string describe(const Message& message) {
    return std::visit(
        overloaded{
            [](const NewTable& m) { return fmt::format("table {} {}", family_name(m.table.family), m.table.name); },
            [](const DelTable& m) {
                return fmt::format("removal of table {} {}", family_name(m.table.family), m.table.name);
            },
            [](const NewChain& m) { return m.name.empty() ? "unnamed chain" : "chain " + m.name; },
            [](const NewRule& m) {
                return m.chain_id != 0 ? std::string("rule in an unnamed chain") : "rule in chain " + m.chain;
            },
            [](const NewSet& m) { return set_name(m); },
            [](const NewElements& m) { return "elements of set " + m.set; },
            [](const NewObject& m) { return "object " + m.name; },
            [](const NewFlowtable& m) { return "flowtable " + m.name; }},
        message);
}

std::optional<Place> locate(const Program& program, const Batch& batch, std::uint32_t seq,
                            std::optional<std::uint32_t> attr_offset) {
    const auto origin = batch.origin(seq);
    if (!origin || origin->message >= program.messages.size()) return std::nullopt;
    const Message& message = program.messages[origin->message];
    Place place{.index = origin->message,
                .span = std::visit([](const auto& m) { return m.span; }, message),
                .what = describe(message),
                .message = message_type(message),
                .expression = {}};
    if (!attr_offset) return place;
    const Octets sent = batch.message(seq);
    if (const auto* rule = std::get_if<NewRule>(&message)) narrow_to_expression(place, *rule, sent, *attr_offset);
    if (const auto* elements = std::get_if<NewElements>(&message))
        narrow_to_element(place, *elements, sent, origin->first_element, *attr_offset);
    return place;
}

} // namespace rulec::nft
