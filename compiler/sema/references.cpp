// SPDX-License-Identifier: GPL-2.0-or-later
#include "compiler/sema/references.h"

#include "compiler/support/overloaded.h"

#include <cctype>

namespace rulec::sema {
namespace {

void visit_ptr(const ast::ExprPtr& expr, const References& visit) {
    if (expr) visit_references(*expr, visit);
}

void visit_optional(const std::optional<ast::Expr>& expr, const References& visit) {
    if (expr) visit_references(*expr, visit);
}

bool is_name(char c) {
    return std::isalnum(static_cast<unsigned char>(c)) != 0 ||
           std::string_view("_-./\\").find(c) != std::string_view::npos;
}

void visit_log(const ast::Option& option, const References& visit) {
    for (const ast::Expr& value : option.values) {
        const auto* literal = std::get_if<ast::Literal>(&value.node);
        if (option.key.text != "prefix" || literal == nullptr) {
            visit_references(value, visit);
            continue;
        }
        for (auto found = find_in_text(literal->text, 0); !found.name.empty();
             found = find_in_text(literal->text, found.at + 1)) {
            visit.variable(found.name, value.span);
        }
    }
}

void visit_options(const std::vector<ast::Option>& options, const References& visit) {
    for (const ast::Option& option : options) {
        for (const ast::Expr& value : option.values)
            visit_references(value, visit);
    }
}

void visit_statement(const ast::Statement& statement, const References& visit) {
    std::visit(overloaded{
                   [&](const ast::Match& node) {
                       visit_references(node.lhs, visit);
                       visit_references(node.rhs, visit);
                   },
                   [&](const ast::VerdictMap& node) {
                       visit_references(node.key, visit);
                       visit_references(node.map, visit);
                   },
                   [&](const ast::Assign& node) {
                       visit_references(node.target, visit);
                       visit_references(node.value, visit);
                   },
                   [&](const ast::VerdictStmt& node) { visit_ptr(node.verdict.chain, visit); },
                   [&](const ast::JumpBlock& node) {
                       for (const ast::Rule& rule : node.rules)
                           visit_references(rule, visit);
                   },
                   [&](const ast::CounterStmt& node) { visit_optional(node.object, visit); },
                   [&](const ast::LimitStmt& node) { visit_optional(node.object, visit); },
                   [&](const ast::QuotaStmt& node) { visit_optional(node.object, visit); },
                   [&](const ast::CtCountStmt&) {},
                   [&](const ast::LastStmt&) {},
                   [&](const ast::LogStmt& node) {
                       for (const ast::Option& option : node.options)
                           visit_log(option, visit);
                   },
                   [&](const ast::RejectStmt& node) { visit_optional(node.code, visit); },
                   [&](const ast::NatStmt& node) {
                       visit_optional(node.address, visit);
                       visit_optional(node.port, visit);
                   },
                   [&](const ast::TproxyStmt& node) {
                       visit_optional(node.address, visit);
                       visit_optional(node.port, visit);
                   },
                   [&](const ast::NotrackStmt&) {},
                   [&](const ast::QueueStmt& node) { visit_optional(node.number, visit); },
                   [&](const ast::DupStmt& node) {
                       visit_references(node.to, visit);
                       visit_optional(node.device, visit);
                   },
                   [&](const ast::FwdStmt& node) {
                       visit_references(node.to, visit);
                       visit_optional(node.device, visit);
                   },
                   [&](const ast::FlowAddStmt&) {},
                   [&](const ast::SynproxyStmt& node) {
                       visit_options(node.options, visit);
                       visit_optional(node.object, visit);
                   },
                   [&](const ast::SetUpdate& node) {
                       if (node.set.text.starts_with('$'))
                           visit.variable(node.set.text.substr(1), node.set.span);
                       else
                           visit.set(node.set.text);
                       visit_references(node.element, visit);
                       for (const ast::Statement& inner : node.statements)
                           visit_statement(inner, visit);
                   },
                   [&](const ast::MeterStmt& node) { visit_references(node.element, visit); },
                   [&](const ast::ResetStmt& node) { visit_references(node.target, visit); },
                   [&](const ast::XtStmt&) {},
               },
               statement.node);
}

} // namespace

TextVariable find_in_text(std::string_view text, std::size_t from) {
    for (std::size_t at = text.find('$', from); at != std::string_view::npos; at = text.find('$', at + 1)) {
        std::size_t end = at + 1;
        while (end < text.size() && is_name(text[end]))
            ++end;
        if (end > at + 1) return {at, text.substr(at + 1, end - at - 1)};
    }
    return {};
}

void visit_references(const ast::Element& element, const References& visit) {
    visit_references(element.key, visit);
    visit_optional(element.data, visit);
    for (const ast::ElementOption& option : element.options) {
        if (const auto* timeout = std::get_if<ast::Timeout>(&option)) visit_references(timeout->value, visit);
        if (const auto* expires = std::get_if<ast::Expires>(&option)) visit_references(expires->value, visit);
    }
}

void visit_references(const ast::Rule& rule, const References& visit) {
    for (const ast::Statement& statement : rule.statements)
        visit_statement(statement, visit);
}

void visit_references(const ast::Expr& expr, const References& visit) {
    const auto nothing = [](const auto&) {};
    std::visit(overloaded{
                   [&](const ast::Variable& node) { visit.variable(node.name, expr.span); },
                   [&](const ast::SetRef& node) { visit.set(node.name); },
                   [&](const ast::Hash& node) { visit_ptr(node.key, visit); },
                   [&](const ast::Prefix& node) {
                       visit_ptr(node.base, visit);
                       visit_ptr(node.length, visit);
                   },
                   [&](const ast::Range& node) {
                       visit_ptr(node.low, visit);
                       visit_ptr(node.high, visit);
                   },
                   [&](const ast::Binary& node) {
                       visit_ptr(node.left, visit);
                       visit_ptr(node.right, visit);
                   },
                   [&](const ast::Concat& node) {
                       for (const ast::Expr& part : node.parts)
                           visit_references(part, visit);
                   },
                   [&](const ast::List& node) {
                       for (const ast::Expr& item : node.items)
                           visit_references(item, visit);
                   },
                   [&](const ast::SetLiteral& node) {
                       for (const ast::Element& element : node.elements)
                           visit_references(element, visit);
                   },
                   [&](const ast::MapLookup& node) {
                       visit_ptr(node.key, visit);
                       visit_ptr(node.map, visit);
                   },
                   [&](const ast::FlagsMask& node) {
                       visit_ptr(node.value, visit);
                       visit_ptr(node.mask, visit);
                   },
                   [&](const ast::VerdictExpr& node) { visit_ptr(node.chain, visit); },
                   nothing,
               },
               expr.node);
}

} // namespace rulec::sema
