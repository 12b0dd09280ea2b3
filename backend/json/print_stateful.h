// SPDX-License-Identifier: GPL-2.0-or-later
// Counters, limits, quotas...: as statements, in elements of sets, and as the bodies of named objects.
#pragma once

#include "backend/json/context.h"

#include <vector>

namespace rulec::json {

// Milliseconds as the whole seconds that JSON has; what is finer cannot be said.
Json print_seconds(Context& context, Span span, std::uint64_t ms);

// {"counter": {...}}, {"limit": {...}}...
Json print_stateful(Context& context, Span span, const model::Stateful& stateful);
Json print_statefuls(Context& context, Span span, const std::vector<model::Stateful>& all);

// What stands inside, shared with named objects.
Json counter_body(const model::Counter& counter);
Json limit_body(const model::Limit& limit);
Json synproxy_body(const model::Synproxy& synproxy);

} // namespace rulec::json
