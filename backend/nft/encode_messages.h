// SPDX-License-Identifier: GPL-2.0-or-later
// Inside of encode.cpp: one function for each kind of message, in files by subject. Each writes whole messages into
// the batch; `index` is the message's place in the program.
#pragma once

#include "backend/nft/batch.h"
#include "backend/nft/program.h"

struct nlmsghdr;

namespace rulec::nft {

void encode_message(Batch& batch, const NewTable& table, std::uint32_t index);
void encode_message(Batch& batch, const DelTable& table, std::uint32_t index);
void encode_message(Batch& batch, const NewChain& chain, std::uint32_t index);
void encode_message(Batch& batch, const NewFlowtable& flowtable, std::uint32_t index);
void encode_message(Batch& batch, const NewRule& rule, std::uint32_t index);
void encode_message(Batch& batch, const NewSet& set, std::uint32_t index);
void encode_message(Batch& batch, const NewElements& elements, std::uint32_t index);
void encode_message(Batch& batch, const NewObject& object, std::uint32_t index);

// ---- attributes that several messages share
void put_string(nlmsghdr* message, std::uint16_t type, const std::string& text);
void put_userdata(nlmsghdr* message, std::uint16_t type, BytesView userdata);    // nothing if empty
void put_octets(nlmsghdr* message, std::uint16_t type, BytesView octets);        // a nest of NFTA_DATA_VALUE
void put_verdict(nlmsghdr* message, std::uint16_t type, const Verdict& verdict); // a nest of NFTA_DATA_VERDICT

} // namespace rulec::nft
