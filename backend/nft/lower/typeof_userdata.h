// SPDX-License-Identifier: GPL-2.0-or-later
// The description of an expression that nft keeps with a set (`typeof ip saddr`), as user data within user data: the
// number of nft's kind of expression, then what that kind needs. All seen in sets that nft 1.0.6 made.
#pragma once

#include "compiler/model/value.h"

namespace rulec::nft {

namespace typeof_kind {

// nft's kinds of expressions.
enum Kind : std::uint32_t {
    kVerdict = 1,
    kPayload = 7,
    kExthdr = 8,
    kMeta = 9,
    kSocket = 10,
    kOsf = 11,
    kCt = 12,
    kConcat = 13,
    kNumgen = 23,
    kHash = 24,
    kRt = 25,
    kFib = 26,
    kXfrm = 27,
};
inline constexpr std::uint8_t kKindAttribute = 0, kDataAttribute = 1;
inline constexpr std::uint32_t kBaseOffset = 1; // nft counts NFT_PAYLOAD_* from 1

} // namespace typeof_kind

// Of the expression after `typeof`. Empty if nft has no description of it; of a concatenation, the parts before the
// first that has none.
Bytes typeof_declared(const model::Value& value);

// Of the key that is looked up in an anonymous set. nft has no description of what it computes, and looks at the key
// when it has already added what the set wants: masks, shifts, and a change of byte order for intervals.
Bytes typeof_looked_up(const model::Value& key, bool interval);

// Of a key or of data declared by `type`, if it has several parts.
Bytes typeof_nameless_concat();

Bytes typeof_verdict();

} // namespace rulec::nft
