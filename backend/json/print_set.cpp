// SPDX-License-Identifier: GPL-2.0-or-later
#include "backend/json/print_set.h"

#include "backend/json/print_action.h"
#include "backend/json/print_constant.h"
#include "backend/json/print_stateful.h"
#include "compiler/model/object_type.h"
#include "compiler/model/print_action.h"

#include <algorithm>

#include <fmt/format.h>

namespace rulec::json {
namespace {

using model::ElementExtra;
using model::ElementList;
using model::KeyPart;
using model::Set;
using model::SetData;

// {"elem": {"val": KEY, ...}}: a key with a timeout, a comment, a counter...
Json wrapped(Context& context, Span span, Json key, const ElementExtra& extra) {
    Json body = {{"val", std::move(key)}};
    if (extra.timeout_ms) body["timeout"] = print_seconds(context, span, *extra.timeout_ms);
    if (extra.expires_ms) body["expires"] = print_seconds(context, span, *extra.expires_ms);
    if (extra.comment) body["comment"] = *extra.comment;
    for (const model::Stateful& stateful : extra.stateful)
        body.update(print_stateful(context, span, stateful));
    if (body.size() == 1) return std::move(body["val"]);
    return Json::object({{"elem", std::move(body)}});
}

Json element_key(Context& context, const Set& set, std::size_t i) {
    const ElementExtra* extra = set.elements.extra_at(i);
    const Span span = set.elements.spans[i];
    Json key = extra != nullptr && extra->catchall
                   ? Json("*")
                   : print_key(context, set.key, set.elements.low_at(i), set.elements.high_at(i));
    return extra == nullptr ? key : wrapped(context, span, std::move(key), *extra);
}

// Data of interval maps: the parts of the low end, then those of the high end.
Json value_data(const Context& context, const Set& set, BytesView data) {
    if (!set.data_interval) return print_key(context, set.data, data, data);
    const std::size_t half = data.size() / 2;
    return print_key(context, set.data, data.substr(0, half), data.substr(half));
}

Json element(Context& context, const Set& set, std::size_t i) {
    Json key = element_key(context, set, i);
    const ElementList& list = set.elements;
    switch (set.data_kind) {
    case SetData::none: return key;
    case SetData::value: return Json::array({std::move(key), value_data(context, set, list.data_at(i))});
    case SetData::verdict: {
        const model::Verdict& verdict = list.verdict_table[list.verdicts[i]];
        return Json::array({std::move(key), print_verdict(context, list.spans[i], verdict)});
    }
    case SetData::object: {
        const ElementExtra* extra = list.extra_at(i);
        return Json::array({std::move(key), extra == nullptr ? std::string() : extra->object});
    }
    }
    return nullptr;
}

// ---- declarations

// The types that libnftables knows by name alone, more than the language does. typeof names others, and lengths that
// they do not have.
bool is_declarable(const KeyPart& part) {
    using enum catalog::TypeId;
    const catalog::TypeId id = part.type->id;
    return part.type->bit_len == part.bit_len && part.bit_len != 0 && id != ct_label && id != ct_event && id != date;
}

Json type_names(Context& context, const Set& set, const std::vector<KeyPart>& parts) {
    Json names = Json::array();
    for (const KeyPart& part : parts) {
        if (!is_declarable(part))
            return cannot_say(context, set.span,
                              fmt::format("a {} of {} of {} bits", set.data_kind == SetData::none ? "set" : "map",
                                          part.type->description, part.bit_len));
        names.push_back(part.type->name);
    }
    if (names.size() != 1) return names;
    return Json(names.front());
}

Json data_name(Context& context, const Set& set) {
    if (set.data_kind == SetData::verdict) return "verdict";
    if (set.data_kind == SetData::object) return model::object_word(set.object);
    if (set.data_interval) return cannot_say(context, set.span, "a named map to ranges");
    if (set.data.size() != 1) return cannot_say(context, set.span, "a named map to concatenations");
    return type_names(context, set, set.data);
}

Json flags(const Set& set) {
    Json words = Json::array();
    if (set.is_constant) words.push_back("constant");
    if (set.is_interval) words.push_back("interval");
    if (set.has_timeout) words.push_back("timeout");
    return words;
}

// libnftables has no word for `dynamic`: it sees in the rules which sets they fill. Rules that fill maps it cannot
// read.
bool is_seen_as_dynamic(const Context& context, const Set& set) {
    const auto index = static_cast<std::size_t>(&set - context.table.sets.data());
    return set.data_kind == SetData::none && context.filled[index];
}

void tell_losses(Context& context, const Set& set) {
    if (set.typeof_key || set.typeof_data) leaves_out(context, set.span, "`typeof`: the set is declared by type");
    if (set.comment) leaves_out(context, set.span, "the comment of a set");
    if (set.auto_merge) leaves_out(context, set.span, "`auto-merge`: the elements given here are merged");
    if (set.is_dynamic && !is_seen_as_dynamic(context, set))
        cannot_say(context, set.span, "`flags dynamic` of a set that no rule fills");
}

Json declaration(Context& context, const Set& set) {
    Json body = head(context, set.name);
    body["type"] = type_names(context, set, set.key);
    if (set.data_kind != SetData::none) body["map"] = data_name(context, set);
    if (set.policy) body["policy"] = *set.policy == 0 ? "performance" : "memory";
    if (Json words = flags(set); !words.empty()) body["flags"] = std::move(words);
    if (set.size) body["size"] = *set.size;
    if (set.timeout_ms) body["timeout"] = print_seconds(context, set.span, *set.timeout_ms);
    if (set.gc_interval_ms) body["gc-interval"] = print_seconds(context, set.span, *set.gc_interval_ms);
    if (!set.stateful.empty()) body["stmt"] = print_statefuls(context, set.span, set.stateful);
    return body;
}

void append_elements(Context& context, const Set& set, std::string& out) {
    for (std::size_t i = 0; i < set.elements.count; ++i) {
        if (i > 0) out += ',';
        append(context, set.elements.spans[i], element(context, set, i), out);
    }
}

} // namespace

Json print_elements(Context& context, const Set& set) {
    Json all = Json::array();
    for (std::size_t i = 0; i < set.elements.count; ++i)
        all.push_back(element(context, set, i));
    // nft compares with the only element of a set instead of looking it up; a plain one given twice is a set again.
    if (set.data_kind == SetData::none && set.key.size() == 1 && all.size() == 1 && set.elements.extras.empty())
        all.push_back(all.front());
    return all;
}

void append_set(Context& context, const Set& set, std::string& out) {
    tell_losses(context, set);
    out += set.data_kind == SetData::none ? R"({"set":)" : R"({"map":)";
    append(context, set.span, declaration(context, set), out);
    if (set.elements.count > 0) {
        out.pop_back(); // the object's brace: the elements follow inside
        out += R"(,"elem":[)";
        append_elements(context, set, out);
        out += "]}";
    }
    out += '}';
}

} // namespace rulec::json
