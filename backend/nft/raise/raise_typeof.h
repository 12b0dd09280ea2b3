// SPDX-License-Identifier: GPL-2.0-or-later
// The expression that was declared with typeof, from what nft notes of it: the inverse of lower/typeof_userdata.h.
#pragma once

#include "compiler/model/value.h"

#include <optional>

namespace rulec::nft {

// Nothing if the octets describe no expression, or not all of one.
std::optional<model::Value> raise_typeof(BytesView userdata);

} // namespace rulec::nft
