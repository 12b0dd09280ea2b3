// SPDX-License-Identifier: GPL-2.0-or-later
#include "backend/json/print_action.h"

#include "backend/json/print_constant.h"
#include "backend/json/print_stateful.h"
#include "backend/json/print_value.h"
#include "compiler/catalog/symbols.h"
#include "compiler/model/object_type.h"
#include "compiler/model/print_action.h"
#include "compiler/support/overloaded.h"

#include <algorithm>

#include <fmt/format.h>

namespace rulec::json {
namespace {

using catalog::TypeId;
using catalog::Vocabulary;

// {"NAME": BODY}
Json object(std::string_view name, Json body) {
    return Json::object({{std::string(name), std::move(body)}});
}

const char* op_name(model::MatchOp op) {
    switch (op) {
    case model::MatchOp::eq: return "==";
    case model::MatchOp::ne: return "!=";
    case model::MatchOp::lt: return "<";
    case model::MatchOp::le: return "<=";
    case model::MatchOp::gt: return ">";
    case model::MatchOp::ge: return ">=";
    case model::MatchOp::any_bit: return "in";
    case model::MatchOp::no_bit: return "!";
    }
    return "==";
}

Json print_match(Context& context, const model::Match& match) {
    const bool tests_bits = match.op == model::MatchOp::any_bit || match.op == model::MatchOp::no_bit;
    Json body = {{"op", op_name(match.op)},
                 {"left", print_value(context, match.lhs)},
                 {"right", print_operand(context, match.lhs, match.rhs, tests_bits)}};
    context.protocols.learn(match);
    return object("match", std::move(body));
}

Json print_object_map(Context& context, const model::ObjectMap& map) {
    return object(model::object_word(map.type), object("map", print_lookup(context, map.key, map.map)));
}

// The catalogue has "tcp-sequence", JSON says "tcp sequence".
Json log_flags(std::uint32_t flags) {
    constexpr std::uint32_t kAll = 0x2f; // NF_LOG_MASK
    if ((flags & kAll) == kAll) return "all";
    Json words = Json::array();
    for (const catalog::Symbol& symbol : catalog::words(Vocabulary::log_flag)) {
        if (symbol.value == kAll || (flags & symbol.value) == 0) continue;
        std::string word(symbol.name);
        std::ranges::replace(word, '-', ' ');
        words.push_back(std::move(word));
    }
    if (words.size() == 1) return Json(words.front());
    return words;
}

std::string_view level_name(std::uint32_t level) {
    const auto levels = catalog::words(Vocabulary::log_level);
    const auto row = std::ranges::find(levels, level, &catalog::Symbol::value);
    return row == levels.end() ? "warn" : row->name;
}

Json print_log(const model::Log& log) {
    Json body = Json::object();
    if (log.prefix) body["prefix"] = *log.prefix;
    if (log.group) body["group"] = *log.group;
    if (log.snaplen) body["snaplen"] = *log.snaplen;
    if (log.queue_threshold) body["queue-threshold"] = *log.queue_threshold;
    if (log.level) body["level"] = level_name(*log.level);
    if (log.flags != 0) body["flags"] = log_flags(log.flags);
    return object("log", body.empty() ? Json(nullptr) : std::move(body));
}

Json reject_code(const Context& context, TypeId id, std::uint8_t code) {
    const catalog::DataType& type = catalog::type(id);
    return print_constant(context, {&type, type.bit_len, type.order}, Bytes(1, code));
}

// ICMP of which version: said by the statement, or known from the table or the rule.
Json print_reject(const Context& context, const model::Reject& reject) {
    constexpr std::uint8_t kIpv6 = 10; // NFPROTO_IPV6
    switch (reject.type) {
    case model::RejectType::tcp_reset: return object("reject", {{"type", "tcp reset"}});
    case model::RejectType::icmpx_unreach:
        return object("reject", {{"type", "icmpx"}, {"expr", reject_code(context, TypeId::icmpx_code, reject.code)}});
    case model::RejectType::icmp_unreach: break;
    }
    const bool v6 = (reject.nf_proto != 0 ? reject.nf_proto : context.protocols.ip_version().value_or(0)) == kIpv6;
    const TypeId id = v6 ? TypeId::icmpv6_code : TypeId::icmp_code;
    return object("reject", {{"type", v6 ? "icmpv6" : "icmp"}, {"expr", reject_code(context, id, reject.code)}});
}

Json print_synproxy(const model::Synproxy& synproxy) {
    Json body = synproxy_body(synproxy);
    return object("synproxy", body.empty() ? Json(nullptr) : std::move(body));
}

// A set without a declaration of its own, made and filled by the rule.
Json print_meter(Context& context, Span span, const model::Set& set, const model::SetUpdate& update, Json key) {
    if (update.stateful.size() != 1) return cannot_say(context, span, "a meter with more than one statement");
    Json body = {{"key", std::move(key)}, {"stmt", print_stateful(context, span, update.stateful[0])}};
    if (set.size) body["size"] = *set.size;
    body["name"] = set.name;
    return object("meter", std::move(body));
}

const char* op_name(model::SetOp op) {
    switch (op) {
    case model::SetOp::add: return "add";
    case model::SetOp::update: return "update";
    case model::SetOp::remove: return "delete";
    }
    return "add";
}

Json print_update(Context& context, Span span, const model::SetUpdate& update) {
    const model::Set& set = context.table.sets[update.set];
    if (update.data) return cannot_say(context, span, "a rule that adds to a map");
    Json key = print_value(context, *update.key);
    if (update.timeout_ms) {
        Json body = {{"val", std::move(key)}, {"timeout", print_seconds(context, span, *update.timeout_ms)}};
        key = object("elem", std::move(body));
    }
    if (set.anonymous) return print_meter(context, span, set, update, std::move(key));
    Json body = {{"op", op_name(update.op)}, {"elem", std::move(key)}, {"set", "@" + set.name}};
    if (!update.stateful.empty()) body["stmt"] = print_statefuls(context, span, update.stateful);
    return object("set", std::move(body));
}

Json print_assign(Context& context, Span span, const model::Assign& assign) {
    Json key = assign.raw_target ? print_raw(*assign.raw_target) : print_field(context, assign.target, span);
    return object("mangle", {{"key", std::move(key)}, {"value", print_value(context, *assign.value)}});
}

Json print_reset(Context& context, Span span, const model::OptionReset& reset) {
    const catalog::Header* header = catalog::find_header(catalog::HeaderKind::tcp_option, reset.option_number);
    if (header == nullptr) return cannot_say(context, span, "resetting a TCP option without a name");
    return object("reset", object("tcp option", {{"name", header->name}}));
}

Json print_action(Context& context, Span span, const model::Action& action) {
    return std::visit(
        overloaded{
            [&](const model::Verdict& a) { return print_verdict(context, span, a); },
            [&](const model::VerdictMap& a) { return object("vmap", print_lookup(context, a.key, a.map)); },
            [&](const model::Counter& a) { return print_stateful(context, span, a); },
            [&](const model::Limit& a) { return print_stateful(context, span, a); },
            [&](const model::Quota& a) { return print_stateful(context, span, a); },
            [&](const model::CtCount& a) { return print_stateful(context, span, a); },
            [&](const model::Last& a) { return print_stateful(context, span, a); },
            [&](const model::ObjectRef& a) { return object(model::object_word(a.type), a.name); },
            [&](const model::ObjectMap& a) { return print_object_map(context, a); },
            [&](const model::Log& a) { return print_log(a); },
            [&](const model::Reject& a) { return print_reject(context, a); },
            [&](const model::Nat& a) { return print_nat(context, a); },
            [&](const model::Tproxy& a) { return print_tproxy(context, a); },
            [&](const model::Notrack&) { return object("notrack", nullptr); },
            [&](const model::Queue& a) { return print_queue(context, a); },
            [&](const model::Dup& a) { return print_dup(context, a); },
            [&](const model::Fwd& a) { return print_fwd(context, a); },
            [&](const model::FlowAdd& a) {
                return object("flow", {{"op", "add"}, {"flowtable", "@" + a.flowtable}});
            },
            [&](const model::Synproxy& a) { return print_synproxy(a); },
            [&](const model::SetUpdate& a) { return print_update(context, span, a); },
            [&](const model::Assign& a) { return print_assign(context, span, a); },
            [&](const model::OptionReset& a) { return print_reset(context, span, a); },
        },
        action);
}

} // namespace

Json print_verdict(Context& context, Span span, const model::Verdict& verdict) {
    if (verdict.bound_chain) return cannot_say(context, span, "a chain without a name, `jump { }`");
    switch (verdict.kind) {
    case model::VerdictKind::accept: return object("accept", nullptr);
    case model::VerdictKind::drop: return object("drop", nullptr);
    case model::VerdictKind::continue_: return object("continue", nullptr);
    case model::VerdictKind::return_: return object("return", nullptr);
    case model::VerdictKind::queue: return object("queue", nullptr);
    case model::VerdictKind::jump: return object("jump", {{"target", verdict.chain}});
    case model::VerdictKind::goto_: return object("goto", {{"target", verdict.chain}});
    }
    return nullptr;
}

Json print_statement(Context& context, const model::Statement& statement) {
    if (const auto* match = std::get_if<model::Match>(&statement.node)) return print_match(context, *match);
    return print_action(context, statement.span, std::get<model::Action>(statement.node));
}

} // namespace rulec::json
