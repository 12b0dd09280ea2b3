// SPDX-License-Identifier: GPL-2.0-or-later
#include "compiler/sema/context.h"

#include "compiler/sema/references.h"
#include "compiler/support/suggest.h"

namespace rulec::sema {
namespace {

BindingPtr look_up(const Context& context, std::string_view name) {
    if (context.captures != nullptr) {
        for (const auto& [captured, binding] : *context.captures) {
            if (captured == name) return binding;
        }
        return nullptr;
    }
    return context.scope.find(name);
}

} // namespace

BindingPtr find_variable(Context& context, std::string_view name, Span span) {
    if (BindingPtr binding = look_up(context, name)) {
        binding->used = true;
        return binding;
    }
    auto diagnostic = diag::make(diag::Code::kUnknownVariable, span, name);
    const auto names = context.scope.names();
    if (const auto near = nearest(name, names)) {
        context.sink.report(std::move(diagnostic).did_you_mean("$" + std::string(*near)));
    } else {
        context.sink.report(std::move(diagnostic).help("define it before its use: `define NAME = value`"));
    }
    return nullptr;
}

template <class Syntax>
Captures capture(Context& context, const Syntax& syntax) {
    Captures captures;
    visit_references(syntax, {.variable =
                                  [&](std::string_view name, Span) {
                                      if (BindingPtr binding = look_up(context, name)) {
                                          captures.emplace_back(name, std::move(binding));
                                      }
                                  },
                              .set = [](std::string_view) {}});
    return captures;
}

template Captures capture(Context& context, const ast::Expr& syntax);
template Captures capture(Context& context, const ast::Rule& syntax);

} // namespace rulec::sema
