// SPDX-License-Identifier: GPL-2.0-or-later
// Carries out commands on a table, as iptables would on an empty kernel.
#pragma once

#include "backend/iptables/command.h"

namespace rulec::ipt {

// The chain of that name; built-in ones are made when they are first named. Null: there is no such chain.
Chain* find_chain(Table& table, std::string_view name, Span span);

// False: what iptables would refuse is in `sink`.
bool carry_out(Table& table, Command command, diag::Sink& sink);

// Jumps to chains that are not there; to be called when all commands are done.
void check_jumps(const Table& table, diag::Sink& sink);

// Reports a name that cannot be one of a chain.
bool check_chain_name(const Token& name, diag::Sink& sink);

} // namespace rulec::ipt
