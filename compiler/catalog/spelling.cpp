// SPDX-License-Identifier: GPL-2.0-or-later
#include "compiler/catalog/spelling.h"

#include <fmt/format.h>

namespace rulec::catalog {
namespace {

bool has_direction(const Field& field) {
    return field.name.starts_with("ip ") || field.name.starts_with("ip6 ") || field.name.ends_with("addr") ||
           field.name.starts_with("proto-");
}

std::string sample_text(const Field& field) {
    if (field.type == TypeId::ifname || field.name == "oifname") return "\"lo\"";
    if (field.name == "helper") return "\"ftp\"";
    if (field.name == "version") return "\"Linux:4.20\"";
    return "\"Linux\"";
}

} // namespace

std::string spelling(const Header& header, const Field& field) {
    switch (header.kind) {
    case HeaderKind::tcp_option: return fmt::format("tcp option {} {}", header.name, field.name);
    case HeaderKind::ip_option: return fmt::format("ip option {} {}", header.name, field.name);
    case HeaderKind::sctp_chunk: return fmt::format("sctp chunk {} {}", header.name, field.name);
    case HeaderKind::exthdr:
        return fmt::format("{} {}{}", header.name, field.name, field.stride_bits != 0 ? "[1]" : "");
    case HeaderKind::ct: return fmt::format("ct {}{}", has_direction(field) ? "original " : "", field.name);
    case HeaderKind::socket:
        return fmt::format("socket {}{}", field.name, field.name == "cgroupv2" ? " level 1" : "");
    case HeaderKind::fib: return fmt::format("fib saddr {}", field.name);
    case HeaderKind::ipsec: return fmt::format("ipsec in {}", field.name);
    case HeaderKind::payload:
    case HeaderKind::meta:
    case HeaderKind::rt:
    case HeaderKind::osf: return fmt::format("{} {}", header.name, field.name);
    }
    return {};
}

std::string sample_value(const Field& field) {
    const DataType& of = type(field.type);
    if (field.type == TypeId::invalid) return "10.0.0.1"; // with needed_before()
    switch (of.notation) {
    case Notation::address4: return "10.0.0.1";
    case Notation::address6: return "fd00::1";
    case Notation::mac: return "02:00:00:00:00:01";
    case Notation::string: return sample_text(field);
    case Notation::time: return "30s";
    case Notation::date: return "\"2024-01-31 10:00\"";
    case Notation::hour: return "\"17:00\"";
    case Notation::day: return "\"Monday\"";
    case Notation::interface: return "\"lo\"";
    case Notation::user:
    case Notation::group: return "0";
    case Notation::service: return "ssh";
    case Notation::protocol: return "tcp";
    case Notation::boolean: return "exists";
    case Notation::cgroup: return "\"user.slice\"";
    case Notation::classid: return "1:2";
    case Notation::verdict: return "accept";
    case Notation::number:
    case Notation::bit: break;
    }
    return of.symbols.empty() ? "1" : std::string(of.symbols.front().name);
}

std::string_view needed_before(const Header& header, const Field& field) {
    const bool key = header.kind == HeaderKind::ct || header.kind == HeaderKind::rt;
    if (key && field.name.starts_with("proto-")) return "meta l4proto tcp ";
    return key && field.type == TypeId::invalid ? "meta nfproto ipv4 " : "";
}

} // namespace rulec::catalog
