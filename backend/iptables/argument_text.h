// SPDX-License-Identifier: GPL-2.0-or-later
// add_argument(): the typed argument of an option as iptables reads it, by the shape of its row. The opposite of
// arguments.h.
#pragma once

#include "backend/iptables/ruleset.h"

#include <string>

namespace rulec::ipt {

// Behind `text`, without a space in front; nothing for flags.
void add_argument(std::string& text, const OptionRow& row, const Argument& argument);

// As it stands if iptables-restore takes it for one word, else in quotes.
std::string quoted_word(std::string_view word);

} // namespace rulec::ipt
