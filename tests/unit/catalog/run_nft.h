// SPDX-License-Identifier: GPL-2.0-or-later
// Asks the stock nft, where it is installed: what it prints for a file of commands. Nothing is loaded.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace rulec::catalog {

// Standard output of `command FILE`, FILE holding `input`; none if the command cannot run here.
std::optional<std::string> run_with_file(std::string_view command, std::string_view input);

// Is there an nft of the version whose facts the catalogue holds? Says so on standard error if not.
bool have_reference_nft();

// That, and the right to load rules in a network namespace of our own.
bool can_ask_kernel();

} // namespace rulec::catalog
