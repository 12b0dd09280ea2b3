// SPDX-License-Identifier: GPL-2.0-or-later
// What is live in the kernel, as far as apply must know it: the generation and the list of tables.
#pragma once

#include "compiler/support/bytes.h"
#include "compiler/support/result.h"
#include "runtime/kernel/connection.h"

#include <cstdint>
#include <string>
#include <vector>

namespace rulec::kernel {

struct LiveTable {
    std::uint8_t family = 0; // NFPROTO_*
    std::string name;
    std::uint32_t flags = 0; // NFT_TABLE_F_*
    Bytes userdata;
    bool owned_by_process = false; // NFTA_TABLE_OWNER: only that process may change it
    friend bool operator==(const LiveTable&, const LiveTable&) = default;
};

struct Snapshot {
    std::uint32_t generation = 0; // grows with every committed transaction in the network namespace
    std::vector<LiveTable> tables;
};

// The tables of one generation: if somebody commits in between, it is read again.
Result<Snapshot> take_snapshot(Connection& connection);

Result<std::uint32_t> read_generation(Connection& connection);

} // namespace rulec::kernel
