// SPDX-License-Identifier: GPL-2.0-or-later
// One kernel transaction: either everything in it is in force afterwards or nothing is. The messages are somebody
// else's octets (backend/nft); BATCH_BEGIN and BATCH_END are written here, because they carry what only the sender
// knows.
#pragma once

#include "compiler/support/result.h"
#include "runtime/kernel/connection.h"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace rulec::kernel {

struct Transaction {
    std::vector<Octets> messages;            // runs of whole netlink messages
    std::uint32_t begin_seq = 0;             // of BATCH_BEGIN; errors about the batch as a whole carry it
    std::optional<std::uint32_t> generation; // refuse if the kernel is at another one; nothing: do not check
    bool dry_run = false;                    // the kernel checks everything and forgets it (no BATCH_END)
};

// What the kernel said against one message.
struct KernelError {
    std::uint32_t seq = 0;
    int code = 0;                             // errno, positive
    std::string message;                      // NLMSGERR_ATTR_MSG, usually empty
    std::optional<std::uint32_t> attr_offset; // NLMSGERR_ATTR_OFFS: octets from the start of the message
    friend bool operator==(const KernelError&, const KernelError&) = default;
};

struct Answer {
    std::vector<KernelError> errors; // empty: done (or, in a dry run, would be)
    bool complete = true;            // false: there were more errors than the socket could hold
};

// Sends the transaction with one sendmsg and reads what the kernel has against it. An error with begin_seq and
// ERESTART means that the generation was another one: take a new snapshot and try again. A Result error means that
// the kernel has not seen the batch.
Result<Answer> commit(Connection& connection, const Transaction& transaction);

} // namespace rulec::kernel
