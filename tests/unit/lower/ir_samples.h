// SPDX-License-Identifier: GPL-2.0-or-later
// Short ways to make IR by hand from the catalogue's rows, and to see one rule lowered.
#pragma once

#include "backend/nft/program.h"
#include "compiler/ir/ir.h"

#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

namespace rulec::samples {

using model::Value;

// field("tcp", "dport"), field("meta", "mark"). Headers of any kind by name.
Value field(std::string_view header, std::string_view name);
Value presence(catalog::HeaderKind kind, std::string_view header); // exthdr frag exists
Value raw(model::RawLoad::From from, std::uint32_t bit_offset, std::uint32_t bit_len);
Value constant(const Value& like, std::uint64_t number); // of the same type, length and order
Value masked(Value of, std::uint64_t mask, std::uint64_t flip = 0);
Value shifted(Value of, bool left, std::uint32_t bits);
Value concat(std::vector<Value> parts);
Value map_get(Value key, std::uint32_t map, const Value& like);

Bytes octets(const Value& like, std::uint64_t number);
Bytes text(const Value& like, std::string_view string);
Bytes hex(std::string_view digits);

ir::Test equal(Value lhs, std::uint64_t rhs);
ir::Test compare(Value lhs, ir::CompareOp op, std::uint64_t rhs);
ir::Test range(Value lhs, std::uint64_t low, std::uint64_t high, bool invert = false);
ir::Test prefix(Value lhs, Bytes base, std::uint32_t len, bool invert = false);
ir::Test any_bit(Value lhs, std::uint64_t mask, bool invert = false);
ir::Test in_set(Value key, std::uint32_t set, bool invert = false);

// An anonymous set for keys like `key`; ranges [low, high], equal ends for single keys.
struct Pair {
    std::uint64_t low, high;
};
model::Set set_of(const Value& key, std::initializer_list<Pair> ranges, bool interval);
model::KeyPart part_like(const Value& value);

ir::Statement statement(ir::Test test);
ir::Statement statement(ir::Action action);
ir::Ruleset ruleset(std::vector<ir::Statement> statements, std::vector<model::Set> sets = {});

// The lowered ruleset as nft::print shows it.
std::string program(const ir::Ruleset& ruleset);
// Only the instructions of one rule made of `statements`, one a line.
std::string rule(std::vector<ir::Statement> statements, std::vector<model::Set> sets = {});
std::string rule(ir::Test test, std::vector<model::Set> sets = {});
std::string rule(ir::Action action, std::vector<model::Set> sets = {});
// The messages that go before it: sets and elements, as printed.
std::string sets_of(std::vector<ir::Statement> statements, std::vector<model::Set> sets);

nft::Program lowered(const ir::Ruleset& ruleset);

} // namespace rulec::samples
