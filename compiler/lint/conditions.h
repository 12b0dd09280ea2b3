// SPDX-License-Identifier: GPL-2.0-or-later
// What a match says about one field of the packet, where that is certain. Everything else is no Condition: fields
// that change while a packet is looked at, sets that other programs may fill, hashes, concatenations.
#pragma once

#include "compiler/lint/ranges.h"
#include "compiler/model/ruleset.h"

#include <optional>

namespace rulec::lint {

struct Condition {
    const model::Value* of; // what is looked at, without a mask where the mask could be worked into `accepted`
    Ranges accepted;        // of all values that `of` can have at all
};

// `match` must outlive the condition.
std::optional<Condition> condition_of(const model::Match& match, const model::Table& table);

// Every value that `of` may have: a connection is in exactly one state, other fields have any number of their length.
Ranges every_value(const model::Value& of);

// Do both give the same octets for the same packet at the same moment?
bool same_value(const model::Value& a, const model::Value& b);

// Do both accept the same packets, whatever that means? Also of what no Condition says: a set is equal to itself.
bool same_match(const model::Match& a, const model::Match& b, const model::Table& table);

// The field at the bottom of a value, under masks and shifts; null: there is none.
const model::FieldLoad* field_of(const model::Value& value);

// A match of just one value of a field, written `field value`.
const model::Constant* single_value(const model::Match& match);

} // namespace rulec::lint
