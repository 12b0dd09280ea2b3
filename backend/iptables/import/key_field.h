// SPDX-License-Identifier: GPL-2.0-or-later
// Fields that a set or a map may be keyed by, and their values while it must be known which of them overlap.
#pragma once

#include "compiler/support/bytes.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace rulec::ipt {

enum class KeyKind : std::uint8_t { address4, address6, number, word };

struct KeyField {
    std::string_view field; // "tcp dport"
    KeyKind kind;
    bool changes = false;       // a rule may change it in the packet
    std::string_view type = {}; // of a set of them; empty: no named sets
};

const KeyField* find_key_field(std::string_view field); // null: no such field, or its values are bits

// One element, and the keys that it stands for: both ends inclusive and equally long.
struct KeyElement {
    std::string text;
    Bytes low, high;

    bool single() const { return low == high; }
};

// Of `22`, `10.0.0.0/8`, `1-5` or `{ 22, 80 }`. None if it is something else: a negation, a mask, a name of a set.
std::optional<std::vector<KeyElement>> elements_of(const KeyField& field, std::string_view value);

} // namespace rulec::ipt
