// SPDX-License-Identifier: GPL-2.0-or-later
// make_idiomatic(): runs of rules that differ in one value become one rule, as somebody would write it who thinks in
// sets and maps:
//
//   tcp dport 22 accept                      tcp dport 80 dnat to 10.0.0.1
//   tcp dport 80 accept                      tcp dport 25 dnat to 10.0.0.2
//   -> tcp dport { 22, 80 } accept           -> dnat to tcp dport map { 80 : 10.0.0.1, 25 : 10.0.0.2 }
//
// Every packet fares as before. Rules stay as they are where that is not certain: if they count, limit or differ in
// their comments, if a remark stands between them, if their values overlap and the first rule does not end the
// matter.
#pragma once

#include "backend/iptables/import/table_text.h"

namespace rulec::ipt {

void make_idiomatic(TableText& table);

} // namespace rulec::ipt
