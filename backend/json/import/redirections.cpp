// SPDX-License-Identifier: GPL-2.0-or-later
// snat, dnat, masquerade, redirect, tproxy, queue, dup, fwd, flow.
#include "backend/json/import/statements.h"
#include "backend/json/import/words.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

namespace rulec::json {
namespace {

constexpr auto kFamilies = std::to_array<std::string_view>({"ip", "ip6"});

bool is_address6(const std::string& text) {
    return std::ranges::count(text, ':') > 1 && text.find(' ') == text.npos;
}

// What stands behind `to`: ADDRESS, ADDRESS:PORT, :PORT; an IPv6 address before a port is bracketed.
std::string target(Reader& reader, Fields& fields) {
    const auto address = fields.take("addr");
    const auto port = fields.take("port");
    std::string text = address ? value(reader, *address) : "";
    if (!port) return text;
    if (is_address6(text)) {
        const std::size_t dash = text.find('-');
        text = dash == text.npos ? fmt::format("[{}]", text)
                                 : fmt::format("[{}]-[{}]", text.substr(0, dash), text.substr(dash + 1));
    }
    return text + ":" + value(reader, *port);
}

std::string family(Reader& reader, Fields& fields) {
    const auto node = fields.take("family");
    return node ? " " + one_of(reader, *node, kFamilies, "family") : "";
}

bool holds_word(const Node& node, std::string_view word) {
    if (node->is_string()) return node->get_ref<const std::string&>() == word;
    return node->is_array() && std::ranges::find(*node, word) != node->end();
}

// What kind of data a map gives goes without saying; {"flags": "netmap"} is the word `prefix`.
void check_type_flags(Reader& reader, Fields& fields) {
    constexpr auto kWords = std::to_array<std::string_view>({"prefix", "interval", "concat"});
    if (const auto types = fields.take("type_flags")) list_of(reader, *types, kWords, "type flag", ",");
}

std::string without_netmap(std::string flags) {
    for (const std::string_view word : {",netmap", "netmap,", "netmap"}) {
        const std::size_t at = flags.find(word);
        if (at != flags.npos) flags.erase(at, word.size());
    }
    return flags;
}

} // namespace

std::string nat(Reader& reader, const Node& node) {
    constexpr auto kFlags = std::to_array<std::string_view>({"random", "fully-random", "persistent", "netmap"});
    if (node->is_null()) return std::string(node.key);
    Fields fields(reader, node, "address translation");
    const auto flags = fields.take("flags");
    std::string text(node.key);
    text += family(reader, fields);
    check_type_flags(reader, fields);
    if (flags && holds_word(*flags, "netmap")) text += " prefix";
    if (const std::string to = target(reader, fields); !to.empty()) text += " to " + to;
    const std::string words = flags ? without_netmap(list_of(reader, *flags, kFlags, "flag", ",")) : "";
    return words.empty() ? text : text + " " + words;
}

std::string tproxy(Reader& reader, const Node& node) {
    Fields fields(reader, node, "tproxy");
    const std::string words = family(reader, fields);
    return fmt::format("tproxy{} to {}", words, target(reader, fields));
}

std::string queue(Reader& reader, const Node& node) {
    constexpr auto kFlags = std::to_array<std::string_view>({"bypass", "fanout"});
    if (node->is_null()) return "queue";
    Fields fields(reader, node, "queue");
    const auto flags = fields.take("flags");
    std::string text = "queue";
    if (flags) text += " flags " + list_of(reader, *flags, kFlags, "flag", ",");
    const auto target_queue = fields.take("num");
    return target_queue ? fmt::format("{} to {}", text, value(reader, *target_queue)) : text;
}

std::string dup(Reader& reader, const Node& node) {
    static const Types kDevice = {&catalog::type(catalog::TypeId::iface_index)};
    Fields fields(reader, node, "dup");
    const auto address = fields.need("addr");
    const auto device = fields.take("dev");
    if (!address) return {};
    std::string text = "dup to " + value(reader, *address);
    return device ? text + " device " + value(reader, *device, kDevice) : text;
}

std::string fwd(Reader& reader, const Node& node) {
    static const Types kDevice = {&catalog::type(catalog::TypeId::iface_index)};
    Fields fields(reader, node, "fwd");
    const auto device = fields.need("dev");
    const std::string words = family(reader, fields);
    const auto address = fields.take("addr");
    if (!device) return {};
    if (!address) return "fwd to " + value(reader, *device, kDevice);
    return fmt::format("fwd{} to {} device {}", words, value(reader, *address), value(reader, *device, kDevice));
}

std::string flow(Reader& reader, const Node& node) {
    constexpr auto kOps = std::to_array<std::string_view>({"add"});
    Fields fields(reader, node, "flow offload");
    const auto op = fields.need("op");
    const auto table = fields.need("flowtable");
    if (!op || !table) return {};
    return fmt::format("flow {} {}", one_of(reader, *op, kOps, "operation"), value(reader, *table));
}

} // namespace rulec::json
