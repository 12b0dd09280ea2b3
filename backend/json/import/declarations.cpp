// SPDX-License-Identifier: GPL-2.0-or-later
#include "backend/json/import/declarations.h"

#include "backend/json/import/statements.h"
#include "backend/json/import/words.h"
#include "compiler/catalog/hooks.h"
#include "compiler/catalog/symbols.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace rulec::json {
namespace {

using diag::Code;
using Lines = std::vector<std::string>;

constexpr auto kFamilies = std::to_array<std::string_view>({"ip", "ip6", "inet", "arp", "bridge", "netdev"});

// ---- chains

// A signed number, or a name.
std::string priority(Reader& reader, const Node& node, std::string_view family, std::string_view hook) {
    if (!node->is_number_integer()) return reader.expected(node, "a whole number");
    const auto number = node->get<std::int64_t>();
    const auto family_id = catalog::find_family(family);
    const auto hook_id = catalog::find_hook(hook);
    if (family_id && hook_id) {
        for (const std::string_view name : catalog::priority_names(*family_id)) {
            if (catalog::priority_value(*family_id, *hook_id, name) == number) return std::string(name);
        }
    }
    return fmt::to_string(number);
}

std::string devices(Reader& reader, const Node& node) {
    if (!node->is_array()) return "device " + quoted(reader, node);
    std::string all;
    for (std::size_t i = 0; i < node->size(); ++i)
        all += (i > 0 ? ", " : "") + quoted(reader, node.item(i));
    return fmt::format("devices = {{ {} }}", all);
}

std::string family_of(const Node& node) {
    const auto found = node->find("family");
    return found != node->end() && found->is_string() ? found->get<std::string>() : std::string();
}

void check_no_device(Reader& reader, const Node& node, std::string_view hook) {
    const auto family = catalog::find_family(family_of(node));
    const auto hook_id = catalog::find_hook(hook);
    if (!family || !hook_id || !catalog::needs_devices(*family, *hook_id)) return;
    reader.report(node, diag::make(Code::kJsonMissingKey, {}, fmt::format("a chain at hook {}", hook), "dev")
                            .help("nft 1.0.6 leaves the device out of its JSON listings: add `\"dev\": \"NAME\"`"));
}

Lines chain(Reader& reader, Fields& fields) {
    constexpr auto kPolicies = std::to_array<std::string_view>({"accept", "drop"});
    Lines lines;
    comment_line(reader, fields, lines);
    const auto type = fields.take("type");
    const auto hook = type ? fields.need("hook") : fields.take("hook");
    const auto prio = type ? fields.need("prio") : fields.take("prio");
    const auto dev = fields.take("dev");
    const auto policy = fields.take("policy");
    if (!type || !hook || !prio) {
        if (!type && (hook || prio || dev || policy))
            reader.fail(fields.node(), Code::kJsonMissingKey, "a base chain", "type");
        return lines;
    }
    const std::string hook_word = one_of(reader, *hook, catalog::hook_names(), "hook");
    std::string line =
        fmt::format("type {} hook {}", one_of(reader, *type, catalog::chain_type_names(), "chain type"), hook_word);
    if (dev)
        line += " " + devices(reader, *dev);
    else
        check_no_device(reader, fields.node(), hook_word);
    line += fmt::format(" priority {};", priority(reader, *prio, family_of(fields.node()), hook_word));
    if (policy) line += fmt::format(" policy {};", one_of(reader, *policy, kPolicies, "policy"));
    lines.push_back(std::move(line));
    return lines;
}

// ---- objects

Lines counter(Reader& reader, Fields& fields) {
    const auto packets = fields.take("packets");
    const auto bytes = fields.take("bytes");
    if (!packets && !bytes) return {};
    return {fmt::format("packets {} bytes {}", packets ? number(reader, *packets) : "0",
                        bytes ? number(reader, *bytes) : "0")};
}

Lines quota(Reader& reader, Fields& fields) {
    const auto bytes = fields.need("bytes");
    const auto used = fields.take("used");
    const bool over = flag(reader, fields.take("inv"));
    if (!bytes) return {};
    std::string line = fmt::format("{}{} bytes", over ? "over " : "", number(reader, *bytes));
    if (used && **used != 0) line += fmt::format(" used {} bytes", number(reader, *used));
    return {std::move(line)};
}

// "unit" repeats what rate_unit says.
Lines limit(Reader& reader, Fields& fields) {
    constexpr auto kUnits = std::to_array<std::string_view>({"packets", "bytes"});
    if (const auto unit = fields.take("unit")) one_of(reader, *unit, kUnits, "unit");
    return {rate(reader, fields)};
}

std::string l4proto(Reader& reader, const Node& node) {
    return node->is_string() ? identifier(reader, node) : number(reader, node, 255);
}

void l3proto_line(Reader& reader, Fields& fields, Lines& lines) {
    if (const auto proto = fields.take("l3proto"))
        lines.push_back("l3proto " + one_of(reader, *proto, kFamilies, "family"));
}

Lines ct_helper(Reader& reader, Fields& fields) {
    const auto type = fields.need("type");
    const auto protocol = fields.need("protocol");
    if (!type || !protocol) return {};
    Lines lines = {fmt::format("type {} protocol {}", quoted(reader, *type), l4proto(reader, *protocol))};
    l3proto_line(reader, fields, lines);
    return lines;
}

std::string timeout_policy(Reader& reader, const Node& node) {
    if (!node->is_object()) return reader.expected(node, "an object of states and seconds");
    std::string all;
    for (const auto& [state, time] : node->items()) {
        const nlohmann::json name = state;
        all += fmt::format("{}{} : {}", all.empty() ? "" : ", ", identifier(reader, {&name, &node, state}),
                           number(reader, {&time, &node, state}, UINT32_MAX));
    }
    return fmt::format("policy = {{ {} }}", all);
}

Lines ct_timeout(Reader& reader, Fields& fields) {
    const auto protocol = fields.need("protocol");
    const auto policy = fields.take("policy");
    if (!protocol) return {};
    Lines lines = {"protocol " + l4proto(reader, *protocol)};
    l3proto_line(reader, fields, lines);
    if (policy && !(*policy)->empty()) lines.push_back(timeout_policy(reader, *policy));
    return lines;
}

Lines ct_expectation(Reader& reader, Fields& fields) {
    const auto protocol = fields.need("protocol");
    const auto dport = fields.need("dport");
    const auto timeout = fields.need("timeout");
    const auto size = fields.need("size");
    if (!protocol || !dport || !timeout || !size) return {};
    Lines lines = {"protocol " + l4proto(reader, *protocol), "dport " + number(reader, *dport, UINT16_MAX),
                   fmt::format("timeout {}ms", number(reader, *timeout)), "size " + number(reader, *size, 255)};
    l3proto_line(reader, fields, lines);
    return lines;
}

Lines secmark(Reader& reader, Fields& fields) {
    const auto context = fields.need("context");
    return context ? Lines{quoted(reader, *context)} : Lines{};
}

Lines synproxy(Reader& reader, Fields& fields) {
    const std::string options = synproxy_options(reader, fields);
    return options.empty() ? Lines{} : Lines{options.substr(1)};
}

Lines flowtable(Reader& reader, Fields& fields) {
    constexpr auto kHooks = std::to_array<std::string_view>({"ingress"});
    constexpr auto kFlags = std::to_array<std::string_view>({"offload"});
    const auto hook = fields.need("hook");
    const auto prio = fields.need("prio");
    const auto dev = fields.take("dev");
    const auto flags = fields.take("flags");
    const bool counts = flag(reader, fields.take("counter"));
    if (!hook || !prio) return {};
    const std::string word = one_of(reader, *hook, kHooks, "hook");
    Lines lines = {fmt::format("hook {} priority {}", word, priority(reader, *prio, family_of(fields.node()), word))};
    if (dev) {
        const std::string all = devices(reader, *dev);
        lines.push_back((*dev)->is_array() ? all : fmt::format("devices = {{ {} }}", quoted(reader, *dev)));
    }
    if (flags) lines.push_back("flags " + list_of(reader, *flags, kFlags, "flowtable flag", ","));
    if (counts) lines.push_back("counter");
    return lines;
}

struct Row {
    std::string_view kind;
    Lines (*lines)(Reader&, Fields&);
    bool comment; // may have one that is not read by `lines`
};
constexpr auto kRows = std::to_array<Row>({
    {"chain", chain, false},
    {"set", [](Reader& reader, Fields& fields) { return set_lines(reader, fields, false); }, false},
    {"map", [](Reader& reader, Fields& fields) { return set_lines(reader, fields, true); }, false},
    {"counter", counter, true},
    {"quota", quota, true},
    {"limit", limit, true},
    {"ct helper", ct_helper, true},
    {"ct timeout", ct_timeout, true},
    {"ct expectation", ct_expectation, true},
    {"secmark", secmark, true},
    {"synproxy", synproxy, true},
    {"flowtable", flowtable, false},
});

} // namespace

