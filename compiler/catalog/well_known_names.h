// SPDX-License-Identifier: GPL-2.0-or-later
// All names of the built-in tables, for suggestions.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

namespace rulec::catalog {

std::vector<std::string_view> service_names();
std::vector<std::string_view> protocol_names();

// The name that listings use; empty if there is none.
std::string_view protocol_name(std::uint8_t number);

} // namespace rulec::catalog
