// SPDX-License-Identifier: GPL-2.0-or-later
#include "backend/ipset/commands.h"

#include <algorithm>
#include <array>

namespace rulec::ipset {
namespace {

// The order decides what an abbreviation means.
struct CommandRow {
    std::string_view name;
    char letter; // 0: none; the upper case one with a dash
    Command command;
};

constexpr auto kCommands = std::to_array<CommandRow>({
    {"create", 'n', Command::create},
    {"add", 'a', Command::add},
    {"del", 'd', Command::del},
    {"test", 't', Command::test},
    {"destroy", 'x', Command::destroy},
    {"list", 'l', Command::list},
    {"save", 's', Command::save},
    {"restore", 'r', Command::restore},
    {"flush", 'f', Command::flush},
    {"rename", 'e', Command::rename},
    {"swap", 'w', Command::swap},
    {"help", 'h', Command::help},
    {"version", 'v', Command::version},
});

} // namespace

std::optional<Command> find_command(std::string_view text) {
    const bool dash = text.starts_with('-');
    text.remove_prefix(std::min(text.find_first_not_of('-'), text.size()));
    if (text.empty()) return std::nullopt;
    for (const CommandRow& row : kCommands) {
        const char letter = dash ? static_cast<char>(row.letter - 'a' + 'A') : row.letter;
        if (text.size() == 1 && text[0] == letter) return row.command;
    }
    const auto found =
        std::ranges::find_if(kCommands, [&](const CommandRow& row) { return row.name.starts_with(text); });
    return found == kCommands.end() ? std::nullopt : std::optional(found->command);
}

} // namespace rulec::ipset
