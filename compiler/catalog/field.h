// SPDX-License-Identifier: GPL-2.0-or-later
// Headers and fields: one row each. What a row says is all that lookup, "did you mean", typing, dependency
// insertion, lowering, listing and the manual know of a field.
#pragma once

#include "compiler/catalog/datatype.h"
#include "compiler/catalog/kernel_version.h"

#include <cstdint>
#include <span>
#include <string_view>

namespace rulec::catalog {

enum class HeaderKind : std::uint8_t {
    payload,    // bytes of a packet header: ip, tcp, ether...
    exthdr,     // IPv6 extension headers: hbh rt rt0 rt2 rt4(srh) frag dst mh
    tcp_option, // tcp option maxseg ...
    ip_option,  // ip option lsrr ...
    sctp_chunk, // sctp chunk data ...
    meta,
    ct,
    rt, // kernel keys; rt here is routing data, not the extension header
    socket,
    osf,
    fib,
    ipsec,
};

// NFT_PAYLOAD_*: LL_HEADER 0, NETWORK_HEADER 1, TRANSPORT_HEADER 2, INNER_HEADER 3.
enum class PayloadBase : std::uint8_t { link = 0, network = 1, transport = 2, inner = 3, none = 255 };

struct Field {
    std::string_view name; // as after the header's word: saddr, dport, mark, state...
    TypeId type;
    std::uint32_t bit_offset; // from the start of the header, network bit order; 0 for keys
    std::uint32_t bit_len;
    ByteOrder order;   // of the value in the register
    std::uint32_t key; // meta, ct, rt, socket, ipsec: the kernel's key number (NFT_META_*, ...)
    bool settable;     // `... set` is possible
    // Field-level requirement: for icmp/icmpv6 fields that exist in some types only, those type numbers (as nft
    // inserts them: the first alone for a single type, a set for two); empty otherwise.
    std::span<const std::uint8_t> only_types;
    std::uint8_t udata_id; // nft's number of the field in typeof user data; of N = 1 for addr[N], sid[N]; keys: 0
    std::string_view doc;
    std::uint16_t stride_bits = 0; // addr[N], sid[N]: bits from one to the next; bit_offset is that of N = 1
    bool unqualified = false;      // meta keys: may stand without the word `meta`
    KernelVersion since = {};      // the first kernel that has it
    bool readable = true;          // else the kernel can only set it
};

struct Header {
    HeaderKind kind;
    std::string_view name;
    PayloadBase base; // payload headers
    // Transport: IPPROTO_*; extension header: its next-header number; option kind; chunk type; network and th: 0.
    std::uint32_t number;
    std::uint16_t ether_type; // of headers that follow one: ip 0x0800, ip6 0x86dd, arp 0x0806, vlan 0x8100; else 0
    std::uint8_t nf_proto;    // ip 2, ip6 10; icmp 2, icmpv6 10, igmp 2; 0: any
    // nft's number of the header in typeof user data; extension headers are counted apart; 0 if none.
    std::uint8_t udata_id;
    std::uint8_t csum_offset; // octet of the checksum, for mangling; 0 if none
    std::span<const Field> fields;
    std::string_view doc;
    std::uint8_t csum_type = csum_offset == 0 ? std::uint8_t{0} : std::uint8_t{1}; // NFT_PAYLOAD_CSUM_*; SCTP's is 2
    KernelVersion since = {}; // the first kernel that can read such headers
};

// Null if there is none. For kinds without sub-headers (meta, ct, rt, socket, fib, osf, ipsec) the name is the word
// itself.
const Header* find_header(HeaderKind kind, std::string_view name);
// Extension headers, tcp options and sctp chunks by number; of several with the same number the first.
const Header* find_header(HeaderKind kind, std::uint32_t number);
const Field* find_field(const Header& header, std::string_view name);
std::span<const Header> all_headers();

} // namespace rulec::catalog
