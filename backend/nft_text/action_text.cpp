// SPDX-License-Identifier: GPL-2.0-or-later
#include "backend/nft_text/action_text.h"

#include "backend/nft_text/element_text.h"
#include "backend/nft_text/expression_text.h"
#include "backend/nft_text/field_text.h"
#include "backend/nft_text/log_text.h"
#include "backend/nft_text/nat_text.h"
#include "backend/nft_text/reject_text.h"
#include "backend/nft_text/rule_text.h"
#include "backend/nft_text/set_text.h"
#include "backend/nft_text/stateful_text.h"
#include "backend/nft_text/value_text.h"
#include "compiler/catalog/print_value.h"
#include "compiler/catalog/symbols.h"
#include "compiler/model/object_type.h"
#include "compiler/support/overloaded.h"

#include <fmt/format.h>

namespace rulec::nft_text {
namespace {

std::string any_verdict_text(const Context& context, const model::Verdict& verdict) {
    if (!verdict.bound_chain) return verdict_text(context, verdict);
    const std::string_view word = verdict.kind == model::VerdictKind::goto_ ? "goto" : "jump";
    return fmt::format("{} {}", word, bound_chain_text(context, *verdict.bound_chain));
}

// Objects that are attached to the packet or its connection, and not passed by it.
bool is_attached(model::ObjectType type) {
    switch (type) {
    case model::ObjectType::ct_helper:
    case model::ObjectType::ct_timeout:
    case model::ObjectType::ct_expectation:
    case model::ObjectType::secmark: return true;
    case model::ObjectType::counter:
    case model::ObjectType::quota:
    case model::ObjectType::limit:
    case model::ObjectType::synproxy: return false;
    }
    return false;
}

std::string object_text(model::ObjectType type, const std::string& which) {
    const std::string_view meta = type == model::ObjectType::secmark ? "meta " : "";
    return fmt::format("{}{} {} {}", meta, model::object_word(type), is_attached(type) ? "set" : "name", which);
}

std::string queue_flags_text(std::uint16_t flags) {
    std::string text;
    for (const catalog::Symbol& flag : catalog::words(catalog::Vocabulary::queue_flag)) {
        if ((flags & flag.value) != 0) text += fmt::format("{}{}", text.empty() ? " flags " : ",", flag.name);
    }
    return text;
}

std::string queue_text(const Context& context, const model::Queue& queue) {
    std::string number = fmt::to_string(queue.first);
    if (queue.number)
        number = expression_text(context, *queue.number);
    else if (queue.total > 1)
        number += fmt::format("-{}", queue.first + queue.total - 1);
    return fmt::format("queue{} to {}", queue_flags_text(queue.flags), number);
}

std::string dup_text(const Context& context, const model::Dup& dup) {
    if (!dup.address) return "dup to " + expression_text(context, *dup.device);
    const std::string text = "dup to " + expression_text(context, *dup.address);
    return dup.device ? fmt::format("{} device {}", text, expression_text(context, *dup.device)) : text;
}

std::string fwd_text(const Context& context, const model::Fwd& fwd) {
    if (!fwd.address) return "fwd to " + expression_text(context, *fwd.device);
    const bool six = fwd.family == static_cast<std::uint8_t>(catalog::Family::ip6);
    return fmt::format("fwd {} to {} device {}", six ? "ip6" : "ip", expression_text(context, *fwd.address),
                       expression_text(context, *fwd.device));
}

std::string_view op_word(model::SetOp op) {
    switch (op) {
    case model::SetOp::add: return "add";
    case model::SetOp::update: return "update";
    case model::SetOp::remove: return "delete";
    }
    return "add";
}

// `add @s { key timeout 1m counter : data }`, or the meter that has no other declaration.
std::string update_text(const Context& context, const model::SetUpdate& update) {
    const model::Set& set = context.table.sets[update.set];
    std::string element = expression_text(context, *update.key);
    if (update.timeout_ms) element += " timeout " + catalog::print_duration_ms(*update.timeout_ms);
    for (const model::Stateful& stateful : update.stateful)
        element += " " + stateful_text(context, stateful);
    if (update.data) element += " : " + expression_text(context, *update.data);
    const std::string name = name_text(context, set.name);
    if (is_meter(set)) return fmt::format("meter {} size {} {{ {} }}", name, set.size.value_or(0), element);
    return fmt::format("{} @{} {{ {} }}", op_word(update.op), name, element);
}

// Behind `set` nft takes a few names for the beginning of a selector: protocols, and the ICMP type `redirect`.
std::string assigned_text(const Context& context, const model::Value& value) {
    const auto* constant = std::get_if<model::Constant>(&value.node);
    const bool by_number =
        value.type->id == catalog::TypeId::inet_proto || value.type->id == catalog::TypeId::icmp_type;
    if (constant == nullptr || !by_number) return expression_text(context, value);
    return constant_text(context, parts_of(value)[0], constant->bytes, catalog::ValueStyle::number);
}

std::string assign_text(const Context& context, const model::Assign& assign) {
    const std::string target = assign.raw_target ? raw_text(*assign.raw_target) : field_text(assign.target);
    return fmt::format("{} set {}", target, assigned_text(context, *assign.value));
}

std::string synproxy_statement(const model::Synproxy& synproxy) {
    const std::string options = synproxy_text(synproxy, " ");
    return options.empty() ? "synproxy" : "synproxy " + options;
}

std::string reset_text(const Context& context, const model::OptionReset& reset) {
    const catalog::Header* header = catalog::find_header(catalog::HeaderKind::tcp_option, reset.option_number);
    if (header == nullptr) header = catalog::find_header(catalog::HeaderKind::tcp_option, "nop");
    if (header == nullptr) context.fail("a TCP option without a name");
    return header == nullptr ? "" : "reset " + option_words(*header, reset.option_number);
}

} // namespace

std::string action_text(const Context& context, const model::ProtocolContext& protocols,
                        const model::Action& action) {
    const auto key_and_map = [&](const model::Value& key, std::string_view word, std::uint32_t map) {
        return fmt::format("{} {} {}", expression_text(context, key), word, set_use_text(context, map));
    };
    const auto stateful = [&](const auto& a) { return stateful_text(context, model::Stateful(a)); };
    return std::visit(
        overloaded{
            [&](const model::Verdict& a) { return any_verdict_text(context, a); },
            [&](const model::VerdictMap& a) { return key_and_map(a.key, "vmap", a.map); },
            [&](const model::Counter& a) { return stateful(a); },
            [&](const model::Limit& a) { return stateful(a); },
            [&](const model::Quota& a) { return stateful(a); },
            [&](const model::CtCount& a) { return stateful(a); },
            [&](const model::Last& a) { return stateful(a); },
            [&](const model::ObjectRef& a) { return object_text(a.type, quoted(context, a.name)); },
            [&](const model::ObjectMap& a) { return object_text(a.type, key_and_map(a.key, "map", a.map)); },
            [&](const model::Log& a) { return log_text(context, a); },
            [&](const model::Reject& a) { return reject_text(context, protocols, a); },
            [&](const model::Nat& a) { return nat_text(context, a); },
            [&](const model::Tproxy& a) { return tproxy_text(context, a); },
            [&](const model::Notrack&) { return std::string("notrack"); },
            [&](const model::Queue& a) { return queue_text(context, a); },
            [&](const model::Dup& a) { return dup_text(context, a); },
            [&](const model::Fwd& a) { return fwd_text(context, a); },
            [&](const model::FlowAdd& a) { return "flow add @" + name_text(context, a.flowtable); },
            [&](const model::Synproxy& a) { return synproxy_statement(a); },
            [&](const model::SetUpdate& a) { return update_text(context, a); },
            [&](const model::Assign& a) { return assign_text(context, a); },
            [&](const model::OptionReset& a) { return reset_text(context, a); },
        },
        action);
}

} // namespace rulec::nft_text
