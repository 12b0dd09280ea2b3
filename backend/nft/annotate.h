// SPDX-License-Identifier: GPL-2.0-or-later
// A netlink batch as text: every message with its type, sequence number and place in the source, every attribute
// with its name and value, nested ones indented. For `compile --to netlink` and for looking at what went wrong, so
// it takes any octets: what is not a message or an attribute is said to be so and shown in hex.
#pragma once

#include "backend/nft/batch.h"
#include "backend/nft/program.h"
#include "compiler/source/source_manager.h"

#include <functional>
#include <span>
#include <string>

namespace rulec::nft {

// A remark for the message with sequence number `seq`, or an empty string.
using MessageRemark = std::function<std::string(std::uint32_t seq)>;

std::string annotate(std::span<const unsigned char> octets, const MessageRemark& remark = {});

// With the source line of each message: "rule in chain input, gateway.rules:12".
std::string annotate(const Program& program, const Batch& batch, const SourceManager& sources);

} // namespace rulec::nft
