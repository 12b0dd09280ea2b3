// SPDX-License-Identifier: GPL-2.0-or-later
// IR: rules at field level with everything explicit that the model only implies: protocol dependencies are tests of
// their own, sets are sorted and free of overlaps. Target-neutral: no registers, no netlink. Backends, the simulator
// and analyses read it.
#pragma once

#include "compiler/model/ruleset.h"

#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace rulec::ir {

using model::Action;
using model::Constant;
using model::Value;

enum class CompareOp : std::uint8_t { eq, ne, lt, le, gt, ge };

struct Compare {
    Value lhs;
    CompareOp op;
    Bytes rhs;
};
struct InRange { // low <= lhs <= high, or not
    Value lhs;
    Bytes low, high;
    bool invert;
};
struct InPrefix { // the first prefix_len bits of lhs are those of base, or not
    Value lhs;
    Bytes base;
    std::uint32_t prefix_len;
    bool invert;
};
struct AnyBit { // (lhs & mask) != 0, or == 0 if inverted
    Value lhs;
    Bytes mask;
    bool invert;
};
struct InSet {
    Value key;
    std::uint32_t set; // index into the table's sets
    bool invert;
};
using Test = std::variant<Compare, InRange, InPrefix, AnyBit, InSet>;

struct Statement {
    Span span;
    bool implied = false; // inserted as a dependency of the next statement, not written
    std::variant<Test, Action> node;
};

struct Rule {
    Span span;
    std::vector<Statement> statements;
    std::optional<std::string> comment;
};

struct Chain {
    Span span;
    std::string name;
    bool bound = false;
    std::optional<model::BaseChain> base;
    std::optional<std::string> comment;
    std::vector<Rule> rules;
    std::vector<model::Rule> unmade; // rules of a chain that keeps none of its own; see take_rule() in build.h
};

struct Table {
    Span span;
    catalog::Family family;
    std::string name;
    std::uint32_t flags = 0;
    std::optional<std::string> comment;
    std::vector<Chain> chains;
    // Elements: for interval sets of one part sorted ascending by `low`, no two overlap; merged where the set says
    // auto-merge. Implied sets (icmp id's types) are appended.
    std::vector<model::Set> sets;
    std::vector<model::Object> objects;
    std::vector<model::Flowtable> flowtables;
};

struct Ruleset {
    bool flush_ruleset = false;
    Span flush_span = {};
    std::vector<Table> tables;
    std::vector<std::pair<catalog::Family, std::string>> removed_tables;
};

} // namespace rulec::ir
