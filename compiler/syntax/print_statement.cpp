// SPDX-License-Identifier: GPL-2.0-or-later
// Statements, rules and elements of the tree as text.
#include "compiler/support/overloaded.h"
#include "compiler/syntax/print_ast.h"

#include <fmt/format.h>

namespace rulec::syntax {
namespace {

using MaybeName = std::optional<ast::Name>;
using MaybeExpr = std::optional<ast::Expr>;

// " key value" or " value", or nothing.
std::string field(std::string_view key, const MaybeName& value) {
    if (!value) return {};
    return key.empty() ? fmt::format(" {}", value->text) : fmt::format(" {} {}", key, value->text);
}
std::string field(std::string_view key, const MaybeExpr& value) {
    return value ? fmt::format(" {} {}", key, print_expression(*value)) : std::string();
}
std::string words(std::string_view key, const std::vector<ast::Name>& names) {
    std::string out;
    for (const ast::Name& name : names)
        out += fmt::format("{} {}", out.empty() ? fmt::format(" {}", key) : "", name.text);
    return out;
}
std::string options(const std::vector<ast::Option>& list) {
    std::string out;
    for (const ast::Option& option : list) {
        out += fmt::format(" {}", option.key.text);
        for (const ast::Expr& value : option.values)
            out += " " + print_expression(value);
    }
    return out;
}

std::string_view sign(ast::RelOp op) {
    switch (op) {
    case ast::RelOp::implicit: return "implicit";
    case ast::RelOp::eq: return "==";
    case ast::RelOp::ne: return "!=";
    case ast::RelOp::lt: return "<";
    case ast::RelOp::le: return "<=";
    case ast::RelOp::gt: return ">";
    case ast::RelOp::ge: return ">=";
    case ast::RelOp::not_: return "!";
    }
    return {};
}
std::string_view word(ast::NatKind kind) {
    switch (kind) {
    case ast::NatKind::snat: return "snat";
    case ast::NatKind::dnat: return "dnat";
    case ast::NatKind::masquerade: return "masquerade";
    case ast::NatKind::redirect: return "redirect";
    }
    return {};
}
std::string_view word(ast::SetUpdateOp op) {
    switch (op) {
    case ast::SetUpdateOp::add: return "add";
    case ast::SetUpdateOp::update: return "update";
    case ast::SetUpdateOp::del: return "delete";
    }
    return {};
}

std::string rate_text(const ast::RateSpec& rate) {
    return fmt::format("{}{}{}/{}{}{}", rate.over ? "over " : "", rate.amount.text, field("", rate.unit),
                       rate.per.text, field("burst", rate.burst), field("", rate.burst_unit));
}
std::string quota_text(const ast::QuotaSpec& quota) {
    return fmt::format("{}{} {}{}{}", quota.over ? "over " : "", quota.amount.text, quota.unit.text,
                       field("used", quota.used), field("", quota.used_unit));
}

// The statement on one line; a jump block has more, see print_statement().
struct OneLine {
    std::string operator()(const ast::Match& match) const {
        return fmt::format("match {} {} {}", print_expression(match.lhs), sign(match.op),
                           print_expression(match.rhs));
    }
    std::string operator()(const ast::VerdictMap& map) const {
        return fmt::format("vmap {} {}", print_expression(map.key), print_expression(map.map));
    }
    std::string operator()(const ast::Assign& assign) const {
        return fmt::format("set {} {}", print_expression(assign.target), print_expression(assign.value));
    }
    std::string operator()(const ast::VerdictStmt& statement) const {
        return "verdict " + print_verdict(statement.verdict);
    }
    std::string operator()(const ast::JumpBlock& block) const {
        return block.kind == ast::VerdictKind::jump ? "jump block" : "goto block";
    }
    std::string operator()(const ast::CounterStmt& counter) const {
        return "counter" + field("packets", counter.spec.packets) + field("bytes", counter.spec.bytes) +
               field("name", counter.object);
    }
    std::string operator()(const ast::LimitStmt& limit) const {
        return "limit" + (limit.rate ? " rate " + rate_text(*limit.rate) : std::string()) +
               field("name", limit.object);
    }
    std::string operator()(const ast::QuotaStmt& quota) const {
        return "quota" + (quota.quota ? " " + quota_text(*quota.quota) : std::string()) + field("name", quota.object);
    }
    std::string operator()(const ast::CtCountStmt& count) const {
        return fmt::format("ct count{} {}", count.over ? " over" : "", count.count.text);
    }
    std::string operator()(const ast::LastStmt& last) const { return "last" + field("used", last.used); }
    std::string operator()(const ast::LogStmt& log) const { return "log" + options(log.options); }
    std::string operator()(const ast::RejectStmt& reject) const {
        return "reject" + field("with", reject.kind) + field("code", reject.code);
    }
    std::string operator()(const ast::NatStmt& nat) const {
        return fmt::format("{}{}{}{}{}{}", word(nat.kind), field("family", nat.family), words("type", nat.type_flags),
                           field("to", nat.address), field("port", nat.port), words("flags", nat.flags));
    }
    std::string operator()(const ast::TproxyStmt& tproxy) const {
        return "tproxy" + field("family", tproxy.family) + field("to", tproxy.address) + field("port", tproxy.port);
    }
    std::string operator()(const ast::NotrackStmt&) const { return "notrack"; }
    std::string operator()(const ast::QueueStmt& queue) const {
        return "queue" + field("to", queue.number) + words("flags", queue.flags);
    }
    std::string operator()(const ast::DupStmt& dup) const {
        return "dup to " + print_expression(dup.to) + field("device", dup.device);
    }
    std::string operator()(const ast::FwdStmt& fwd) const {
        return "fwd" + field("family", fwd.family) + " to " + print_expression(fwd.to) + field("device", fwd.device);
    }
    std::string operator()(const ast::FlowAddStmt& flow) const {
        return fmt::format("flow add @{}", flow.flowtable.text);
    }
    std::string operator()(const ast::SynproxyStmt& synproxy) const {
        return "synproxy" + options(synproxy.options) + field("name", synproxy.object);
    }
    std::string operator()(const ast::SetUpdate& update) const {
        return fmt::format("{} @{} {{{}}}", word(update.op), update.set.text, print_element(update.element));
    }
    std::string operator()(const ast::MeterStmt& meter) const {
        return fmt::format("meter {}{} {{{}}}", meter.name.text, field("size", meter.size),
                           print_element(meter.element));
    }
    std::string operator()(const ast::ResetStmt& reset) const { return "reset " + print_expression(reset.target); }
    std::string operator()(const ast::XtStmt& xt) const { return "foreign" + words("words", xt.words); }
};

std::string option_text(const ast::ElementOption& option) {
    return std::visit(
        overloaded{
            [](const ast::Timeout& timeout) { return "timeout " + print_expression(timeout.value); },
            [](const ast::Expires& expires) { return "expires " + print_expression(expires.value); },
            [](const ast::ElementComment& comment) { return fmt::format("comment \"{}\"", comment.text.text); },
            [](const auto& statement) { return OneLine{}(statement); },
        },
        option);
}

} // namespace

std::string print_element(const ast::Element& element) {
    std::string out = print_expression(element.key);
    if (element.data) out += ": " + print_expression(*element.data);
    for (const ast::ElementOption& option : element.options)
        out += " " + option_text(option);
    return out;
}

void print_statement(const ast::Statement& statement, std::size_t indent, std::string& out) {
    out += fmt::format("{:{}}{}\n", "", indent, std::visit(OneLine{}, statement.node));
    const auto* block = std::get_if<ast::JumpBlock>(&statement.node);
    if (block == nullptr) return;
    for (const ast::Rule& rule : block->rules)
        print_rule(rule, indent + 2, out);
}

void print_rule(const ast::Rule& rule, std::size_t indent, std::string& out) {
    for (const ast::Statement& statement : rule.statements)
        print_statement(statement, indent, out);
    if (rule.comment) out += fmt::format("{:{}}comment \"{}\"\n", "", indent, rule.comment->text);
}

} // namespace rulec::syntax
