// SPDX-License-Identifier: GPL-2.0-or-later
// A program as text for people, tests and `compile --to program`. Expressions are spelled as `nft --debug=netlink`
// spells them, except that data is printed octet by octet in the order of the register ("0x0016" for port 22),
// never as words of the machine's byte order. Host-independent: same program, same text.
#pragma once

#include "backend/nft/program.h"

#include <string>

namespace rulec::nft {

// One block a message: a head line ("rule inet gateway input"), then two-space indented lines.
std::string print(const Program& program);

// "[ cmp eq reg 1 0x0016 ]", without a newline.
std::string print(const Expression& expression);

// "jump -> services"
std::string print(const Verdict& verdict);

} // namespace rulec::nft
