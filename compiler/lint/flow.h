// SPDX-License-Identifier: GPL-2.0-or-later
// Flow: what a rule does to the packets that its matches let through, as far as the rules behind it are concerned.
#pragma once

#include "compiler/model/ruleset.h"

namespace rulec::lint {

// May the action change what a later match of the same packet sees: a field, a mark, the connection, a set?
bool changes(const model::Action& action);

// Does the packet never come to the next rule of the chain, whatever it is? Not so, for certainty, where the kernel
// tests something on its own (`reject with tcp reset`, nat of one family in an inet table) or asks a map.
bool ends(const model::Action& action, catalog::Family family);

// Can no packet fail here once the matches are passed? True of counters and logs.
bool lets_all_through(const model::Action& action);

// Does the last statement of the rule end the way of every packet that its matches let through? Nothing else in it
// may stop a packet.
bool decides(const model::Rule& rule, catalog::Family family);

// The only statement that ends(); null if the rule does not decide.
const model::Statement* verdict_of(const model::Rule& rule, catalog::Family family);

} // namespace rulec::lint
