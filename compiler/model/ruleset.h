// SPDX-License-Identifier: GPL-2.0-or-later
// model::Ruleset: the desired state that a file describes. Typed, names resolved, defines and includes expanded,
// constants folded. Rules still say what was written; IR makes explicit what that implies.
#pragma once

#include "compiler/catalog/hooks.h"
#include "compiler/model/host_names.h"
#include "compiler/model/set.h"

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

namespace rulec::model {

enum class MatchOp : std::uint8_t {
    eq,
    ne,
    lt,
    le,
    gt,
    ge,
    any_bit, // `ct state new`, `tcp flags syn`: (value & rhs) != 0
    no_bit,  // `tcp flags ! syn`:               (value & rhs) == 0
};

struct Prefix {
    Bytes base; // host bits are zero
    std::uint32_t len;
};
struct Range {
    Bytes low, high; // inclusive
};
struct SetUse {
    std::uint32_t set; // index into the table's sets
};
using Operand = std::variant<Constant, Prefix, Range, SetUse>;

struct Match { // lhs op rhs; Prefix, Range and SetUse with eq and ne only
    Value lhs;
    MatchOp op;
    Operand rhs;
};

struct Statement {
    Span span;
    std::variant<Match, Action> node;
};

struct Rule {
    Span span;
    std::vector<Statement> statements;
    std::optional<std::string> comment;
    // Read from a kernel, and not to be said in this language: its instructions, for people; then there are no
    // statements.
    OptionalBox<std::string> not_expressible = {};
};

struct BaseChain {
    catalog::ChainType type;
    catalog::Hook hook;
    std::uint32_t hook_number;
    std::int32_t priority;
    std::vector<std::string> devices;
    std::optional<bool> policy_accept; // none: not said
};

struct Chain {
    Span span;
    std::string name; // bound chains (`jump { }`): empty
    bool bound = false;
    std::optional<BaseChain> base;
    std::optional<std::string> comment;
    std::vector<Rule> rules;
};

struct CtHelper {
    std::string helper;
    std::uint8_t l4proto = 0;
    std::uint8_t l3proto = 0; // NFPROTO_*, 0: the table's
};
struct CtTimeout {
    std::uint8_t l4proto = 0;
    std::uint8_t l3proto = 0;
    std::vector<std::pair<std::uint32_t, std::uint32_t>> timeouts; // state index, seconds
};
struct CtExpectation {
    std::uint8_t l4proto = 0;
    std::uint8_t l3proto = 0;
    std::uint16_t dport = 0;
    std::uint32_t timeout_ms = 0;
    std::uint8_t size = 0;
};
struct Secmark {
    std::string context;
};
struct Object {
    Span span;
    std::string name;
    std::variant<Counter, Quota, Limit, CtHelper, CtTimeout, CtExpectation, Synproxy, Secmark> body;
    std::optional<std::string> comment;
};
struct Flowtable {
    Span span;
    std::string name;
    std::uint32_t hook_number = 0; // NF_NETDEV_INGRESS
    std::int32_t priority = 0;
    std::vector<std::string> devices;
    bool offload = false;
    bool counter = false;
};

struct Table {
    Span span;
    catalog::Family family;
    std::string name;
    std::uint32_t flags = 0; // NFT_TABLE_F_*
    std::optional<std::string> comment;
    std::vector<Chain> chains;
    std::vector<Set> sets; // anonymous ones among them, in order of appearance
    std::vector<Object> objects;
    std::vector<Flowtable> flowtables;
    std::vector<std::string> not_expressible = {}; // sets and objects of a kernel's table, like the rules above
};

struct Ruleset {
    bool flush_ruleset = false; // the file says that it is the whole ruleset
    Span flush_span = {};       // where it says so
    // An `include` with a pattern found no file here, and may find some on another host: there may be more rules.
    bool open_ended = false;
    std::vector<Table> tables;
    // Tables that the file names only to remove them (`delete table`, `destroy table`) and does not declare again.
    std::vector<std::pair<catalog::Family, std::string>> removed_tables;
    HostNames host_names;
};

} // namespace rulec::model
