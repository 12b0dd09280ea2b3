// SPDX-License-Identifier: GPL-2.0-or-later
// Named objects and flowtables as JSON.
#pragma once

#include "backend/json/context.h"

namespace rulec::json {

// {"counter": {...}}, {"ct helper": {...}}...
Json print_object(Context& context, const model::Object& object);
Json print_flowtable(Context& context, const model::Flowtable& flowtable);

} // namespace rulec::json
