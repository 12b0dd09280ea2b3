// SPDX-License-Identifier: GPL-2.0-or-later
// Value: a typed expression whose result is octets: a field of the packet, a constant, or something computed from
// them. Shared by model and IR: a value is field level already, only statements change between the two.
//
// Octets of constants, masks and set keys are canonical: big-endian whatever the machine, strings left-aligned and
// zero padded. `order` says how the kernel holds the value in a register; lowering converts constants to it.
#pragma once

#include "compiler/catalog/field.h"
#include "compiler/source/span.h"
#include "compiler/support/box.h"
#include "compiler/support/bytes.h"

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace rulec::model {

struct Value;

struct Constant {
    Bytes bytes; // (bit_len + 7) / 8 octets of the Value
};

// One field of a header, or a kernel key, by its catalogue row.
struct FieldLoad {
    const catalog::Header* header = nullptr; // never null once made
    const catalog::Field* field =
        nullptr;           // null: whether the header, option or chunk is there at all (1 bit, boolean)
    bool presence = false; // fib ... exists as well
    std::optional<std::uint8_t> ct_direction; // IP_CT_DIR_ORIGINAL 0, REPLY 1
    std::uint32_t fib_flags = 0;              // NFTA_FIB_F_*
    std::optional<std::uint32_t> cgroup_level;
    std::uint8_t ipsec_direction = 0; // XFRM_POLICY_IN 0, OUT 1
    std::uint32_t ipsec_spnum = 0;
    std::uint8_t osf_ttl = 0;        // NF_OSF_TTL_*
    std::uint32_t option_number = 0; // tcp option by number: its kind; else header->number
    std::uint8_t list_index = 1;     // addr[N], sid[N]: N
    std::uint8_t vlan_depth = 0;     // fields of stacked vlan tags: which tag, 0 the outermost
};

// @th,16,32 and tcp option @255,8,8
struct RawLoad {
    enum class From : std::uint8_t { link, network, transport, inner, tcp_option } from;
    std::uint32_t option_number = 0;
    std::uint32_t bit_offset = 0;
    std::uint32_t bit_len = 0;
};
struct Numgen {
    bool random;
    std::uint32_t modulus;
    std::uint32_t offset;
};
struct Hash {
    std::optional<Box<Value>> key; // none: symhash
    std::uint32_t modulus;
    std::optional<std::uint32_t> seed;
    std::uint32_t offset;
};
struct Masked { // (of & mask) ^ xor_
    Box<Value> of;
    Bytes mask;
    Bytes xor_;
};
struct Shifted {
    Box<Value> of;
    bool left;
    std::uint32_t bits;
};
struct Concat { // each part starts at a multiple of four octets
    std::vector<Value> parts;
};
struct MapGet {
    Box<Value> key;
    std::uint32_t map; // index into the table's sets
};

struct Value {
    const catalog::DataType* type; // of a Concat: of its first part, do not use
    std::uint32_t bit_len;         // of a Concat: the sum of the padded parts
    catalog::ByteOrder order;
    Span span;
    std::variant<Constant, FieldLoad, RawLoad, Numgen, Hash, Masked, Shifted, Concat, MapGet> node;

    std::uint32_t byte_len() const { return (bit_len + 7) / 8; }
};

} // namespace rulec::model
