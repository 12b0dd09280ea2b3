// SPDX-License-Identifier: GPL-2.0-or-later
#include "backend/ipset/types.h"

#include <algorithm>
#include <array>

namespace rulec::ipset {
namespace {

using enum Part;

constexpr auto kIp = std::to_array({ip});
constexpr auto kIpMac = std::to_array({ip, mac});
constexpr auto kIpMark = std::to_array({ip, mark});
constexpr auto kIpPort = std::to_array({ip, port});
constexpr auto kIpPortIp = std::to_array({ip, port, ip});
constexpr auto kIpPortNet = std::to_array({ip, port, net});
constexpr auto kMac = std::to_array({mac});
constexpr auto kNet = std::to_array({net});
constexpr auto kNetInterface = std::to_array({net, interface});
constexpr auto kNetNet = std::to_array({net, net});
constexpr auto kNetPort = std::to_array({net, port});
constexpr auto kNetPortNet = std::to_array({net, port, net});
constexpr auto kPort = std::to_array({port});
constexpr auto kSet = std::to_array({set});

constexpr auto kTypes = std::to_array<TypeRow>({
    {"bitmap:ip", Storage::bitmap, kIp},
    {"bitmap:ip,mac", Storage::bitmap, kIpMac},
    {"bitmap:port", Storage::bitmap, kPort},
    {"hash:ip", Storage::hash, kIp},
    {"hash:ip,mac", Storage::hash, kIpMac},
    {"hash:ip,mark", Storage::hash, kIpMark},
    {"hash:ip,port", Storage::hash, kIpPort},
    {"hash:ip,port,ip", Storage::hash, kIpPortIp},
    {"hash:ip,port,net", Storage::hash, kIpPortNet},
    {"hash:mac", Storage::hash, kMac},
    {"hash:net", Storage::hash, kNet},
    {"hash:net,iface", Storage::hash, kNetInterface},
    {"hash:net,net", Storage::hash, kNetNet},
    {"hash:net,port", Storage::hash, kNetPort},
    {"hash:net,port,net", Storage::hash, kNetPortNet},
    {"list:set", Storage::list, kSet},
});

constexpr std::uint32_t address_len(Family family) {
    return family == Family::inet ? 4 : 16;
}

} // namespace

std::span<const TypeRow> types() {
    return kTypes;
}

const TypeRow* find_type(std::string_view name) {
    const auto found = std::ranges::find(kTypes, name, &TypeRow::name);
    return found == kTypes.end() ? nullptr : &*found;
}

std::uint32_t part_len(Part part, Family family) {
    switch (part) {
    case ip:
    case net: return address_len(family);
    case port: return 3;
    case mark: return 4;
    case mac: return 6;
    case interface:
    case set: return 4;
    }
    return 0;
}

} // namespace rulec::ipset
