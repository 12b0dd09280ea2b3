// SPDX-License-Identifier: GPL-2.0-or-later
// Everything that is in live tables, as the kernel's netlink messages. What they mean is backend/nft's business.
#pragma once

#include "compiler/support/result.h"
#include "runtime/kernel/connection.h"
#include "runtime/kernel/snapshot.h"

#include <cstdint>
#include <functional>
#include <span>

namespace rulec::kernel {

// Receives a dump piece by piece; sets are not kept here, so a large one costs what the receiver makes of it.
struct DumpReceiver {
    std::function<void()> begin;              // forget what came before: the tables changed meanwhile
    std::function<void(Octets message)> each; // one message, header and all
};

// Tables, then their chains, sets with elements, objects, flowtables and rules, all at one generation: if somebody
// commits in between, it is read again. `wanted`: of these tables only; empty: of all.
Result<void> dump_tables(Connection& connection, std::span<const LiveTable> wanted, const DumpReceiver& receiver);

} // namespace rulec::kernel
