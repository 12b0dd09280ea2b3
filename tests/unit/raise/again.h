// SPDX-License-Identifier: GPL-2.0-or-later
// From a program to the model and back to a program: raise() undoes lower(), so both are the same.
#pragma once

#include "backend/nft/program.h"

#include <string>

namespace rulec::test {

// What raise() makes of `program`, lowered again. Sets and chains are numbered alike.
nft::Program lowered_again(const nft::Program& program);

// print(), with the elements of each set in one order: of a set without intervals the order means nothing.
std::string text_of(const nft::Program& program);

} // namespace rulec::test
