// SPDX-License-Identifier: GPL-2.0-or-later
// The mark by which rulec knows the tables it made: a TLV of type 200 in the table's userdata, which nft ignores and
// keeps. Userdata is a list of (type: 1 octet, length: 1 octet, value); type 0 is nft's comment.
#pragma once

#include "compiler/support/bytes.h"

namespace rulec::apply {

// Appends the mark; nothing happens if it is there or if there is no room for it (256 octets).
void add_mark(Bytes& userdata);

// False for userdata that is not a list of TLVs.
bool has_mark(BytesView userdata);

} // namespace rulec::apply
