// SPDX-License-Identifier: GPL-2.0-or-later
#include "compiler/sema/scope.h"

namespace rulec::sema {

BindingPtr Scope::find(std::string_view name) const {
    for (auto level = levels_.rbegin(); level != levels_.rend(); ++level) {
        if (const auto found = level->find(name); found != level->end()) return found->second;
    }
    return nullptr;
}

void Scope::bind(std::string_view name, BindingPtr binding) {
    levels_.back()[name] = std::move(binding);
}

bool Scope::unbind(std::string_view name) {
    return levels_.back().erase(name) > 0;
}

std::vector<std::string_view> Scope::names() const {
    std::vector<std::string_view> all;
    for (const Level& level : levels_) {
        for (const auto& [name, binding] : level)
            all.push_back(name);
    }
    return all;
}

} // namespace rulec::sema
