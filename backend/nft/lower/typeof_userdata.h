// SPDX-License-Identifier: GPL-2.0-or-later
// The description of an expression that nft keeps with a set (`typeof ip saddr`), as user data within user data: the
// number of nft's kind of expression, then what that kind needs. All seen in sets that nft 1.0.6 made.
#pragma once

#include "compiler/model/value.h"

namespace rulec::nft {

// Empty if nft has no description of the value. Of a concatenation, the parts before the first that has none;
// `turned_parts`: parts of the machine's byte order have none either, as their key is turned.
Bytes typeof_userdata(const model::Value& value, bool turned_parts);

// Of a key or of data declared by `type`, if it has several parts.
Bytes typeof_nameless_concat();

Bytes typeof_verdict();

} // namespace rulec::nft
