// SPDX-License-Identifier: GPL-2.0-or-later
// Variables: `define` binds a name to an expression as it was written. A binding remembers what the variables inside
// it meant at that place (its captures), so that a later `redefine` does not change it.
#pragma once

#include "compiler/syntax/ast.h"

#include <cstdint>
#include <memory>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

namespace rulec::sema {

struct Binding;
using BindingPtr = std::shared_ptr<const Binding>;
using Captures = std::vector<std::pair<std::string_view, BindingPtr>>;

struct Binding {
    Span span;
    ast::Expr value;
    Captures captures;
    std::uint32_t depth = 1;    // of variables within variables
    std::uint64_t expanded = 0; // octets of text once every variable is replaced by its value, roughly
    mutable bool used = false;  // by more than values of variables that are not used themselves
};

// Blocks nest: a name ends with its block. Only `redefine` hides that of an outer one.
class Scope {
  public:
    Scope() { enter(); }
    void enter() { levels_.emplace_back(); }
    void leave() { levels_.pop_back(); }

    BindingPtr find(std::string_view name) const;
    bool binds_here(std::string_view name) const { return levels_.back().contains(name); } // in the innermost block
    void bind(std::string_view name, BindingPtr binding);
    bool unbind(std::string_view name);
    std::vector<std::string_view> names() const;

  private:
    using Level = std::unordered_map<std::string_view, BindingPtr>;
    std::vector<Level> levels_;
};

} // namespace rulec::sema
