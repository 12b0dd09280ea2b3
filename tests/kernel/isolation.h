// SPDX-License-Identifier: GPL-2.0-or-later
// What every kernel test stands on: a network namespace of its own (a user namespace too, without root), in which the
// stock nft and rulec may do as they like. main() in isolation.cpp enters it before any test runs, and skips the
// whole run with a reason where that is not allowed.
#pragma once

#include <string>

namespace rulec::test {

struct Ran {
    int status = 0;     // exit status, 128 + signal
    std::string output; // stdout and stderr
};

// Runs a command line in the shell, with `input` on its standard input.
Ran run(const std::string& command, const std::string& input = {});

// Runs `nft -f -` on the text.
Ran nft_load(const std::string& ruleset);

void flush_ruleset();

// Loads the text with nft to compare with. False, with a message, if this kernel lacks what it needs.
bool loaded_by_nft(const std::string& ruleset);

// `nft -s list ruleset` and `nft -s --debug=netlink list ruleset`, one after the other: the rules as people and as
// the kernel see them.
std::string listing();

// Are we root outside of any user namespace? Then the send buffer may have any size.
bool has_real_root();

} // namespace rulec::test
