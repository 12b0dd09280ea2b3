// SPDX-License-Identifier: GPL-2.0-or-later
// Packet fields by the catalogue: {"payload": {"protocol": "tcp", "field": "dport"}} is `tcp dport`.
#pragma once

#include "backend/json/import/node.h"
#include "compiler/catalog/datatype.h"

#include <string>

namespace rulec::json {

// A field as words, and its type where one row says it.
struct FieldText {
    std::string text;
    const catalog::DataType* type = nullptr;
};

// Is `kind` one of the keys that fields begin with: payload, meta, ct...?
bool is_field(std::string_view kind);
FieldText field(Reader& reader, const Node& node); // `node`: what stands behind the key, which is the node's

} // namespace rulec::json
