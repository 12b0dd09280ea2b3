// SPDX-License-Identifier: GPL-2.0-or-later
// Named stateful objects, flowtables, and the properties of tables and chains.
#include "compiler/catalog/symbols.h"
#include "compiler/sema/constant.h"
#include "compiler/sema/session.h"
#include "compiler/sema/stateful.h"
#include "compiler/sema/statement.h"
#include "compiler/sema/words.h"
#include "compiler/support/overloaded.h"

#include <algorithm>

namespace rulec::sema {
namespace {

using diag::Code;
using model::Object;

using Body = decltype(Object::body);

Body empty_body(ast::ObjectKind kind) {
    using enum ast::ObjectKind;
    switch (kind) {
    case quota: return model::Quota{};
    case limit: return model::Limit{};
    case ct_helper: return model::CtHelper{};
    case ct_timeout: return model::CtTimeout{};
    case ct_expectation: return model::CtExpectation{};
    case synproxy: return model::Synproxy{};
    case secmark: return model::Secmark{};
    default: return model::Counter{};
    }
}

// Objects of different kinds may share a name.
std::string key_of(const Body& body, std::string_view name) {
    return fmt::format("{}/{}", body.index(), name);
}

Object& object_of(Frame& frame) {
    return frame.table->table.objects[frame.index];
}

std::optional<std::uint8_t> eval_l4proto(Context& context, const ast::Expr& value) {
    const auto name = eval_text(context, value);
    if (!name) return std::nullopt;
    const auto number = catalog::find_protocol(*name);
    if (!number) return context.fail(diag::make(Code::kUnknownWord, value.span, "transport protocol", *name));
    return number;
}

std::optional<std::uint8_t> eval_l3proto(Context& context, const ast::Expr& value) {
    const auto name = eval_text(context, value);
    if (!name) return std::nullopt;
    const auto family = catalog::find_family(*name);
    if (!family) return context.fail(diag::make(Code::kUnknownWord, value.span, "network protocol", *name));
    return static_cast<std::uint8_t>(*family);
}

void add_timeout(Context& context, const ast::Element& element, catalog::Vocabulary states,
                 model::CtTimeout& timeout) {
    if (!element.data) {
        context.sink.report(diag::make(Code::kElementNeedsData, element.span).help("a policy is `STATE : SECONDS`"));
        return;
    }
    const auto state = eval_text(context, element.key);
    const auto ms = eval_duration_ms(context, *element.data);
    if (!state || !ms) return;
    const auto index = find_word(context, states, "timeout state", *state, element.key.span);
    if (!index) return;
    timeout.timeouts.emplace_back(static_cast<std::uint32_t>(*index), static_cast<std::uint32_t>(*ms / 1000));
}

// `policy = { established : 100, close : 20 }` of a ct timeout. The protocol, which may stand behind it, says what
// the states are.
void timeout_policy(Context& context, const std::vector<ast::Expr>& values, model::CtTimeout& timeout) {
    constexpr std::uint8_t kTcp = 6;
    const auto states =
        timeout.l4proto == kTcp ? catalog::Vocabulary::tcp_timeout_state : catalog::Vocabulary::udp_timeout_state;
    for (const ast::Expr& value : values) {
        with_value(context, value, [&](const ast::Expr& list) -> bool {
            if (const auto* set = std::get_if<ast::SetLiteral>(&list.node)) {
                for (const ast::Element& element : set->elements)
                    add_timeout(context, element, states, timeout);
            } else {
                context.sink.report(
                    diag::make(Code::kTypeMismatch, list.span, "a list in braces", context.text(list.span)));
            }
            return true;
        });
    }
}

template <class T>
void assign(T& to, std::optional<std::uint64_t> value) {
    if (value) to = static_cast<T>(*value);
}

// False: the property is another one.
template <class T>
bool protocols(Context& context, std::string_view key, const ast::Expr& value, T& body) {
    if (key == "protocol")
        assign(body.l4proto, eval_l4proto(context, value));
    else if (key == "l3proto")
        assign(body.l3proto, eval_l3proto(context, value));
    else
        return false;
    return true;
}

void unknown_property(Context& context, const ast::Name& key) {
    context.sink.report(diag::make(Code::kUnknownWord, key.span, "property", key.text));
}

void synproxy_property(Context& context, const ast::Property& property, model::Synproxy& body) {
    ast::SynproxyStmt statement;
    ast::Option& option = statement.options.emplace_back();
    option.key = property.key;
    for (const ast::Expr& value : property.values) {
        const auto* literal = std::get_if<ast::Literal>(&value.node);
        if (literal == nullptr) {
            context.sink.report(diag::make(Code::kExpectedConstant, value.span, context.text(value.span)));
            return;
        }
        option.values.push_back({value.span, *literal});
    }
    const auto action = eval_synproxy(context, statement, property.key.span);
    const auto* one = action ? std::get_if<model::Synproxy>(&*action) : nullptr;
    if (one == nullptr) return;
    body.flags |= one->flags;
    if (one->mss != 0) body.mss = one->mss;
    if (one->wscale != 0) body.wscale = one->wscale;
}

void body_property(Context& context, const ast::Property& property, Object& object) {
    const std::string_view key = property.key.text;
    if (property.values.empty() && !std::holds_alternative<model::Synproxy>(object.body)) return;
    const ast::Expr* value = property.values.empty() ? nullptr : &property.values[0];
    std::visit(overloaded{
                   [&](model::CtHelper& body) {
                       if (key == "type")
                           body.helper = eval_text(context, *value).value_or("");
                       else if (!protocols(context, key, *value, body))
                           unknown_property(context, property.key);
                   },
                   [&](model::CtTimeout& body) {
                       if (!protocols(context, key, *value, body)) unknown_property(context, property.key);
                   },
                   [&](model::CtExpectation& body) {
                       if (key == "dport")
                           assign(body.dport, eval_number(context, *value, 0xffff, "of a port"));
                       else if (key == "timeout")
                           assign(body.timeout_ms, eval_duration_ms(context, *value));
                       else if (key == "size")
                           assign(body.size, eval_number(context, *value, 255, "of expectations"));
                       else if (!protocols(context, key, *value, body))
                           unknown_property(context, property.key);
                   },
                   [&](model::Synproxy& body) { synproxy_property(context, property, body); },
                   [&](model::Secmark& body) { body.context = eval_text(context, *value).value_or(""); },
                   [&](auto&) { unknown_property(context, property.key); },
               },
               object.body);
}

// The kernel's own conntrack helpers and the transport protocols that they know; other modules may bring more.
struct HelperRow {
    std::string_view name;
    std::uint8_t l4protos[2];
};
constexpr std::uint8_t kTcp = 6, kUdp = 17;
constexpr HelperRow kHelpers[] = {
    {"amanda", {kUdp}}, {"ftp", {kTcp}},       {"irc", {kTcp}},  {"netbios-ns", {kUdp}}, {"pptp", {kTcp}},
    {"sane", {kTcp}},   {"sip", {kTcp, kUdp}}, {"snmp", {kUdp}}, {"tftp", {kUdp}},
};

bool has_such_helper(const model::CtHelper& body) {
    const auto* row = std::ranges::find(kHelpers, body.helper, &HelperRow::name);
    return row == std::end(kHelpers) || std::ranges::count(row->l4protos, body.l4proto) != 0;
}

// What connections of this l3proto can be found in the table. 0: none is given, the table's.
bool suits(std::uint8_t l3proto, catalog::Family family) {
    const auto is = [&](catalog::Family one) { return l3proto == static_cast<std::uint8_t>(one); };
    if (family == catalog::Family::ip) return !is(catalog::Family::ip6);
    if (family == catalog::Family::ip6) return !is(catalog::Family::ip);
    return true;
}

// The kernel expects connections of one family only; others refuse the object by its place (check_placement.cpp).
bool expects_one_family(const model::CtExpectation& body, catalog::Family family) {
    const auto is = [&](catalog::Family one) { return body.l3proto == static_cast<std::uint8_t>(one); };
    switch (family) {
    case catalog::Family::ip:
    case catalog::Family::ip6: return body.l3proto == 0 || is(family);
    case catalog::Family::inet: return is(catalog::Family::ip) || is(catalog::Family::ip6);
    default: return true;
    }
}

} // namespace

void open_object(Session& session, const ast::Open& open, Frame& frame) {
    frame.table = find_table(session, open.path);
    if (frame.table == nullptr || !check_name(session, *open.path.name)) {
        frame.ignored = true;
        return;
    }
    const ast::Name& name = *open.path.name;
    Body body = empty_body(open.kind);
    const std::string key = key_of(body, name.text);
    auto& objects = frame.table->table.objects;
    const auto [found, fresh] = frame.table->objects.emplace(key, static_cast<std::uint32_t>(objects.size()));
    frame.index = found->second;
    if (fresh) {
        objects.push_back({name.span, std::string(name.text), std::move(body), {}});
        return;
    }
    frame.again = true;
    frame.before = objects[frame.index];
    if (open.verb == ast::Verb::create) {
        session.sink.report(diag::make(Code::kAlreadyExists, name.span, "object", name.text)
                                .also(frame.before->span, "declared here"));
    }
}

namespace {

struct Commented {
    std::string_view kind, name;
    Span span;
    std::optional<std::string>& comment;
};

Commented commented(Frame& frame) {
    model::Table& table = frame.table->table;
    if (frame.kind == ast::ObjectKind::table) return {"table", table.name, table.span, table.comment};
    if (frame.kind == ast::ObjectKind::chain) {
        model::Chain& chain = table.chains[frame.index];
        return {"chain", chain.name, chain.span, chain.comment};
    }
    Object& object = object_of(frame);
    return {"object", object.name, object.span, object.comment};
}

// What is declared twice keeps its first comment: the kernel never changes one.
void set_comment(Context& context, const ast::Property& property, Frame& frame) {
    if (frame.kind == ast::ObjectKind::flowtable) {
        context.sink.report(diag::make(Code::kNotSupportedYet, property.key.span, "a comment on a flowtable"));
        return;
    }
    const Span span = property.values[0].span;
    const auto text = checked_comment(context, {span, std::get<ast::Literal>(property.values[0].node).text});
    const Commented owner = commented(frame);
    if (!frame.again) {
        owner.comment = text;
    } else if (owner.comment != text) {
        context.sink.report(diag::make(Code::kSecondDeclaration, span, owner.kind, owner.name, "comment")
                                .also(owner.span, "first declared here"));
    }
}

} // namespace

void object_property(Session& session, ast::Property& property, Frame& frame) {
    Context context = session.context(frame.table);
    const std::string_view key = property.key.text;
    if (key == "comment" && !property.values.empty()) return set_comment(context, property, frame);
    if (frame.kind == ast::ObjectKind::flowtable && key == "counter") {
        frame.table->table.flowtables[frame.index].counter = true;
        return;
    }
    if (frame.kind == ast::ObjectKind::table || frame.kind == ast::ObjectKind::chain ||
        frame.kind == ast::ObjectKind::flowtable) {
        session.sink.report(diag::make(Code::kUnknownWord, property.key.span, "property", key));
        return;
    }
    frame.filled = true;
    if (key == "policy" && frame.kind == ast::ObjectKind::ct_timeout) {
        frame.timeout_policy = std::move(property.values);
        return;
    }
    body_property(context, property, object_of(frame));
}

void object_type(Session& session, const ast::TypeSpec& spec, Frame& frame) {
    if (spec.key.empty()) return;
    if (frame.kind != ast::ObjectKind::ct_helper) {
        session.sink.report(diag::make(Code::kUnknownWord, spec.key[0].span, "property", "type"));
        return;
    }
    frame.filled = true;
    std::get<model::CtHelper>(object_of(frame).body).helper = spec.key[0].text;
}

void object_body(Session& session, const ast::StatefulSpec& spec, Frame& frame) {
    Context context = session.context(frame.table);
    frame.filled = true;
    const auto store = [&](const auto& value) {
        if (!value) return;
        if (frame.kind == ast::ObjectKind::set || frame.kind == ast::ObjectKind::map)
            frame.set.set.stateful.push_back(*value);
        else if (frame.kind == ast::ObjectKind::flowtable)
            frame.table->table.flowtables[frame.index].counter = true;
        else if constexpr (std::is_constructible_v<Body, std::decay_t<decltype(*value)>>)
            object_of(frame).body = *value;
    };
    std::visit(overloaded{
                   [&](const ast::CounterStmt& node) { store(eval_counter(context, node.spec)); },
                   [&](const ast::LimitStmt& node) {
                       if (node.rate) store(eval_limit(context, *node.rate));
                   },
                   [&](const ast::QuotaStmt& node) {
                       if (node.quota) store(eval_quota(context, *node.quota));
                   },
                   [&](const ast::CtCountStmt& node) { store(eval_ct_count(context, node)); },
                   [&](const ast::LastStmt& node) { store(eval_last(context, node)); },
                   [&](const ast::SynproxyStmt& node) {
                       const auto action = eval_synproxy(context, node, spec.statement.span);
                       if (!action || frame.kind != ast::ObjectKind::synproxy) return;
                       if (const auto* synproxy = std::get_if<model::Synproxy>(&*action))
                           object_of(frame).body = *synproxy;
                   },
                   [&](const auto&) {
                       session.sink.report(
                           diag::make(Code::kBadOption, spec.statement.span, "this statement cannot stand here"));
                   },
               },
               spec.statement.node);
}

void close_object(Session& session, Frame& frame) {
    Object& object = object_of(frame);
    if (auto* timeout = std::get_if<model::CtTimeout>(&object.body)) {
        Context context = session.context(frame.table);
        timeout_policy(context, frame.timeout_policy, *timeout);
    }
    if (frame.before && !std::holds_alternative<model::Quota>(object.body)) { // the kernel changes only quotas
        if (frame.filled) warn_ignored(session, frame.span, "object", object.name, "definition", object.span);
        object = std::move(*frame.before);
    }
    const catalog::Family family = frame.table->table.family;
    const auto missing = [&](std::string_view what) {
        session.sink.report(
            diag::make(Code::kBadOption, object.span, fmt::format("`{}` needs {}", object.name, what)));
    };
    std::visit(
        overloaded{
            [&](const model::Quota& body) {
                if (body.bytes == 0 && !frame.filled) missing("an amount, like `25 mbytes`");
            },
            [&](const model::Limit& body) {
                if (body.rate == 0 && !frame.filled) missing("a rate, like `rate 10/second`");
            },
            [&](const model::CtHelper& body) {
                if (body.helper.empty() || body.l4proto == 0)
                    missing("`type \"NAME\" protocol tcp` or udp");
                else if (!has_such_helper(body))
                    missing(fmt::format("another `protocol`: the kernel has no helper {} for this one", body.helper));
                else if (!suits(body.l3proto, family))
                    missing("the `l3proto` of its table's family");
            },
            [&](const model::CtTimeout& body) {
                if (body.l4proto == 0) missing("`protocol tcp` or udp");
            },
            [&](const model::CtExpectation& body) {
                const bool whole = body.l4proto != 0 && body.dport != 0 && body.timeout_ms != 0 && body.size != 0;
                if (!whole)
                    missing("protocol, dport, timeout and size");
                else if (!expects_one_family(body, family))
                    missing(family == catalog::Family::inet ? "`l3proto ip` or `l3proto ip6`"
                                                            : "the `l3proto` of its table's family");
            },
            [](const auto&) {},
        },
        object.body);
}

void open_flowtable(Session& session, const ast::Open& open, Frame& frame) {
    frame.table = find_table(session, open.path);
    if (frame.table == nullptr || !check_name(session, *open.path.name)) {
        frame.ignored = true;
        return;
    }
    const ast::Name& name = *open.path.name;
    auto& flowtables = frame.table->table.flowtables;
    const auto [found, fresh] =
        frame.table->flowtables.emplace(name.text, static_cast<std::uint32_t>(flowtables.size()));
    frame.index = found->second;
    frame.again = !fresh;
    if (frame.again && open.verb == ast::Verb::create) {
        session.sink.report(diag::make(Code::kAlreadyExists, name.span, "flowtable", name.text)
                                .also(flowtables[frame.index].span, "declared here"));
    }
    if (!fresh) return;
    model::Flowtable flowtable;
    flowtable.span = name.span;
    flowtable.name = name.text;
    flowtables.push_back(std::move(flowtable));
}

void close_flowtable(Session& session, const Frame& frame) {
    if (frame.again || frame.hook_seen) return;
    const model::Flowtable& flowtable = frame.table->table.flowtables[frame.index];
    session.sink.report(
        diag::make(Code::kBadOption, flowtable.span, fmt::format("flowtable `{}` has no hook", flowtable.name))
            .help("say `hook ingress priority 0;` in its block"));
}

void delete_object(Session& session, const ast::Command& command, TableState& table) {
    if (!command.path.name) return;
    const ast::Name& name = *command.path.name;
    const bool is_flowtable = command.kind == ast::ObjectKind::flowtable;
    auto& index = is_flowtable ? table.flowtables : table.objects;
    const std::string key = is_flowtable ? std::string(name.text) : key_of(empty_body(command.kind), name.text);
    const auto found = index.find(key);
    if (found == index.end()) {
        if (command.verb == ast::Verb::del) {
            session.sink.report(diag::make(Code::kUnknownObject, name.span, is_flowtable ? "flowtable" : "object",
                                           name.text, table.table.name));
        }
        return;
    }
    const std::uint32_t gone = found->second;
    index.erase(found);
    for (auto& [other, at] : index)
        at -= at > gone ? 1 : 0;
    if (is_flowtable)
        table.table.flowtables.erase(table.table.flowtables.begin() + gone);
    else
        table.table.objects.erase(table.table.objects.begin() + gone);
}

} // namespace rulec::sema
