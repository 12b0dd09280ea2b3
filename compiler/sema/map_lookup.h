// SPDX-License-Identifier: GPL-2.0-or-later
// `key map @m` and `key map { ... }`: lookups that give a value.
#pragma once

#include "compiler/model/set.h"
#include "compiler/sema/context.h"

#include <optional>
#include <vector>

namespace rulec::sema {

// `target`: what the data must be; needed to read the data of a map in braces. A named map brings its own, which
// must suit the target if there is one.
std::optional<model::Value> eval_map_lookup(Context& context, const ast::MapLookup& lookup,
                                            const std::optional<std::vector<model::KeyPart>>& target, Span span);

} // namespace rulec::sema