void comment_line(Reader& reader, Fields& fields, std::vector<std::string>& lines) {
    if (const auto comment = fields.take("comment")) lines.push_back("comment " + quoted(reader, *comment));
}

std::optional<Identity> table_identity(Reader& reader, Fields& fields) {
    const auto family = fields.need("family");
    const auto name = fields.need("name");
    fields.ignore("handle");
    if (!family || !name) return std::nullopt;
    return Identity{fmt::format("{} {}", one_of(reader, *family, kFamilies, "family"), identifier(reader, *name)),
                    ""};
}

std::optional<Identity> identity(Reader& reader, Fields& fields, std::string_view name_key) {
    const auto family = fields.need("family");
    const auto table = fields.need("table");
    const auto name = fields.need(name_key);
    if (!family || !table || !name) {
        fields.ignore_rest();
        return std::nullopt;
    }
    return Identity{fmt::format("{} {}", one_of(reader, *family, kFamilies, "family"), identifier(reader, *table)),
                    identifier(reader, *name)};
}

bool is_block(std::string_view kind) {
    return std::ranges::find(kRows, kind, &Row::kind) != kRows.end();
}

std::vector<std::string> block_lines(Reader& reader, Fields& fields, std::string_view kind) {
    const auto row = std::ranges::find(kRows, kind, &Row::kind);
    Lines lines;
    if (row->comment) comment_line(reader, fields, lines);
    for (std::string& line : row->lines(reader, fields))
        lines.push_back(std::move(line));
    return lines;
}

std::vector<std::string> table_lines(Reader& reader, Fields& fields) {
    constexpr auto kFlags = std::to_array<std::string_view>({"dormant", "owner"});
    Lines lines;
    if (const auto flags = fields.take("flags"))
        lines.push_back("flags " + list_of(reader, *flags, kFlags, "flag", ","));
    comment_line(reader, fields, lines);
    return lines;
}

std::string rule_text(Reader& reader, Fields& fields) {
    const auto statements = fields.need("expr");
    const auto comment = fields.take("comment");
    if (!statements) return {};
    if (!(*statements)->is_array()) return reader.expected(*statements, "an array of statements");
    std::string text;
    for (std::size_t i = 0; i < (*statements)->size(); ++i)
        text += (i > 0 ? " " : "") + statement(reader, statements->item(i));
    if (comment) text += " comment " + quoted(reader, *comment);
    return text;
}

} // namespace rulec::json
