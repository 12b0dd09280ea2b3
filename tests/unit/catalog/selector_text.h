// SPDX-License-Identifier: GPL-2.0-or-later
// How a field is written in a rule, for asking nft about it.
#pragma once

#include "compiler/catalog/spelling.h"

#include <string>

namespace rulec::catalog {

// "tcp dport", "ct original ip saddr"...; empty if nft cannot be asked about the field alone.
inline std::string selector_text(const Header& header, const Field& field) {
    const bool typed_by_rule = header.kind == HeaderKind::ct && field.name.starts_with("proto-");
    if (typed_by_rule || field.type == TypeId::invalid) return {};
    if (header.name == "rt2") return {}; // nft 1.0.6 fails on it
    return spelling(header, field);
}

} // namespace rulec::catalog
