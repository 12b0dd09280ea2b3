// SPDX-License-Identifier: GPL-2.0-or-later
// Short ways to write programs by hand in tests.
#pragma once

#include "backend/nft/encode.h"
#include "backend/nft/program.h"
#include "runtime/kernel/connection.h"
#include "runtime/kernel/transaction.h"

#include <string>
#include <string_view>
#include <vector>

namespace rulec::test {

// "0a000001" -> octets.
Bytes octets(std::string_view hex);

nft::Expression e(decltype(nft::Expression::node) node, std::uint32_t begin = 0);

// One message each; the table is the last argument where it matters.
nft::NewTable table(std::uint8_t family, std::string name);
nft::NewChain base_chain(const nft::TableRef& table, std::string name, std::string type, std::uint32_t hook,
                         std::int32_t priority);
nft::NewChain plain_chain(const nft::TableRef& table, std::string name);
nft::NewRule rule(const nft::TableRef& table, std::string chain, std::vector<nft::Expression> expressions);

// Sends the program as one transaction and requires that it gets through to the kernel.
kernel::Answer send(const nft::Program& program, bool dry_run = false);
kernel::Answer send(const nft::Batch& batch, bool dry_run = false);

// "seq 3: No such file or directory at 44" for messages of failed tests.
std::string text(const kernel::Answer& answer);

} // namespace rulec::test
