// SPDX-License-Identifier: GPL-2.0-or-later
// Context: where an evaluation stands: the variables it sees, the table it is in, and, inside a rule, what is known
// of the packet. Passed by reference to every evaluating function; it owns nothing but the rule's protocol context.
#pragma once

#include "compiler/diag/diagnostic.h"
#include "compiler/model/protocol_context.h"
#include "compiler/sema/host_facts.h"
#include "compiler/sema/scope.h"
#include "compiler/source/source_manager.h"

#include <optional>
#include <string>
#include <unordered_map>
#include <unordered_set>

namespace rulec::sema {

// A table while it is being built, with indexes by name into its vectors.
struct TableState {
    model::Table table;
    std::unordered_map<std::string, std::uint32_t> chains, sets, objects, flowtables;
    std::unordered_set<std::string> broken_sets; // declared, but wrong: using them is not a second mistake
};

struct Context {
    const SourceManager& sources;
    diag::Sink& sink;
    const HostFacts* host;
    const Scope& scope;
    model::HostNames& host_names;       // what names of the host were written
    TableState* table = nullptr;        // null outside of tables
    const Captures* captures = nullptr; // looked up before `scope`: inside a variable's value, in a deferred rule
    model::ProtocolContext protocols{catalog::Family::inet};
    bool in_rule = false; // else fields only name a type: no packet to conflict with

    // Reports and returns nothing, for `return context.fail(...)`.
    std::nullopt_t fail(diag::Diagnostic diagnostic) {
        sink.report(std::move(diagnostic));
        return std::nullopt;
    }
    std::string_view text(Span span) const { return span.known() ? sources.text(span) : std::string_view(); }
};

// The binding of a variable, or a diagnostic and null.
BindingPtr find_variable(Context& context, std::string_view name, Span span);

// What the syntax in hand needs of the scope, so that it can be evaluated later. Unknown variables are left out:
// evaluation reports them.
template <class Syntax>
Captures capture(Context& context, const Syntax& syntax);

// Calls `use` with `expr`, or, if it is a variable, with the expression that it stands for, in that place's
// environment. A variable that is not there gives a diagnostic and a default result.
template <class Use>
auto with_value(Context& context, const ast::Expr& expr, Use use) -> decltype(use(expr)) {
    const auto* variable = std::get_if<ast::Variable>(&expr.node);
    if (variable == nullptr) return use(expr);
    const BindingPtr binding = find_variable(context, variable->name, expr.span);
    if (!binding) return {};
    const Captures* outer = context.captures;
    const std::size_t said_before = context.sink.all().size();
    context.captures = &binding->captures;
    auto result = with_value(context, binding->value, use);
    context.captures = outer;
    context.sink.used_at(said_before, expr.span);
    return result;
}

} // namespace rulec::sema
