// SPDX-License-Identifier: GPL-2.0-or-later
// The little language of `-m u32` (iptables-extensions(8)): START[&MASK][<<N|>>N]=VALUES, joined by &&. What reads
// at a place known beforehand is raw octets of nf_tables; the usual detour over the length of the IPv4 header,
// `0>>22&0x3C@`, is the transport header.
#pragma once

#include "backend/iptables/import/clause.h"

#include <optional>
#include <string_view>

namespace rulec::ipt {

std::optional<Clauses> u32_tests(std::string_view text);

} // namespace rulec::ipt
