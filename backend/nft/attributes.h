// SPDX-License-Identifier: GPL-2.0-or-later
// The names and types of nf_tables' netlink attributes, one row each, for people who read a dump (annotate.h). The
// facts are those of include/uapi/linux/netfilter/nf_tables.h.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

namespace rulec::nft {

enum class AttributeKind : std::uint8_t {
    number,     // 1, 2, 4 or 8 octets, most significant first
    string,     // ends with NUL
    octets,     // register data, user data
    nested,     // attributes of `schema`
    expression, // attributes that the sibling NFTA_EXPR_NAME names
    object,     // attributes that the sibling NFTA_OBJ_TYPE names
};

struct AttributeRow;
using Schema = std::span<const AttributeRow>;

struct AttributeRow {
    std::uint16_t type;
    std::string_view name;
    AttributeKind kind;
    const Schema* schema = nullptr; // of `nested`
};

// The attributes of an NFT_MSG_*; empty if rulec never sends such a message.
Schema message_schema(std::uint8_t message);
std::string_view message_name(std::uint8_t message);

// The attributes in NFTA_EXPR_DATA of the expression, empty for names we do not know. (attributes_expression.cpp)
Schema expression_schema(std::string_view name);

// The attributes in NFTA_OBJ_DATA of an NFT_OBJECT_*.
Schema object_schema(std::uint32_t object_type);

// Shared by messages and expressions.
extern const Schema kExpressionList; // NFTA_LIST_ELEM of NFTA_EXPR_*
extern const Schema kExpression;     // NFTA_EXPR_*
extern const Schema kData;           // NFTA_DATA_*

} // namespace rulec::nft
