// SPDX-License-Identifier: GPL-2.0-or-later
// Matches: `ip saddr 10.0.0.0/8`, `tcp dport { 22, 80 }`, `ct state new,established`, `tcp dport vmap { ... }`.
#pragma once

#include "compiler/model/ruleset.h"
#include "compiler/sema/context.h"

#include <optional>

namespace rulec::sema {

std::optional<model::Match> eval_match(Context& context, const ast::Match& match, Span span);
std::optional<model::VerdictMap> eval_verdict_map(Context& context, const ast::VerdictMap& map);

} // namespace rulec::sema
