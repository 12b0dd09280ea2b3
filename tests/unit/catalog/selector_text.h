// SPDX-License-Identifier: GPL-2.0-or-later
// How a field is written in a rule, for asking nft about it.
#pragma once

#include "compiler/catalog/field.h"

#include <string>

#include <fmt/format.h>

namespace rulec::catalog {

// "tcp dport", "ct original ip saddr"...; empty if nft cannot be asked about the field alone.
inline std::string selector_text(const Header& header, const Field& field) {
    const bool by_family = field.name.starts_with("ip ") || field.name.starts_with("ip6 ");
    switch (header.kind) {
    case HeaderKind::payload: return fmt::format("{} {}", header.name, field.name);
    case HeaderKind::exthdr:
        if (header.name == "rt2") return {}; // nft 1.0.6 fails on it
        return fmt::format("{} {}{}", header.name, field.name, field.stride_bits != 0 ? "[1]" : "");
    case HeaderKind::tcp_option: return fmt::format("tcp option {} {}", header.name, field.name);
    case HeaderKind::ip_option: return fmt::format("ip option {} {}", header.name, field.name);
    case HeaderKind::sctp_chunk: return fmt::format("sctp chunk {} {}", header.name, field.name);
    case HeaderKind::ct:
        if (field.type == TypeId::invalid || field.name.starts_with("proto-")) return {}; // typed by the rule
        return fmt::format("ct {}{}", by_family ? "original " : "", field.name);
    case HeaderKind::rt:
        if (field.type == TypeId::invalid) return {};
        return fmt::format("rt {}", field.name);
    case HeaderKind::socket:
        return fmt::format("socket {}{}", field.name, field.name == "cgroupv2" ? " level 1" : "");
    case HeaderKind::fib: return fmt::format("fib saddr {}", field.name);
    case HeaderKind::ipsec: return fmt::format("ipsec in {}", field.name);
    case HeaderKind::meta:
    case HeaderKind::osf: return fmt::format("{} {}", header.name, field.name);
    }
    return {};
}

} // namespace rulec::catalog
