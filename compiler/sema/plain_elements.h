// SPDX-License-Identifier: GPL-2.0-or-later
// Plain elements of large lists: from words to the flat arrays of a set, without a tree in between.
#pragma once

#include "compiler/model/set.h"
#include "compiler/sema/context.h"

namespace rulec::sema {

// The same as add_element() of each of them. Whatever is not a value of the set's type at first sight, mistakes above
// all, goes that way too.
void add_plain_elements(Context& context, const ast::PlainElements& elements, model::Set& set);

} // namespace rulec::sema
