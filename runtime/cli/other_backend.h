// SPDX-License-Identifier: GPL-2.0-or-later
// W1011: rules that `rulec apply` wrote through one backend stay when the next ruleset goes through another, and
// packets have to pass both. Tables of families that iptables has not got, bridge for example, are nothing that was
// there twice.
#pragma once

#include "backend/nft/program.h"
#include "compiler/diag/diagnostic.h"
#include "runtime/restore/tools.h"

#include <span>
#include <string>

namespace rulec::cli {

// After a ruleset went through iptables: tables of nf_tables with rulec's mark.
void warn_of_nftables(diag::Sink& sink);

// After `tables` went through nf_tables: chains of iptables with rulec's prefix. `strangers`: live tables that are
// not rulec's, "ip filter". No program is run unless one of those, or what the kernel says in /proc, is a table of
// iptables.
void warn_of_iptables(const nft::Program& tables, std::span<const std::string> strangers, diag::Sink& sink);

} // namespace rulec::cli
