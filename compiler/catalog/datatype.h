// SPDX-License-Identifier: GPL-2.0-or-later
// Datatypes: what a value may be, how it is written, and how long it is. One row a type. The numbers are nft's own,
// since the kernel stores them for listings (NFTA_SET_KEY_TYPE): seen with `nft describe` and in set dumps.
//
// A value is kept as big-endian octets of the field's length whatever the machine's order; strings are left-aligned
// and padded with zero. Conversion to host order is the lowering's business.
#pragma once

#include "compiler/support/bytes.h"

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>

namespace rulec::catalog {

enum class TypeId : std::uint32_t {
    invalid = 0,
    verdict = 1,
    nf_proto = 2,
    bitmask = 3,
    integer = 4,
    string = 5,
    ll_addr = 6,
    ipv4_addr = 7,
    ipv6_addr = 8,
    ether_addr = 9,
    ether_type = 10,
    arp_op = 11,
    inet_proto = 12,
    inet_service = 13,
    icmp_type = 14,
    tcp_flag = 15,
    dccp_pkttype = 16,
    mh_type = 17,
    time = 18,
    mark = 19,
    iface_index = 20,
    iface_type = 21,
    realm = 22,
    classid = 23,
    uid = 24,
    gid = 25,
    ct_state = 26,
    ct_dir = 27,
    ct_status = 28,
    icmpv6_type = 29,
    ct_label = 30,
    pkt_type = 31,
    icmp_code = 32,
    icmpv6_code = 33,
    icmpx_code = 34,
    devgroup = 35,
    dscp = 36,
    ecn = 37,
    fib_addrtype = 38,
    boolean = 39,
    ct_event = 40,
    ifname = 41,
    igmp_type = 42,
    date = 43 /* meta time */,
    hour = 44,
    day = 45,
    cgroupsv2 = 46,
};

enum class ByteOrder : std::uint8_t { none /* strings, single octets */, host, network };

// How literals of a type are read.
enum class Notation : std::uint8_t {
    number, // decimal, hex or octal, or a symbol of the row
    address4,
    address6,
    mac,
    string,    // quoted or word, fewer than bit_len / 8 octets
    time,      // 1d2h3m4s, or a number of seconds
    date,      // "2024-01-31 10:00" in local time, or seconds since 1970
    hour,      // "17:00" in local time, or seconds of the day in UTC
    day,       // Monday, or 0-6
    interface, // name or index; a name is a fact of the host (HostFact), as are the names of users and groups
    user,
    group,
    service,  // port number or service name
    protocol, // protocol number or name
    verdict,  // no literal has it
    boolean,  // exists, missing, or a number
    cgroup,   // path: a fact of the host
    classid,  // root, none, a number, or major:minor in hex
    bit,      // the number of a bit (ct label): the value has that bit set
};

struct Symbol {
    std::string_view name;
    std::uint64_t value;
};

struct DataType {
    TypeId id;
    std::string_view name;        // as in `type ipv4_addr`
    std::string_view description; // as people say it: "IPv4 address"
    std::uint32_t bit_len;        // 0: as long as the field
    ByteOrder order;
    Notation notation;
    bool bitmask; // values may be or-ed; `field flag` tests bits
    bool basehex; // shown in hex
    std::span<const Symbol> symbols;
    bool declarable = true; // may follow `type` in a set: nft knows no word for the others, or no length
};

const DataType& type(TypeId id);
const DataType* find_type(std::string_view name); // "ipv4_addr"; null: unknown
std::span<const DataType> all_types();
std::optional<std::uint64_t> find_symbol(const DataType& type, std::string_view name);

// What only the host that applies the rules knows.
struct HostFact {
    enum class Kind : std::uint8_t { interface_index, user, group, cgroup } kind;
    std::string name;
};

struct ValueError {
    enum class Kind : std::uint8_t { unknown_symbol, malformed, out_of_range, wrong_type } kind;
    std::string what;       // "port", "65536 does not fit 16 bits": completes a diagnostic
    std::string suggestion; // nearest symbol, or empty
};

enum class LiteralForm : std::uint8_t { word, number, hex, string, address4, address6, mac, duration };

// Reads one literal as a value of `type`, `bit_len` bits long (the field's; type.bit_len where the field has none of
// its own). Octets: big-endian, (bit_len + 7) / 8 of them. Strings are taken as they stand: a wildcard's `*` is the
// caller's. Never looks at the host, but for the time zone that nft reads hours and dates in (environment variable
// TZ).
std::variant<Bytes, HostFact, ValueError> parse_value(const DataType& type, std::uint32_t bit_len, LiteralForm form,
                                                      std::string_view text);

// "1d2h3m4s", "500ms", or a plain number of seconds, to milliseconds.
std::optional<std::uint64_t> parse_duration_ms(std::string_view text);

// Decimal, 0x hex, octal after a leading zero (as nft reads every bare number, ports too); no sign.
std::optional<std::uint64_t> parse_number(std::string_view text);

// 192.0.2.1: four decimal numbers without leading zeros, which nearly every address is. Anything else, right or
// wrong, is for parse_value().
std::optional<std::array<unsigned char, 4>> parse_dotted_quad(std::string_view text);

// Built-in tables (no file of the machine is read): IANA services and protocols.
std::optional<std::uint16_t> find_service(std::string_view name);
std::optional<std::uint8_t> find_protocol(std::string_view name);

} // namespace rulec::catalog
