// SPDX-License-Identifier: GPL-2.0-or-later
// Values as text for people: "tcp.dport", "(meta.mark & 0xff)", "10.0.0.1". For dumps of model and IR, which nobody
// reads back; sources are written by fmt/, listings by backends.
#pragma once

#include "compiler/model/set.h"

#include <span>
#include <string>

namespace rulec::model {

// Canonical octets as their type is usually written; hex if the type gives no better idea.
std::string print_constant(const catalog::DataType* type, BytesView bytes);

// Octets of several padded parts: "10.0.0.1 . 80".
std::string print_key(const std::vector<KeyPart>& parts, BytesView bytes);

// "@name", or "@#3" for the third set of the table if it has no name.
std::string print_set_name(std::span<const Set> sets, std::uint32_t index);

// `sets` are the table's.
std::string print(const Value& value, std::span<const Set> sets);

// What values of `value`'s type look like on the other side of a test.
std::string print_operand(const Value& value, BytesView bytes);

} // namespace rulec::model
