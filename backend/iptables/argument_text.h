// SPDX-License-Identifier: GPL-2.0-or-later
// argument_text(): the typed argument of an option as iptables reads it, by the shape of its row. The opposite of
// arguments.h.
#pragma once

#include "backend/iptables/ruleset.h"

#include <string>

namespace rulec::ipt {

// Without a space in front; empty for flags.
std::string argument_text(const OptionRow& row, const Argument& argument);

// As it stands if iptables-restore takes it for one word, else in quotes.
std::string quoted_word(std::string_view text);

} // namespace rulec::ipt
