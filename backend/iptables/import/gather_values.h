// SPDX-License-Identifier: GPL-2.0-or-later
// gather_values(): of rules one behind the other that all end the chain in the same way, in whatever order, those
// that differ in one value become one. Between them stand only rules with the same end, so that no packet can tell:
//
//   tcp dport 22 accept
//   ip saddr 10.0.0.5 udp dport 53 accept    ->  tcp dport { 22, 443 } accept
//   tcp dport 443 accept                         ip saddr 10.0.0.5 udp dport 53 accept
#pragma once

#include "backend/iptables/import/table_text.h"

#include <vector>

namespace rulec::ipt {

void gather_values(std::vector<Line>& lines);

} // namespace rulec::ipt
