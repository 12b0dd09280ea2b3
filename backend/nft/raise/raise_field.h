// SPDX-License-Identifier: GPL-2.0-or-later
// Octets of a packet and keys of the kernel to fields of the catalogue.
#pragma once

#include "backend/nft/lower/lower_field.h"
#include "backend/nft/raise/rule_raiser.h"

#include <functional>
#include <optional>

namespace rulec::nft {

// Where an expression reads: a header by NFT_PAYLOAD_*, or an extension header, option or chunk.
using Source = std::variant<std::uint32_t, ExthdrTarget>;

// The field of `source` whose bits satisfy `fits`, of a header that the rule has established: a field that would need
// one more test would say more than the program does. Of fields that several ICMP messages have at the same place,
// the one whose messages were tested for.
std::optional<model::Value> find_field(const RuleRaiser& rule, const Source& source,
                                       const std::function<bool(const BitSpan&)>& fits);

// The same bits without a name; nothing where the language has no such selector.
std::optional<model::Value> raw_field(const Source& source, const BitSpan& bits);

// Whether a header or option is there at all.
std::optional<model::Value> presence_of(const model::ProtocolContext& protocols, const ExthdrTarget& target);

// Loads of kernel keys.
std::optional<model::Value> raise_key(const model::ProtocolContext& protocols, const MetaLoad& load);
std::optional<model::Value> raise_key(const model::ProtocolContext& protocols, const CtLoad& load);
std::optional<model::Value> raise_key(const model::ProtocolContext& protocols, const RtLoad& load);
std::optional<model::Value> raise_key(const model::ProtocolContext& protocols, const SocketLoad& load);
std::optional<model::Value> raise_key(const model::ProtocolContext& protocols, const OsfLoad& load);
std::optional<model::Value> raise_key(const model::ProtocolContext& protocols, const XfrmLoad& load);
std::optional<model::Value> raise_key(const model::ProtocolContext& protocols, const FibLoad& load);
std::optional<model::Value> raise_key(const model::ProtocolContext& protocols, const NumgenLoad& load);

// Of the header of this kind, the field with the kernel's number `key`.
const catalog::Field* field_by_key(const catalog::Header& header, std::uint32_t key);

// The only header of a kind of keys.
const catalog::Header& key_header(catalog::HeaderKind kind);

model::Value field_value(const model::FieldLoad& load);

} // namespace rulec::nft
