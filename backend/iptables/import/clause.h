// SPDX-License-Identifier: GPL-2.0-or-later
// Clauses: what rules are made of before they are text, so that rules can still be compared, merged and folded.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace rulec::ipt {

// One condition or statement. With a field its text is `FIELD VALUE`, and several values could stand in braces there;
// without one it is the value.
struct Clause {
    std::string field;
    std::string value;

    std::string text() const { return field.empty() ? value : field + " " + value; }
    friend bool operator==(const Clause&, const Clause&) = default;
};

using Clauses = std::vector<Clause>;

// Ways for a match to be true, no two of them at once: each becomes a rule of its own.
using Alternatives = std::vector<Clauses>;

inline Clause statement(std::string text) {
    return {.field = {}, .value = std::move(text)};
}

inline Alternatives always() {
    return {Clauses{}};
}

inline Alternatives only(Clause clause) {
    return {{std::move(clause)}};
}

} // namespace rulec::ipt
