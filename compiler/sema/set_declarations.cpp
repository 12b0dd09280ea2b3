// SPDX-License-Identifier: GPL-2.0-or-later
#include "compiler/catalog/symbols.h"
#include "compiler/sema/constant.h"
#include "compiler/sema/describe.h"
#include "compiler/sema/elements.h"
#include "compiler/sema/plain_elements.h"
#include "compiler/sema/session.h"
#include "compiler/sema/sets.h"
#include "compiler/sema/stateful.h"
#include "compiler/sema/value.h"
#include "compiler/sema/words.h"
#include "compiler/syntax/plain_elements.h"

#include <algorithm>
#include <span>
#include <unordered_map>

namespace rulec::sema {
namespace {

using diag::Code;
using model::KeyPart;
using model::ObjectType;
using model::Set;
using model::SetData;

struct ObjectWord {
    std::string_view word;
    ObjectType type;
};
constexpr ObjectWord kObjectWords[] = {
    {"counter", ObjectType::counter},       {"quota", ObjectType::quota},
    {"limit", ObjectType::limit},           {"synproxy", ObjectType::synproxy},
    {"secmark", ObjectType::secmark},       {"ct helper", ObjectType::ct_helper},
    {"ct timeout", ObjectType::ct_timeout}, {"ct expectation", ObjectType::ct_expectation},
};

std::optional<ObjectType> object_type_of(std::string_view word) {
    for (const ObjectWord& row : kObjectWords) {
        if (row.word == word) return row.type;
    }
    return std::nullopt;
}

std::optional<KeyPart> type_part(Session& session, const ast::Name& name) {
    const catalog::DataType* type = catalog::find_type(name.text);
    if (type == nullptr) {
        std::vector<std::string_view> names;
        for (const catalog::DataType& known : catalog::all_types())
            names.push_back(known.name);
        auto diagnostic = diag::make(Code::kUnknownType, name.span, name.text);
        diagnostic.suggest(name.text, names);
        session.sink.report(std::move(diagnostic));
        return std::nullopt;
    }
    if (!type->declarable || type->bit_len == 0) {
        session.sink.report(diag::make(Code::kBadOption, name.span,
                                       fmt::format("a set cannot be declared with the datatype `{}`", name.text))
                                .help("use `typeof` with a field that has it"));
        return std::nullopt;
    }
    return KeyPart{type, type->bit_len, type->order};
}

std::vector<KeyPart> type_parts(Session& session, const std::vector<ast::Name>& names) {
    std::vector<KeyPart> parts;
    for (const ast::Name& name : names) {
        const auto part = type_part(session, name);
        if (!part) return {};
        parts.push_back(*part);
    }
    return parts;
}

void type_known(Session& session, Frame& frame) {
    frame.set.typed = !frame.set.set.key.empty();
    if (!frame.set.typed) return;
    std::vector<ast::Element> early = std::move(frame.set.early);
    add_elements(session, {std::move(early)}, frame);
}

bool is_verdict_word(const ast::Expr& expr) {
    const auto* literal = std::get_if<ast::Literal>(&expr.node);
    return literal != nullptr && literal->text == "verdict";
}

void check_ranges(Session& session, const Set& set) {
    if (set.is_interval) return;
    if (const Span range = first_range(set); range.known()) {
        session.sink.report(diag::make(Code::kNeedsIntervalFlag, range, set.name)
                                .also(set.span, "declared without `flags interval`"));
    }
}

void check_timeouts(Session& session, const Set& set, std::size_t first_extra = 0) {
    if (set.has_timeout) return;
    for (const model::ElementExtra& extra : std::span(set.elements.extras).subspan(first_extra)) {
        if (extra.timeout_ms || extra.expires_ms) {
            session.sink.report(diag::make(Code::kNeedsTimeoutFlag, set.elements.spans[extra.index], set.name)
                                    .also(set.span, "declared here"));
            return;
        }
    }
}

void check_gc_interval(Session& session, const Set& set) {
    if (set.has_timeout || !set.gc_interval_ms) return;
    session.sink.report(diag::make(Code::kNeedsTimeoutFlag, set.span, set.name)
                            .label("`gc-interval` says how often elements that have timed out are removed"));
}

// What a second declaration of the same set changes; empty if it agrees.
std::string_view difference(const Set& a, const Set& b) {
    if (!compatible(a.key, b.key)) return "type";
    if (a.data_kind != b.data_kind || !compatible(a.data, b.data)) return "data type";
    if (a.is_interval != b.is_interval) return "interval flag";
    if (a.is_constant != b.is_constant) return "constant flag";
    if (a.has_timeout != b.has_timeout) return "timeout flag";
    if (b.is_dynamic && !a.is_dynamic) return "dynamic flag"; // rules that fill the set have marked `a`
    if (a.stateful.size() != b.stateful.size()) return "statement";
    return {};
}

// What else a second declaration says: the kernel takes over times and size, and nothing of the rest.
void take_over(Session& session, Set& set, const Set& again, std::string_view kind) {
    if (again.timeout_ms) set.timeout_ms = again.timeout_ms;
    if (again.gc_interval_ms) set.gc_interval_ms = again.gc_interval_ms;
    if (again.size) set.size = again.size;
    const auto ignored = [&](std::string_view what) {
        warn_ignored(session, again.span, kind, set.name, what, set.span);
    };
    if (again.policy && again.policy != set.policy) ignored("policy");
    if (again.auto_merge && !set.auto_merge) ignored("auto-merge");
    if (again.comment && again.comment != set.comment) ignored("comment");
}

// `create element`: elements from `old_count` on must be new.
void check_new(Session& session, const Set& set, std::size_t old_count) {
    const model::ElementList& list = set.elements;
    std::unordered_map<std::string, std::size_t> known;
    const auto key = [&](std::size_t i) { return to_hex(list.low_at(i)) + to_hex(list.high_at(i)); };
    for (std::size_t i = 0; i < old_count; ++i)
        known.emplace(key(i), i);
    for (std::size_t i = old_count; i < list.count; ++i) {
        const auto found = known.find(key(i));
        if (found == known.end()) continue;
        session.sink.report(
            diag::make(Code::kAlreadyExists, list.spans[i], "element", session.sources.text(list.spans[i]))
                .also(list.spans[found->second], "declared here"));
    }
}

// Makes the data of a map with single values pairs, as those of a map with ranges are.
void double_data(model::ElementList& list) {
    Bytes doubled;
    for (std::size_t i = 0; i < list.count; ++i) {
        doubled += list.data_at(i);
        doubled += list.data_at(i);
    }
    list.data = std::move(doubled);
    list.data_len *= 2;
}

void append_elements(Set& to, Set& from) {
    model::ElementList& a = to.elements;
    model::ElementList& b = from.elements;
    if (to.data_interval != from.data_interval) double_data(to.data_interval ? b : a);
    to.data_interval = to.data_interval || from.data_interval;
    if (a.count == 0) {
        a = std::move(b);
        return;
    }
    if (b.count == 0) return;
    if (!b.high.empty() && a.high.empty()) a.high = a.low;
    if (!a.high.empty()) a.high += b.high.empty() ? b.low : b.high;
    a.low += b.low;
    a.data += b.data;
    for (const std::uint32_t verdict : b.verdicts) {
        a.verdicts.push_back(static_cast<std::uint32_t>(a.verdict_table.size()) + verdict);
    }
    a.verdict_table.insert(a.verdict_table.end(), b.verdict_table.begin(), b.verdict_table.end());
    for (model::ElementExtra extra : b.extras) {
        extra.index += static_cast<std::uint32_t>(a.count);
        a.extras.push_back(std::move(extra));
    }
    a.spans.insert(a.spans.end(), b.spans.begin(), b.spans.end());
    a.count += b.count;
}

bool has_element(const model::ElementList& list, BytesView low, BytesView high) {
    for (std::size_t i = 0; i < list.count; ++i) {
        if (list.low_at(i) == low && list.high_at(i) == high) return true;
    }
    return false;
}

bool set_table_flag(std::string_view flag, Frame& frame) {
    const auto bit = catalog::find(catalog::Vocabulary::table_flag, flag);
    if (bit) frame.table_flags |= static_cast<std::uint32_t>(*bit);
    return bit.has_value();
}

void set_set_flag(Session& session, std::string_view flag, Span span, SetDraft& draft) {
    Set& set = draft.set;
    if (flag == "constant")
        set.is_constant = true;
    else if (flag == "interval")
        set.is_interval = true;
    else if (flag == "timeout")
        set.has_timeout = true;
    else if (flag == "dynamic")
        set.is_dynamic = true;
    else {
        static constexpr std::string_view kFlags[] = {"constant", "interval", "timeout", "dynamic"};
        draft.flags_wrong = true;
        session.sink.report(unknown_word("set flag", flag, span, kFlags));
    }
}

// Of two lines of flags the second counts alone.
void clear_flags(Frame& frame) {
    Set& set = frame.set.set;
    set.is_constant = set.is_interval = set.is_dynamic = false;
    set.has_timeout = set.timeout_ms.has_value();
    frame.table_flags = 0;
}

// The set that a command names; reports when it is not there.
std::optional<std::uint32_t> set_of(Session& session, const ast::Path& path, TableState& table) {
    if (!path.name) return std::nullopt;
    Context context = session.context(&table);
    return find_set(context, path.name->text, path.name->span);
}

// `typeof` names something of the packet, or several such things, but nothing computed from them.
bool is_computed(const model::Value& value) {
    if (const auto* concat = std::get_if<model::Concat>(&value.node))
        return std::ranges::any_of(concat->parts, is_computed);
    return std::holds_alternative<model::Masked>(value.node) || std::holds_alternative<model::Shifted>(value.node) ||
           std::holds_alternative<model::MapGet>(value.node);
}

std::optional<model::Value> eval_typeof(Context& context, const ast::Expr& expr) {
    auto value = eval_value(context, expr);
    if (value && is_computed(*value)) {
        return context.fail(diag::make(Code::kExpectedSelector, expr.span, "something computed"));
    }
    return value;
}

} // namespace

void open_set(Session& session, const ast::Open& open, Frame& frame) {
    frame.table = find_table(session, open.path);
    if (frame.table == nullptr || !check_name(session, *open.path.name)) {
        frame.ignored = true;
        return;
    }
    frame.set.set.span = open.path.name->span;
    frame.set.set.name = open.path.name->text;
    if (open.verb == ast::Verb::create && frame.table->sets.contains(frame.set.set.name)) {
        session.sink.report(diag::make(Code::kAlreadyExists, open.path.name->span, "set", open.path.name->text));
    }
}

void close_set(Session& session, Frame& frame) {
    Set& set = frame.set.set;
    const bool is_map = frame.kind == ast::ObjectKind::map;
    if (!frame.set.typed) {
        frame.table->broken_sets.insert(set.name);
        if (!frame.set.type_seen) session.sink.report(diag::make(Code::kSetNeedsType, set.span, set.name));
        return;
    }
    if (is_map != (set.data_kind != SetData::none)) {
        frame.table->broken_sets.insert(set.name);
        session.sink.report(
            is_map ? diag::make(Code::kNotAMap, set.span, set.name).help("a map's type is `type KEY : DATA`")
                   : diag::make(Code::kNotASet, set.span, set.name).help("declare it as `map`"));
        return;
    }
    const auto found = frame.table->sets.find(set.name);
    if (found == frame.table->sets.end()) {
        if (!frame.set.flags_wrong) { // one of the unknown flags may have been meant as the missing one
            check_ranges(session, set);
            check_timeouts(session, set);
            check_gc_interval(session, set);
        }
        auto& sets = frame.table->table.sets;
        frame.table->sets.emplace(set.name, static_cast<std::uint32_t>(sets.size()));
        sets.push_back(std::move(set));
        return;
    }
    Set& before = frame.table->table.sets[found->second];
    if (const auto what = difference(before, set); !what.empty()) {
        session.sink.report(diag::make(Code::kSetTwice, set.span, is_map ? "map" : "set", set.name, what)
                                .also(before.span, "first declared here"));
        return;
    }
    take_over(session, before, set, is_map ? "map" : "set");
    append_elements(before, set);
    check_ranges(session, before);
    check_timeouts(session, before);
}

void open_elements(Session& session, const ast::Open& open, Frame& frame) {
    frame.table = find_table(session, open.path);
    const auto index = frame.table != nullptr ? set_of(session, open.path, *frame.table) : std::nullopt;
    frame.ignored = !index;
    if (index) frame.index = *index;
}

void set_type(Session& session, const ast::TypeSpec& spec, Frame& frame) {
    Set& set = frame.set.set;
    if (spec.key.empty() || !first_time(session, frame, {spec.key[0].span, "type"})) return;
    frame.set.type_seen = true;
    set.key = type_parts(session, spec.key);
    if (spec.objref || (spec.data.size() == 1 && object_type_of(spec.data[0].text))) {
        const ast::Name& word = spec.objref ? *spec.objref : spec.data[0];
        const auto type = object_type_of(word.text);
        if (!type) {
            session.sink.report(diag::make(Code::kUnknownWord, word.span, "kind of object", word.text));
            return;
        }
        set.data_kind = SetData::object;
        set.object = *type;
    } else if (spec.data.size() == 1 && spec.data[0].text == "verdict") {
        set.data_kind = SetData::verdict;
    } else if (!spec.data.empty()) {
        set.data_kind = SetData::value;
        set.data = type_parts(session, spec.data);
        set.data_interval = spec.data_interval;
        if (set.data.empty()) return;
    }
    type_known(session, frame);
}

void set_typeof(Session& session, const ast::TypeofSpec& spec, Frame& frame) {
    Set& set = frame.set.set;
    if (!first_time(session, frame, {spec.key.span, "type"})) return;
    frame.set.type_seen = true;
    Context context = session.context(frame.table);
    context.protocols = model::ProtocolContext(frame.table->table.family);
    set.typeof_key = eval_typeof(context, spec.key);
    if (!set.typeof_key) return;
    set.key = parts_of(*set.typeof_key);
    if (spec.objref) {
        const auto type = object_type_of(spec.objref->text);
        if (!type)
            return session.sink.report(
                diag::make(Code::kUnknownWord, spec.objref->span, "kind of object", spec.objref->text));
        set.data_kind = SetData::object;
        set.object = *type;
    } else if (spec.data && is_verdict_word(*spec.data)) {
        set.data_kind = SetData::verdict;
    } else if (spec.data) {
        set.typeof_data = eval_typeof(context, *spec.data);
        if (!set.typeof_data) return;
        set.data_kind = SetData::value;
        set.data = parts_of(*set.typeof_data);
        set.data_interval = spec.data_interval;
    }
    type_known(session, frame);
}

void set_flags(Session& session, const ast::FlagsSpec& spec, Frame& frame, Span span) {
    using enum ast::ObjectKind;
    if (frame.flags_seen) {
        session.sink.report(diag::make(Code::kGivenTwice, span, "flags"));
        clear_flags(frame);
    }
    frame.flags_seen = true;
    Context context = session.context(frame.table);
    for (const ast::Expr& expr : spec.flags) {
        const auto flag = eval_text(context, expr);
        if (!flag) continue;
        if (frame.kind == chain) {
            session.sink.report(diag::make(Code::kNotSupportedYet, expr.span, "a flag of a chain"));
            continue;
        }
        if (frame.kind != table && frame.kind != flowtable) {
            set_set_flag(session, *flag, expr.span, frame.set);
            continue;
        }
        const bool known = frame.kind == table ? set_table_flag(*flag, frame) : *flag == "offload";
        if (!known) {
            session.sink.report(diag::make(Code::kUnknownWord, expr.span,
                                           frame.kind == table ? "table flag" : "flowtable flag", *flag)
                                    .help(frame.kind == table ? "the flag of tables is dormant"
                                                              : "the flag of flowtables is offload"));
        } else if (frame.kind == flowtable) {
            frame.table->table.flowtables[frame.index].offload = true;
        }
    }
}

void set_property(Session& session, const ast::Property& property, Frame& frame) {
    Set& set = frame.set.set;
    Context context = session.context(frame.table);
    const std::string_view key = property.key.text;
    if (key == "auto-merge") {
        set.auto_merge = true;
        return;
    }
    if (property.values.empty()) return;
    const ast::Expr& value = property.values[0];
    if (key == "timeout") {
        set.timeout_ms = eval_duration_ms(context, value);
        set.has_timeout = true;
    } else if (key == "gc-interval") {
        set.gc_interval_ms = eval_duration_ms(context, value);
    } else if (key == "size") {
        const auto size = eval_number(context, value, 0xffffffff, "of elements");
        if (size) set.size = static_cast<std::uint32_t>(*size);
    } else if (key == "comment") {
        const auto* literal = std::get_if<ast::Literal>(&value.node);
        if (literal != nullptr) set.comment = checked_comment(context, {value.span, literal->text});
    } else if (key == "elements") { // elements = $variable
        std::vector<ast::Element> elements;
        const auto* variable = std::get_if<ast::Variable>(&value.node);
        if (variable == nullptr) return;
        elements.push_back({value.span, {value.span, *variable}, std::nullopt, {}});
        add_elements(session, {std::move(elements)}, frame);
    } else {
        session.sink.report(diag::make(Code::kUnknownWord, property.key.span, "set property", key));
    }
}

// `add element`: what is added by `add` must suit a set that is complete already.
template <class Add>
void add_to_made_set(Session& session, const Frame& frame, Add add) {
    Set& set = frame.table->table.sets[frame.index];
    const std::size_t old_count = set.elements.count;
    const std::size_t old_extras = set.elements.extras.size();
    add(set);
    if (frame.verb == ast::Verb::create) check_new(session, set, old_count);
    check_ranges(session, set);
    check_timeouts(session, set, old_extras);
}

void add_elements(Session& session, ast::ElementsChunk chunk, Frame& frame) {
    Context context = session.context(frame.table);
    const auto add = [&](Set& set) {
        for (const ast::Element& element : chunk.elements)
            add_element(context, element, set);
    };
    if (frame.kind == ast::ObjectKind::element) return add_to_made_set(session, frame, add);
    if (frame.set.typed) return add(frame.set.set);
    std::ranges::move(chunk.elements, std::back_inserter(frame.set.early));
}

void add_elements(Session& session, const ast::PlainElements& elements, Frame& frame) {
    Context context = session.context(frame.table);
    const auto add = [&](Set& set) { add_plain_elements(context, elements, set); };
    if (frame.kind == ast::ObjectKind::element) return add_to_made_set(session, frame, add);
    if (frame.set.typed) return add(frame.set.set);
    std::ranges::move(syntax::as_elements(elements), std::back_inserter(frame.set.early));
}

void delete_set(Session& session, const ast::Command& command, TableState& table) {
    if (!command.path.name) return;
    const auto found = table.sets.find(std::string(command.path.name->text));
    if (found == table.sets.end()) {
        if (command.verb == ast::Verb::del) set_of(session, command.path, table);
        return;
    }
    // Indexes of other sets must stay: what is left is an anonymous set that no rule uses, and such are not sent.
    Set empty;
    empty.anonymous = true;
    empty.span = command.path.name->span;
    empty.key = table.table.sets[found->second].key;
    table.table.sets[found->second] = std::move(empty);
    table.sets.erase(found);
}

void delete_elements(Session& session, const ast::Command& command, TableState& table) {
    const auto index = set_of(session, command.path, table);
    if (!index) return;
    Context context = session.context(&table);
    Set& set = table.table.sets[*index];
    Set gone;
    gone.key = set.key;
    gone.data_kind = set.data_kind; // `delete element m { key : data }` may name the data
    gone.data = set.data;
    gone.object = set.object;
    for (const ast::Element& element : command.elements) {
        if (!element.data) gone.data_kind = SetData::none;
        add_element(context, element, gone);
        gone.data_kind = set.data_kind;
    }
    if (command.verb == ast::Verb::del) {
        for (std::size_t i = 0; i < gone.elements.count; ++i) {
            if (has_element(set.elements, gone.elements.low_at(i), gone.elements.high_at(i))) continue;
            session.sink.report(diag::make(Code::kUnknownElement, gone.elements.spans[i], set.name));
        }
    }
    remove_elements(set, gone.elements);
}

} // namespace rulec::sema
