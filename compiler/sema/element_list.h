// SPDX-License-Identifier: GPL-2.0-or-later
// How evaluated elements get into the flat arrays of a set: key, then data, then end_element().
#pragma once

#include "compiler/model/set.h"

namespace rulec::sema {

// A key or datum, canonical octets.
struct Bounds {
    Bytes low, high;     // inclusive
    bool ranged = false; // written as a range or prefix, be it of one value
};

// The first range makes the upper ends of all elements explicit.
void push_key(model::Set& set, const Bounds& key);

// Data of verdict maps.
void push_verdict(model::ElementList& list, const model::Verdict& verdict);

// Data of value maps. The first range among them makes all data of the map pairs.
void push_data(model::Set& set, const Bounds& data);

void end_element(model::ElementList& list, Span span);

} // namespace rulec::sema
