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

Batch encode(const Program& program, std::uint32_t first_seq) {
    Batch batch(first_seq);
    for (std::size_t i = 0; i < program.messages.size(); ++i) {
        const Message& message = program.messages[i];
        if (auto excess = beyond_limits(message)) {
            batch.refuse(excess->span, std::move(excess->what));
            continue;
        }
        std::visit([&](const auto& m) { encode_message(batch, m, static_cast<std::uint32_t>(i)); }, message);
    }
    return batch;
}

} // namespace rulec::nft
