// SPDX-License-Identifier: GPL-2.0-or-later
#include "compiler/sema/constant.h"
#include "compiler/sema/session.h"
#include "compiler/sema/words.h"
#include "compiler/support/check.h"

#include <algorithm>
#include <limits>

namespace rulec::sema {
namespace {

using catalog::Family;
using diag::Code;

constexpr std::int32_t kConntrackPriority = -200; // NF_IP_PRI_CONNTRACK

// Type and hook are words of the language, whatever the family and whether or not another line overrides this one.
bool known_words(Session& session, const ast::HookSpec& spec) {
    if (!spec.type) return false;
    const bool type = catalog::find_chain_type(spec.type->text).has_value();
    if (!type)
        session.sink.report(
            unknown_word("chain type", spec.type->text, spec.type->span, catalog::chain_type_names()));
    const bool hook = catalog::find_hook(spec.hook.text).has_value();
    if (!hook) session.sink.report(unknown_word("hook", spec.hook.text, spec.hook.span, catalog::hook_names()));
    return type && hook;
}

std::optional<model::BaseChain> eval_base(Session& session, const ast::HookSpec& spec, Family family, Span span) {
    const auto type = catalog::find_chain_type(spec.type->text);
    const auto hook = catalog::find_hook(spec.hook.text);
    RULEC_CHECK(type && hook, "set_hook keeps no line with unknown words");
    const auto number = catalog::hook_number(family, *hook);
    if (!number) {
        session.sink.report(
            diag::make(Code::kHookNotInFamily, spec.hook.span, catalog::name(family), spec.hook.text));
        return std::nullopt;
    }
    if (!catalog::chain_type_fits(family, *type, *hook)) {
        session.sink.report(diag::make(Code::kChainTypeHook, spec.type->span, spec.type->text, spec.hook.text,
                                       catalog::name(family)));
        return std::nullopt;
    }
    const auto priority = eval_priority(session, spec, family, *hook);
    if (!priority) return std::nullopt;
    if (*type == catalog::ChainType::nat && *priority <= kConntrackPriority) {
        session.sink.report(diag::make(Code::kPriorityTooLow, span, kConntrackPriority, *priority));
        return std::nullopt;
    }
    model::BaseChain base{*type, *hook, *number, *priority, eval_devices(session, spec.devices), std::nullopt};
    if (catalog::needs_devices(family, *hook) && base.devices.empty() && spec.devices.empty()) {
        session.sink.report(diag::make(Code::kNeedsDevice, spec.hook.span, spec.hook.text, catalog::name(family)));
        return std::nullopt;
    }
    if (!catalog::needs_devices(family, *hook) && !spec.devices.empty()) {
        session.sink.report(diag::make(Code::kBadOption, spec.devices[0].span,
                                       fmt::format("chains in hook {} hang at no device", spec.hook.text))
                                .help("only ingress and egress do; match `iifname` or `oifname` in the rules"));
        return std::nullopt;
    }
    return base;
}

// The kernel moves no chain to another place.
bool same_place(const std::optional<model::BaseChain>& a, const model::BaseChain& b) {
    return a && a->type == b.type && a->hook == b.hook && a->priority == b.priority;
}

void add_device(Session& session, const ast::Expr& expr, std::vector<std::string>& devices) {
    Context context = session.context(nullptr);
    with_value(context, expr, [&](const ast::Expr& value) -> bool {
        if (const auto* set = std::get_if<ast::SetLiteral>(&value.node)) {
            for (const ast::Element& element : set->elements)
                add_device(session, element.key, devices);
        } else if (const auto name = eval_text(context, value)) {
            devices.push_back(*name);
        }
        return true;
    });
}

// A variable may hold a quoted "filter + 10": leaves "filter", and gives 10. Decimal only: nft reads 0x10 as 0.
std::int64_t take_offset(std::string& text) {
    constexpr std::string_view kSigns = "+-";
    const std::size_t sign = text.find_first_of(kSigns, text.find(' '));
    if (sign == std::string::npos) return 0;
    std::string_view digits = std::string_view(text).substr(sign + 1);
    digits.remove_prefix(std::min(digits.find_first_not_of(' '), digits.size()));
    const bool decimal = digits.find_first_not_of("0123456789") == std::string_view::npos;
    const auto number = decimal ? catalog::parse_number(digits) : std::nullopt;
    if (!number || *number > 0x7fffffff || catalog::parse_number(text.substr(0, text.find(' ')))) return 0;
    const auto offset = static_cast<std::int64_t>(*number) * (text[sign] == '-' ? -1 : 1);
    text.resize(text.find_last_not_of(' ', sign - 1) + 1);
    return offset;
}

} // namespace

std::vector<std::string> eval_devices(Session& session, const std::vector<ast::Expr>& exprs) {
    std::vector<std::string> devices;
    for (const ast::Expr& expr : exprs)
        add_device(session, expr, devices);
    return devices;
}

std::optional<std::int32_t> eval_priority(Session& session, const ast::HookSpec& spec, Family family,
                                          catalog::Hook hook) {
    Context context = session.context(nullptr);
    std::int64_t value = 0;
    if (spec.priority) {
        auto text = eval_text(context, *spec.priority);
        if (!text) return std::nullopt;
        const std::int64_t inner_offset = take_offset(*text);
        const bool negative = text->starts_with('-');
        const auto number = catalog::parse_number(std::string_view(*text).substr(negative ? 1 : 0));
        const auto named = catalog::priority_value(family, hook, *text);
        if (!number && !named) {
            auto diagnostic =
                diag::make(Code::kBadPriority, spec.priority->span, *text, catalog::name(family), spec.hook.text);
            diagnostic.suggest(*text, catalog::priority_names(family));
            session.sink.report(std::move(diagnostic));
            return std::nullopt;
        }
        const std::uint64_t most = negative ? 0x80000000 : 0x7fffffff;
        if (number && *number > most) {
            session.sink.report(diag::make(Code::kValueRange, spec.priority->span,
                                           fmt::format("priority {} does not fit 32 bits", *text)));
            return std::nullopt;
        }
        value = (named ? *named : static_cast<std::int64_t>(*number) * (negative ? -1 : 1)) + inner_offset;
    }
    if (spec.priority_offset) {
        const auto offset = eval_number(context, *spec.priority_offset, 0x80000000, "of a priority");
        if (!offset) return std::nullopt;
        value += spec.sign * static_cast<std::int64_t>(*offset);
    }
    if (value < std::numeric_limits<std::int32_t>::min() || value > std::numeric_limits<std::int32_t>::max()) {
        const Span span = spec.priority ? spec.priority->span : spec.priority_offset->span;
        session.sink.report(
            diag::make(Code::kValueRange, span, fmt::format("priority {} does not fit 32 bits", value)));
        return std::nullopt;
    }
    return static_cast<std::int32_t>(value);
}

void open_chain(Session& session, const ast::Open& open, Frame& frame) {
    TableState* table = find_table(session, open.path);
    if (table == nullptr || !check_name(session, *open.path.name)) {
        frame.ignored = true;
        return;
    }
    frame.table = table;
    const ast::Name& name = *open.path.name;
    const auto found = table->chains.find(std::string(name.text));
    if (found != table->chains.end()) {
        frame.index = found->second;
        frame.again = true;
        if (open.verb == ast::Verb::create) {
            session.sink.report(diag::make(Code::kAlreadyExists, name.span, "chain", name.text)
                                    .also(table->table.chains[frame.index].span, "declared here"));
        }
        return;
    }
    frame.index = static_cast<std::uint32_t>(table->table.chains.size());
    model::Chain chain;
    chain.span = name.span;
    chain.name = name.text;
    table->table.chains.push_back(std::move(chain));
    table->chains.emplace(name.text, frame.index);
}

void close_chain(Session& session, Frame& frame) {
    model::Chain& chain = frame.table->table.chains[frame.index];
    std::optional<model::BaseChain> base; // of the last line that names one: nft looks at no other
    if (frame.chain.hook)
        base = eval_base(session, *frame.chain.hook, frame.table->table.family, frame.chain.hook_span);
    if (base) {
        if (frame.again && !same_place(chain.base, *base)) {
            session.sink.report(
                diag::make(Code::kAlreadyExists, frame.chain.hook_span, "chain", chain.name)
                    .label(chain.base ? "another type, hook or priority than before" : "it had no hook before")
                    .also(chain.span, "first declared here"));
            return;
        }
        auto policy = chain.base ? chain.base->policy_accept : std::nullopt;
        chain.base = std::move(base);
        if (!chain.base->policy_accept) chain.base->policy_accept = policy;
    }
    if (!frame.chain.policy_accept) return;
    if (!chain.base && frame.hook_seen) return; // there was something wrong with it
    if (!chain.base) {
        session.sink.report(diag::make(Code::kPolicyNeedsHook, frame.chain.policy_span)
                                .also(chain.span, "this chain has no `type ... hook ... priority ...`"));
        return;
    }
    chain.base->policy_accept = frame.chain.policy_accept;
}

void set_hook(Session& session, ast::HookSpec spec, Frame& frame, Span span) {
    if (frame.kind == ast::ObjectKind::chain) {
        if (frame.hook_seen)
            session.sink.report(
                diag::make(Code::kGivenTwice, span, "hook").also(frame.chain.hook_span, "first here"));
        frame.hook_seen = true;
        frame.chain.hook_span = span;
        if (known_words(session, spec)) frame.chain.hook = std::move(spec);
        return;
    }
    if (frame.kind != ast::ObjectKind::flowtable) return;
    frame.hook_seen = true;
    model::Flowtable& flowtable = frame.table->table.flowtables[frame.index];
    if (spec.hook.text != "ingress") {
        session.sink.report(diag::make(Code::kHookNotInFamily, spec.hook.span, "flowtable", spec.hook.text)
                                .help("flowtables hang in ingress"));
        return;
    }
    const auto priority = eval_priority(session, spec, Family::netdev, catalog::Hook::ingress);
    if (!priority) return;
    if (frame.again && flowtable.priority != *priority) {
        session.sink.report(diag::make(Code::kAlreadyExists, span, "flowtable", flowtable.name)
                                .label("another priority than before")
                                .also(flowtable.span, "first declared here"));
        return;
    }
    flowtable.priority = *priority;
}

void set_policy(Session& session, const ast::PolicySpec& spec, Frame& frame, Span span) {
    if (!first_time(session, frame, {span, "policy"})) return;
    Context context = session.context(frame.table);
    const auto word = eval_text(context, spec.value);
    if (!word) return;
    if (frame.kind != ast::ObjectKind::chain) { // set
        if (*word != "performance" && *word != "memory") {
            static constexpr std::string_view kPolicies[] = {"performance", "memory"};
            session.sink.report(unknown_word("set policy", *word, spec.value.span, kPolicies));
            return;
        }
        frame.set.set.policy = *word == "memory" ? 1 : 0;
        return;
    }
    if (*word != "accept" && *word != "drop") {
        static constexpr std::string_view kPolicies[] = {"accept", "drop"};
        session.sink.report(unknown_word("policy", *word, spec.value.span, kPolicies));
        return;
    }
    if (frame.chain.policy_accept) {
        session.sink.report(diag::make(Code::kBadOption, span, "the policy of the chain is given twice")
                                .also(frame.chain.policy_span, "first here"));
        return;
    }
    frame.chain.policy_accept = *word == "accept";
    frame.chain.policy_span = span;
}

model::Chain* find_chain(Session& session, TableState& table, const ast::Name& name) {
    const auto found = table.chains.find(std::string(name.text));
    if (found != table.chains.end()) return &table.table.chains[found->second];
    std::vector<std::string_view> names;
    for (const auto& [known, index] : table.chains)
        names.push_back(known);
    std::sort(names.begin(), names.end());
    auto diagnostic = diag::make(Code::kUnknownChain, name.span, name.text, table.table.name);
    diagnostic.suggest(name.text, names);
    session.sink.report(std::move(diagnostic));
    return nullptr;
}

void delete_chain(Session& session, const ast::Command& command, TableState& table) {
    if (!command.path.name) return;
    const auto found = table.chains.find(std::string(command.path.name->text));
    if (found == table.chains.end()) {
        if (command.verb == ast::Verb::del) find_chain(session, table, *command.path.name);
        return;
    }
    const std::uint32_t gone = found->second;
    forget_deferred(session, table, found->first);
    table.chains.erase(found);
    table.table.chains.erase(table.table.chains.begin() + gone);
    for (auto& [name, index] : table.chains)
        index -= index > gone ? 1 : 0;
    for (model::Chain& chain : table.table.chains) {
        for (model::Rule& rule : chain.rules) {
            for (model::Statement& statement : rule.statements) {
                auto* action = std::get_if<model::Action>(&statement.node);
                auto* verdict = action != nullptr ? std::get_if<model::Verdict>(action) : nullptr;
                if (verdict != nullptr && verdict->bound_chain && *verdict->bound_chain > gone)
                    --*verdict->bound_chain;
            }
        }
    }
}

void rename_chain(Session& session, const ast::Command& command, TableState& table) {
    if (!command.path.name || !command.new_name) return;
    if (find_chain(session, table, *command.path.name) == nullptr) return;
    const std::string to(command.new_name->text);
    if (table.chains.contains(to)) {
        session.sink.report(diag::make(Code::kAlreadyExists, command.new_name->span, "chain", to));
        return;
    }
    rename_deferred(session, table, command.path.name->text, to);
    auto node = table.chains.extract(std::string(command.path.name->text));
    node.key() = to;
    table.table.chains[node.mapped()].name = to;
    table.chains.insert(std::move(node));
}

} // namespace rulec::sema
