// SPDX-License-Identifier: GPL-2.0-or-later
// Merges the tables of iptables with those of ip6tables into tables of family inet. Rules that say the same stand
// once; all others keep to their family and their order. Rules that count or remember stay two, since iptables and
// ip6tables count apart.
#pragma once

#include "backend/iptables/import/table_text.h"

namespace rulec::ipt {

// Can the two tables be one? Not if a chain is called one thing here and another there, or if a rule has a statement
// that inet tables lack.
bool can_merge(const TableText& v4, const TableText& v6);

// Both were written for family inet (write_tables.h) and have the same name.
TableText merge_families(TableText v4, TableText v6);

} // namespace rulec::ipt
