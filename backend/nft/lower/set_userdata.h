// SPDX-License-Identifier: GPL-2.0-or-later
// What nft writes beside a set so that its own listings can show it as it was declared.
#pragma once

#include "compiler/model/set.h"

namespace rulec::nft {

// `key` is what a rule looks up in an anonymous set; null for sets with a name.
Bytes set_userdata(const model::Set& set, const model::Value* key);

} // namespace rulec::nft
