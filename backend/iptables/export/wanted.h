// SPDX-License-Identifier: GPL-2.0-or-later
// Wanted: what a test of IR wants of a field, whatever the test's form: (field & mask) in one of some ranges, or not.
#pragma once

#include "backend/iptables/export/context.h"

namespace rulec::ipt {

struct Interval {
    Bytes low, high; // inclusive, canonical octets
    bool single() const { return low == high; }
};

struct Wanted {
    std::vector<Interval> intervals;
    bool negated = false;
    std::optional<Bytes> mask; // of the field, before it is compared

    bool one_value() const { return intervals.size() == 1 && intervals[0].single(); }
};

// The same without `negated`: what lies between the intervals.
Wanted not_negated(Wanted wanted);

Wanted wanted(const ir::Test& test, const ir::Table& table);
const model::Value& tested_value(const ir::Test& test);

// The elements of a set whose key is one field; none for `*`.
std::vector<Interval> intervals_of(const model::Set& set);

} // namespace rulec::ipt
