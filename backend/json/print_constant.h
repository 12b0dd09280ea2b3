// SPDX-License-Identifier: GPL-2.0-or-later
// Constants as JSON expressions: 22, "10.0.0.1", {"prefix": ...}, {"range": ...}, {"concat": ...}.
#pragma once

#include "backend/json/context.h"
#include "compiler/catalog/print_value.h"

#include <vector>

namespace rulec::json {

// Canonical octets of one value. Flags that stand together are an array in list style (a right side that tests bits),
// else joined by "|".
Json print_constant(const Context& context, const model::KeyPart& part, BytesView bytes,
                    catalog::ValueStyle style = catalog::ValueStyle::value);

// A prefix where the type is written so and the ends allow it, else a range; one value if both ends are equal.
Json print_range(const Context& context, const model::KeyPart& part, BytesView low, BytesView high);
Json print_prefix(const Context& context, const model::KeyPart& part, BytesView base, std::uint32_t len);

// A key or datum of one or more padded parts.
Json print_key(const Context& context, const std::vector<model::KeyPart>& parts, BytesView low, BytesView high);

} // namespace rulec::json
