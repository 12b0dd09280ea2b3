// SPDX-License-Identifier: GPL-2.0-or-later
// A command line of iptables, as it stands in a dump or in a script: what to do with which chain, and the rule.
#pragma once

#include "backend/iptables/ruleset.h"
#include "backend/iptables/split_words.h"

#include <optional>
#include <span>
#include <string>
#include <vector>

namespace rulec::ipt {

struct Command {
    enum class Kind : std::uint8_t {
        append,
        insert,
        remove,
        replace,
        policy,
        flush,
        create,
        erase,
        rename,
        zero,
        check,
        list
    };
    Kind kind = Kind::append;
    std::optional<Token> table;    // -t
    std::optional<Token> chain;    // of flush, erase and zero none is all
    std::optional<Token> argument; // the policy, the new name
    std::uint64_t number = 0;      // of a rule in its chain, from 1 on
    std::vector<Rule> rules;       // more than one where -s or -d has a list of addresses
    Span span;
};

// Nothing if there is a mistake: it is in `sink` then, and so are all others of the line that could be found.
// The rule is complete (check_rule.h), but the chain that it jumps to need not be there.
std::optional<Command> read_command(std::span<const Token> words, Family family, diag::Sink& sink);

} // namespace rulec::ipt
