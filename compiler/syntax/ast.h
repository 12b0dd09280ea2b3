// SPDX-License-Identifier: GPL-2.0-or-later
// The syntax tree of the rules language: what was written, with names still words. Plain data.
//
// A file is not one tree but a flat stream of Items in source order: a block opens with one item (TableOpen,
// ChainOpen...), its lines follow, and BlockClose ends it. So a consumer never holds more than a statement, however
// large the file. Texts are views into the SourceManager's buffers, except string literals with their quotes
// removed, which are views as well.
//
// What it is not: resolved. `Selector{tcp dport}` is two words here; sema asks the catalogue what they mean.
#pragma once

#include "compiler/source/span.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <string_view>
#include <variant>
#include <vector>

namespace rulec::ast {

struct Name {
    Span span;
    std::string_view text;
};

// ---------------------------------------------------------------- expressions

struct Expr;
struct Element;
using ExprPtr = std::unique_ptr<Expr>;

enum class LiteralKind : std::uint8_t {
    word,     // established, eth0, eth* (trailing * kept), tcp, 1h30m? no: duration
    number,   // 22
    hex,      // 0x1f
    string,   // "eth0": text without the quotes
    address4, // 10.0.0.1
    address6, // 2001:db8::1, also [2001:db8::1] (text without the brackets)
    mac,      // 00:11:22:33:44:55
    duration, // 1d2h3m4s, 500ms
};

struct Literal {
    LiteralKind kind;
    std::string_view text;
};
struct Variable { // $name
    std::string_view name;
};
struct SetRef { // @name, @$name does not exist
    std::string_view name;
};
struct Wildcard {}; // *

// A field by its words: {ip saddr}, {meta mark}, {iifname}, {ct original ip saddr}, {tcp option maxseg size},
// {tcp option 8 ...}, {rt ip nexthop}, {exthdr hbh}, {sctp chunk data flags}, {dccp option 1}, {socket cgroupv2 level
// 1}, {ipsec in spnum 0 ip saddr}, {osf ttl loose name}, {fib oif} with flags, {vxlan ip saddr}. Numbers among the
// words (option kinds, levels, spnum) stand as they were written.
struct Selector {
    std::vector<Name> words;
    std::vector<Name> fib_flags; // fib only: saddr, daddr, mark, iif, oif
};
struct RawPayload { // @th,16,32 and @ih...; tcp option @255,8,8 is a Selector {tcp option @255 8 8}
    Name base;
    Name bit_offset;
    Name bit_len;
};
struct Numgen { // numgen inc|random mod N [offset N]
    Name mode;
    Name modulus;
    std::optional<Name> offset;
};
struct Hash { // jhash EXPR mod N [seed N] [offset N]; symhash mod N [offset N] (no key)
    ExprPtr key;
    Name modulus;
    std::optional<Name> seed;
    std::optional<Name> offset;
};
struct Prefix { // a/24; the length may be a variable
    ExprPtr base;
    ExprPtr length;
};
struct Range { // a-b
    ExprPtr low;
    ExprPtr high;
};
enum class BinaryOp : std::uint8_t { bit_and, bit_or, bit_xor, shift_left, shift_right };
struct Binary { // usual precedence: << >> over & over ^ over |; left associative
    BinaryOp op;
    ExprPtr left;
    ExprPtr right;
};
struct Concat { // a . b
    std::vector<Expr> parts;
};
struct List { // a, b, c without braces
    std::vector<Expr> items;
};
struct SetLiteral { // { a, b : c }
    std::vector<Element> elements;
};
// Elements written as bare literals, which is all that large lists hold: eight octets a word instead of a tree an
// element. syntax/plain_elements.h turns them into Elements of the same meaning.
struct PlainWord {
    // What the word is within its element: a key begins one; data and verdict follow a colon; next_part follows a
    // dot.
    enum class Role : std::uint8_t { key, next_part, range_end, prefix_len, data, verdict, chain };
    std::uint32_t begin; // octet of the file
    std::uint16_t len;
    LiteralKind kind;
    Role role;
};
struct PlainElements {
    FileId file;
    std::string_view text; // of the file
    std::vector<PlainWord> words;

