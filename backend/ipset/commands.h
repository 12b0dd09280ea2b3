// SPDX-License-Identifier: GPL-2.0-or-later
// ipset's commands by their names, letters and abbreviations (ipset(8), COMMANDS).
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace rulec::ipset {

enum class Command : std::uint8_t {
    create,
    add,
    del,
    test,
    destroy,
    list,
    save,
    restore,
    flush,
    rename,
    swap,
    help,
    version,
};

std::optional<Command> find_command(std::string_view text);

} // namespace rulec::ipset
