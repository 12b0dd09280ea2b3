// SPDX-License-Identifier: GPL-2.0-or-later
#include "backend/iptables/general_options.h"

#include <array>

namespace rulec::ipt {
namespace {

constexpr auto kGeneral = std::to_array<GeneralRow>({
    {"append", 'A', General::command, Command::Kind::append},
    {"insert", 'I', General::command, Command::Kind::insert},
    {"delete", 'D', General::command, Command::Kind::remove},
    {"replace", 'R', General::command, Command::Kind::replace},
    {"policy", 'P', General::command, Command::Kind::policy},
    {"flush", 'F', General::command, Command::Kind::flush},
    {"new-chain", 'N', General::command, Command::Kind::create},
    {"delete-chain", 'X', General::command, Command::Kind::erase},
    {"rename-chain", 'E', General::command, Command::Kind::rename},
    {"zero", 'Z', General::command, Command::Kind::zero},
    {"check", 'C', General::command, Command::Kind::check},
    {"list", 'L', General::command, Command::Kind::list},
    {"list-rules", 'S', General::command, Command::Kind::list},
    {"table", 't', General::table},
    {"match", 'm', General::match},
    {"jump", 'j', General::jump},
    {"goto", 'g', General::go_to},
    {"set-counters", 'c', General::counters},
    {"ipv4", '4', General::family4},
    {"ipv6", '6', General::family6},
    {"numeric", 'n', General::ignored},
    {"verbose", 'v', General::ignored},
    {"exact", 'x', General::ignored},
    {"line-numbers", 0, General::ignored},
    {"wait", 'w', General::ignored_argument},
    {"wait-interval", 'W', General::ignored_argument},
    {"modprobe", 0, General::ignored_argument},
});

} // namespace

std::span<const GeneralRow> general_options() {
    return kGeneral;
}

} // namespace rulec::ipt
