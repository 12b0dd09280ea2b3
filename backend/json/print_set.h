// SPDX-License-Identifier: GPL-2.0-or-later
// Sets and maps as JSON: anonymous ones inside a rule, named ones as objects of their own whose elements are written
// one by one.
#pragma once

#include "backend/json/context.h"

namespace rulec::json {

// All elements as an array; of a map [key, data].
Json print_elements(Context& context, const model::Set& set);

// {"set": ...} or {"map": ...} of a named set, appended as text.
void append_set(Context& context, const model::Set& set, std::string& out);

} // namespace rulec::json