    std::string_view text_of(const PlainWord& word) const { return text.substr(word.begin, word.len); }
};
struct PlainSet { // a SetLiteral of a large define
    PlainElements list;
};
struct MapLookup { // key map @m, key map { ... }, key map $m
    ExprPtr key;
    ExprPtr map;
};
struct FlagsMask { // tcp flags VALUE / MASK
    ExprPtr value;
    ExprPtr mask;
};
enum class VerdictKind : std::uint8_t { accept, drop, cont, ret, jump, goto_, queue };
struct VerdictExpr {
    VerdictKind kind;
    ExprPtr chain; // jump, goto: Literal word or Variable; else null. `jump { rules }`: see Statement JumpBlock
};

struct Expr {
    Span span;
    std::variant<Literal, Variable, SetRef, Wildcard, Selector, RawPayload, Numgen, Hash, Prefix, Range, Binary,
                 Concat, List, SetLiteral, PlainSet, MapLookup, FlagsMask, VerdictExpr>
        node;
};

// ---------------------------------------------------------------- statements

struct Statement;

struct RateSpec { // [over|until] 10/second, 10 mbytes/second, [burst 5 packets|kbytes]
    bool over = false;
    Name amount;
    std::optional<Name> unit; // bytes kbytes mbytes; none: packets
    Name per;                 // second minute hour day week
    std::optional<Name> burst;
    std::optional<Name> burst_unit;
};
struct QuotaSpec { // [over|until] 25 mbytes [used 3 bytes]
    bool over = false;
    Name amount;
    Name unit;
    std::optional<Name> used;
    std::optional<Name> used_unit;
};
struct CounterSpec { // packets 1 bytes 2
    std::optional<Name> packets;
    std::optional<Name> bytes;
};

enum class RelOp : std::uint8_t { implicit, eq, ne, lt, le, gt, ge, not_ /* `tcp flags ! syn` */ };
struct Match { // ip saddr != 10.0.0.0/8
    Expr lhs;
    RelOp op;
    Expr rhs;
};
struct VerdictMap { // tcp dport vmap { 22 : accept }
    Expr key;
    Expr map; // SetRef, SetLiteral or Variable
};
struct Assign { // meta mark set 1; ct helper set "ftp"; ip dscp set cs1
    Expr target;
    Expr value;
};
struct VerdictStmt {
    VerdictExpr verdict;
};
struct JumpBlock {    // jump { tcp dport 22 accept; drop }
    VerdictKind kind; // jump or goto_
    std::vector<struct Rule> rules;
};
// counter, counter packets 1 bytes 2, counter name "x", counter name tcp dport map { ... }
struct CounterStmt {
    CounterSpec spec;
    std::optional<Expr> object;
};
struct LimitStmt {
    std::optional<RateSpec> rate;
    std::optional<Expr> object;
};
struct QuotaStmt {
    std::optional<QuotaSpec> quota;
    std::optional<Expr> object;
};
struct CtCountStmt { // ct count [over] 10
    bool over;
    Name count;
};
struct LastStmt { // last [used never|duration]
    std::optional<Name> used;
};
// One `key value` of a statement's options: `prefix "x"`, `level warn`, `group 2`, `flags tcp sequence,options`.
struct Option {
    Name key;
    std::vector<Expr> values; // literals or variables
};
struct LogStmt {                 // log [prefix E] [level N] [group N] [snaplen N] [queue-threshold N] [flags ...]...
    std::vector<Option> options; // flags: each flag one value, sequence and options as words of their own
};
struct RejectStmt {           // reject [with tcp reset | icmp|icmpv6|icmpx [type] E]
    std::optional<Name> kind; // tcp, icmp, icmpv6, icmpx
    std::optional<Expr> code; // null for tcp reset
};
enum class NatKind : std::uint8_t { snat, dnat, masquerade, redirect };
struct NatStmt { // snat [ip|ip6] [addr . port | prefix | interval] to ADDR[:PORT] [flags]
    NatKind kind;
    std::optional<Name> family;
    std::vector<Name> type_flags; // words before `to`: addr, port, prefix, interval
    std::optional<Expr> address;  // may be Range, Prefix, MapLookup, Concat (ip saddr . ...), Variable
    std::optional<Expr> port;     // after ':' ; may be Range
    std::vector<Name> flags;      // random fully-random persistent
};
struct TproxyStmt {
    std::optional<Name> family;
    std::optional<Expr> address;
    std::optional<Expr> port;
};
struct NotrackStmt {};
struct QueueStmt {              // queue [num|to E] [flags bypass,fanout]
    std::optional<Expr> number; // literal, Range, or expression (numgen, map)
    std::vector<Name> flags;
};
struct DupStmt { // dup to E [device E]
    Expr to;
    std::optional<Expr> device;
};
struct FwdStmt { // fwd [ip|ip6] to E [device E]
    std::optional<Name> family;
    Expr to;
    std::optional<Expr> device;
};
struct FlowAddStmt { // flow add @ft, flow offload @ft
    Name flowtable;
};
struct SynproxyStmt { // synproxy [mss N] [wscale N] [timestamp] [sack-perm], synproxy name E
    std::vector<Option> options;
    std::optional<Expr> object;
};
// Options of an element, of a dynamic update or of a set declaration, in source order.
struct Timeout {
    Expr value;
};
struct Expires {
    Expr value;
};
struct ElementComment {
    Name text;
};
using ElementOption =
    std::variant<Timeout, Expires, ElementComment, CounterStmt, LimitStmt, QuotaStmt, CtCountStmt, LastStmt>;

struct Element { // 10.0.0.1 timeout 1h comment "x" : accept
    Span span;
    Expr key;
    std::optional<Expr> data; // VerdictExpr or a value
    std::vector<ElementOption> options;
};
enum class SetUpdateOp : std::uint8_t { add, update, del };
struct SetUpdate { // add @s { ip saddr timeout 1m limit rate 1/second : data }
    SetUpdateOp op;
    Name set; // without the @; `$name` where a variable stands for @name
    Element element;
    std::vector<Statement> statements; // forms that are no ElementOption
};
struct MeterStmt { // meter m [size N] { ip saddr timeout 1m limit rate 1/second }
    Name name;
    std::optional<Name> size;
    Element element;
};
struct ResetStmt { // reset tcp option sack-perm
    Expr target;
};
struct XtStmt { // xt target "X": shown by nft for foreign expressions, cannot be loaded
    std::vector<Name> words;
};

struct Statement {
    Span span;
    std::variant<Match, VerdictMap, Assign, VerdictStmt, JumpBlock, CounterStmt, LimitStmt, QuotaStmt, CtCountStmt,
                 LastStmt, LogStmt, RejectStmt, NatStmt, TproxyStmt, NotrackStmt, QueueStmt, DupStmt, FwdStmt,
                 FlowAddStmt, SynproxyStmt, SetUpdate, MeterStmt, ResetStmt, XtStmt>
        node;
};

struct Rule {
    Span span;
    std::vector<Statement> statements;
    std::optional<Name> comment; // comment "x" (text without quotes)
};

// ---------------------------------------------------------------- items

enum class Verb : std::uint8_t {
    none /* block form */,
    add,
    create,
    insert,
    replace,
    del,
    destroy,
    flush,
    rename,
    list,
    reset,
    monitor,
    export_,
    describe
};
enum class ObjectKind : std::uint8_t {
    ruleset,
    table,
    chain,
    rule,
    set,
    map,
    element,
    flowtable,
    meter,
    counter,
    quota,
    limit,
    ct_helper,
    ct_timeout,
    ct_expectation,
    synproxy,
    secmark,
    other, // list tables, list hooks, monitor ...: never reach the model
};

// [family] table [name] of a command, or just the name in block form (then table is absent).
struct Path {
    std::optional<Name> family;
    std::optional<Name> table;
    std::optional<Name> name;
};

// define NAME = E, redefine NAME = E, undefine NAME
enum class DefineKind : std::uint8_t { define, redefine, undefine };
struct Define {
    DefineKind kind;
    Name name;
    std::optional<Expr> value; // an empty `{ }` is a SetLiteral without elements
};
struct Include {
    Name path; // without quotes
};

// The start of anything with a body: table, chain, set, map, flowtable, stateful objects, and `add element`.
// With `has_block` the lines of the body follow, up to the matching BlockClose. Block form: verb none.
struct Open {
    Verb verb;
    ObjectKind kind;
    Path path;
    bool has_block;
};
struct BlockClose {};

// delete, destroy, flush, rename, list, reset...: commands without a body.
struct Command {
    Verb verb;
    ObjectKind kind;
    Path path;
    std::optional<Name> handle;    // handle N
    std::optional<Name> new_name;  // rename
    std::vector<Element> elements; // delete element ... { }
};

enum class PositionKind : std::uint8_t { handle, index, position };
struct Position {
    PositionKind kind;
    Name number;
};
struct RuleItem { // a line of a chain block, or add/insert/replace rule
    Verb verb;    // none in a chain block
    Path path;
    std::optional<Position> position;
    Rule rule;
};

// Lines of blocks.
struct HookSpec { // type filter hook input device "eth0" priority filter + 10; flowtables: without a type
    std::optional<Name> type;
    Name hook;
    std::vector<Expr> devices;    // literals, variables, set literals as written
    std::optional<Expr> priority; // Literal (number or word), Variable, as written
    int sign = 0; // of priority_offset: +1, -1, or 0 if there is none; -1 without a name: `priority -150`
    std::optional<Name> priority_offset;
};
struct PolicySpec { // chain: accept, drop; set: performance, memory
    Expr value;     // word or variable
};
struct TypeSpec { // type ipv4_addr . inet_service [: [interval] verdict]; ct helper: type "ftp" protocol tcp
    std::vector<Name> key;
    std::vector<Name> data; // empty: no map
    bool data_interval = false;
    std::optional<Name> objref; // map to objects: counter quota limit synproxy secmark, "ct helper" as one Name
};
struct TypeofSpec { // typeof ip saddr . tcp dport [: [interval] meta mark | verdict]
    Expr key;
    std::optional<Expr> data; // Literal word `verdict` for verdicts
    bool data_interval = false;
    std::optional<Name> objref;
};
struct FlagsSpec { // flags interval,timeout; table: flags dormant; flowtable: flags offload
    std::vector<Expr> flags;
};
struct ElementsChunk { // elements = { ... } arrives in one or more chunks, in order
    std::vector<Element> elements;
};
struct ElementsFile { // elements = file("x"): the elements stand in that file, one a line
    Name path;        // without quotes
};
struct DevicesSpec { // devices = { a, b }
    std::vector<Expr> devices;
};
// timeout E, gc-interval E, size E, auto-merge, comment "x", counter (flowtable), protocol tcp, l3proto ip,
// dport N, state words, policy = { established : 100 } of ct timeout, mss/wscale of synproxy, secmark's context.
struct Property {
    Name key;
    std::vector<Expr> values;
};
struct StatefulSpec { // a statement in a set block (counter, limit...) or the body of a counter/quota/limit object
    Statement statement;
};

struct Item {
    Span span;
    std::variant<Define, Include, Open, BlockClose, Command, RuleItem, HookSpec, PolicySpec, TypeSpec, TypeofSpec,
                 FlagsSpec, ElementsChunk, PlainElements, ElementsFile, DevicesSpec, Property, StatefulSpec>
        node;
};

} // namespace rulec::ast
