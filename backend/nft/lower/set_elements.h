// SPDX-License-Identifier: GPL-2.0-or-later
// Elements as the kernel stores them: keys in register form; intervals of a single part as a start and an end that is
// the first key behind it; intervals of concatenations as two keys.
#pragma once

#include "backend/nft/lower/lower_value.h"
#include "backend/nft/lower/rule_builder.h"

namespace rulec::nft {

struct ElementsTarget {
    SetRef set;
    Shift shift;           // moves keys to where the field lies in its octets (see load_in_place), ...
    std::uint32_t key_len; // ... which are this many
};

// `elements` are those of `set`, apart from it because large ones are moved.
NewElements lower_elements(TableBuilder& table, const model::Set& set, model::ElementList elements,
                           const ElementsTarget& target);

// Canonical octets to those in registers, and back, of values of `parts` one after the other, each `one_len` long.
Bytes in_register_form(Bytes flat, const std::vector<model::KeyPart>& parts, std::size_t one_len);

// The number of elements that nft announces for a set whose elements are fixed: two for each interval, and the end
// before the first, whether they are sent or not.
std::uint32_t announced_size(const model::Set& set, const model::ElementList& elements);

} // namespace rulec::nft
