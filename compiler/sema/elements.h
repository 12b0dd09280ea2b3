// SPDX-License-Identifier: GPL-2.0-or-later
// Elements: from syntax to the flat arrays of a set or map.
#pragma once

#include "compiler/model/set.h"
#include "compiler/sema/context.h"

namespace rulec::sema {

// Adds one element, or all of a nested set or variable, to `set`, whose key and data types are known. Whether ranges
// are allowed is the caller's to check (first_range()).
void add_element(Context& context, const ast::Element& element, model::Set& set);

// The place of the first element that is a range or prefix; unknown span if there is none.
Span first_range(const model::Set& set);

// Removes the elements whose keys equal those in `gone`.
void remove_elements(model::Set& set, const model::ElementList& gone);

} // namespace rulec::sema
