// SPDX-License-Identifier: GPL-2.0-or-later
#include "backend/nft_text/set_text.h"

#include "backend/nft_text/element_text.h"
#include "backend/nft_text/expression_text.h"
#include "backend/nft_text/stateful_text.h"
#include "backend/nft_text/value_text.h"
#include "compiler/catalog/print_value.h"
#include "compiler/model/object_type.h"

#include <fmt/format.h>

namespace rulec::nft_text {
namespace {

using model::Set;
using model::SetData;

std::string type_names(const std::vector<model::KeyPart>& parts) {
    std::string text;
    for (const model::KeyPart& part : parts)
        text += fmt::format("{}{}", text.empty() ? "" : " . ", part.type->name);
    return text;
}

std::string data_type(const Context& context, const Set& set) {
    const std::string_view interval = set.data_interval ? "interval " : "";
    switch (set.data_kind) {
    case SetData::none: return "";
    case SetData::verdict: return " : verdict";
    case SetData::object: return fmt::format(" : {}", model::object_word(set.object));
    case SetData::value: break;
    }
    const std::string type = set.typeof_data ? expression_text(context, *set.typeof_data) : type_names(set.data);
    return fmt::format(" : {}{}", interval, type);
}

std::string type_line(const Context& context, const Set& set) {
    if (set.typeof_key)
        return fmt::format("typeof {}{}", expression_text(context, *set.typeof_key), data_type(context, set));
    for (const model::KeyPart& part : set.key) {
        if (!part.type->declarable) context.fail(fmt::format("the datatype `{}` of a set", part.type->name));
    }
    return fmt::format("type {}{}", type_names(set.key), data_type(context, set));
}

// `timeout` alone goes without saying where there is a default timeout.
std::string flags_line(const Set& set) {
    std::string text;
    const auto add = [&](bool has, std::string_view flag) {
        if (has) text += fmt::format("{}{}", text.empty() ? "flags " : ",", flag);
    };
    add(set.is_constant, "constant");
    add(set.is_dynamic, "dynamic");
    add(set.is_interval, "interval");
    add(set.has_timeout && (!set.timeout_ms || !text.empty()), "timeout");
    return text;
}

std::vector<std::string> properties(const Context& context, const Set& set) {
    std::vector<std::string> lines{type_line(context, set)};
    if (set.policy) lines.push_back(*set.policy == 0 ? "policy performance" : "policy memory");
    if (set.size) lines.push_back(fmt::format("size {}", *set.size));
    lines.push_back(flags_line(set));
    std::string& statements = lines.emplace_back();
    for (const model::Stateful& stateful : set.stateful)
        statements += (statements.empty() ? "" : " ") + stateful_text(context, stateful);
    if (set.timeout_ms) lines.push_back("timeout " + catalog::print_duration_ms(*set.timeout_ms));
    if (set.gc_interval_ms) lines.push_back("gc-interval " + catalog::print_duration_ms(*set.gc_interval_ms));
    if (set.auto_merge) lines.emplace_back("auto-merge");
    if (set.comment) lines.push_back("comment " + quoted(context, *set.comment));
    return lines;
}

} // namespace

bool is_meter(const Set& set) {
    return set.anonymous && !set.name.empty();
}

std::string set_block(const Context& outer, const Set& set) {
    const Context context = outer.at(set.span);
    std::string text =
        fmt::format("\t{} {} {{\n", set.data_kind == SetData::none ? "set" : "map", name_text(context, set.name));
    for (const std::string& line : properties(context, set)) {
        if (!line.empty()) text += fmt::format("\t\t{}\n", line);
    }
    if (set.elements.count > 0) text += fmt::format("\t\telements = {}\n", wrapped_elements(context, set));
    return text + "\t}\n";
}

std::string compared_set_text(const Context& context, std::uint32_t index) {
    const Set& set = context.table.sets[index];
    const bool folds =
        set.name.empty() && set.key.size() == 1 && set.elements.count == 1 && set.elements.extras.empty();
    if (!folds) return set_use_text(context, index);
    const std::string key = key_text(context, set.key, set.elements.low_at(0), set.elements.high_at(0));
    return fmt::format("{{ {0}, {0} }}", key);
}

std::string set_use_text(const Context& context, std::uint32_t index) {
    const Set& set = context.table.sets[index];
    if (!set.name.empty()) return "@" + name_text(context, set.name);
    return inline_elements(context, set);
}

} // namespace rulec::nft_text
