// SPDX-License-Identifier: GPL-2.0-or-later
// How rules write a row of the catalogue: for the manual, and for tests that walk every row.
#pragma once

#include "compiler/catalog/field.h"

#include <string>
#include <string_view>

namespace rulec::catalog {

// "tcp dport", "ct original ip saddr", "srh sid[1]"...: the shortest selector that names the field.
std::string spelling(const Header& header, const Field& field);

// A value that the field can be compared with, as it is written: `ssh`, `10.0.0.1`, `"lo"`.
std::string sample_value(const Field& field);

// What a rule must match before it, for its type to be known: `meta l4proto tcp`; mostly empty.
std::string_view needed_before(const Header& header, const Field& field);

} // namespace rulec::catalog
