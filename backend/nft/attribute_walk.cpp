// SPDX-License-Identifier: GPL-2.0-or-later
#include "backend/nft/attribute_walk.h"

#include <algorithm>
#include <cstring>

#include <linux/netlink.h>

namespace rulec::nft {

std::optional<Attribute> take_attribute(Octets& run) {
    if (run.size() < sizeof(nlattr)) return std::nullopt;
    nlattr header;
    std::memcpy(&header, run.data(), sizeof header);
    if (header.nla_len < sizeof header || header.nla_len > run.size()) return std::nullopt;
    const Attribute attribute{static_cast<std::uint16_t>(header.nla_type & NLA_TYPE_MASK),
                              run.subspan(sizeof header, header.nla_len - sizeof header)};
    run = run.subspan(std::min<std::size_t>(NLA_ALIGN(header.nla_len), run.size()));
    return attribute;
}

Attributes::Attributes(Octets run) {
    while (!run.empty()) {
        const auto attribute = take_attribute(run);
        well_formed_ = attribute.has_value() && attribute->type < kMost;
        if (!well_formed_) return;
        payloads_[attribute->type] = attribute->payload;
        there_[attribute->type] = true;
    }
}

std::uint64_t Attributes::number(std::uint16_t type) const {
    const Octets octets = payload(type);
    return from_big_endian({octets.data(), octets.size()});
}

std::string Attributes::text(std::uint16_t type) const {
    const Octets octets = payload(type);
    const auto* begin = reinterpret_cast<const char*>(octets.data());
    return octets.empty() ? std::string() : std::string(begin, strnlen(begin, octets.size()));
}

Bytes Attributes::bytes(std::uint16_t type) const {
    const Octets octets = payload(type);
    return {octets.begin(), octets.end()};
}

} // namespace rulec::nft
