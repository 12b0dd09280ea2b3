// SPDX-License-Identifier: GPL-2.0-or-later
// The options of iptables that belong to no match or target: commands, -t, -m, -j and what says how to print.
#pragma once

#include "backend/iptables/command.h"

#include <span>
#include <string_view>

namespace rulec::ipt {

enum class General : std::uint8_t {
    command,
    table,
    match,
    jump,
    go_to,
    counters,
    family4,
    family6,
    ignored,
    ignored_argument
};

struct GeneralRow {
    std::string_view name;
    char letter;
    General what;
    Command::Kind command = Command::Kind::list; // which one
};

std::span<const GeneralRow> general_options();

} // namespace rulec::ipt
