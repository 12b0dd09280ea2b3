// SPDX-License-Identifier: GPL-2.0-or-later
#include "backend/nft/encode.h"

#include "backend/nft/encode_messages.h"
#include "backend/nft/limits.h"

#include <libmnl/libmnl.h>

namespace rulec::nft {

void put_string(nlmsghdr* message, std::uint16_t type, const std::string& text) {
    mnl_attr_put_strz(message, type, text.c_str());
}

void put_userdata(nlmsghdr* message, std::uint16_t type, BytesView userdata) {
    if (!userdata.empty()) mnl_attr_put(message, type, userdata.size(), userdata.data());
}

void Encoder::add(const Message& message) {
    const std::uint32_t index = count_++;
    if (auto excess = beyond_limits(message)) return batch_.refuse(excess->span, std::move(excess->what));
    std::visit([&](const auto& m) { encode_message(batch_, m, index); }, message);
}

Batch encode(const Program& program, std::uint32_t first_seq) {
    Encoder encoder(first_seq);
    for (const Message& message : program.messages)
        encoder.add(message);
    return std::move(encoder).take();
}

} // namespace rulec::nft
