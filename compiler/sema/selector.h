// SPDX-License-Identifier: GPL-2.0-or-later
// Selectors: from the words of a field (`tcp dport`, `ct original ip saddr`) to the catalogue's row.
#pragma once

#include "compiler/model/value.h"
#include "compiler/sema/context.h"

#include <optional>

namespace rulec::sema {

// The field that the words name, typed. Keys that exist for both IP versions (`ct original saddr`, `rt nexthop`) get
// theirs from what the rule knows of the packet.
std::optional<model::Value> eval_selector(Context& context, const ast::Selector& selector, Span span);

std::optional<model::Value> eval_raw_payload(Context& context, const ast::RawPayload& raw, Span span);

} // namespace rulec::sema
