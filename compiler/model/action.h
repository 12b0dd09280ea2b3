// SPDX-License-Identifier: GPL-2.0-or-later
// What rules do, as opposed to what they test: verdicts, counters, NAT... Already field level and resolved, and
// therefore the same in model and IR. Numbers are the kernel's (nf_tables.h and friends). Rare large members are
// boxed: a ruleset holds hundreds of thousands of actions, and each takes the room of the largest.
#pragma once

#include "compiler/model/value.h"
#include "compiler/support/box.h"

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace rulec::model {

enum class VerdictKind : std::uint8_t { accept, drop, continue_, return_, jump, goto_, queue };

struct Verdict {
    VerdictKind kind;
    std::string chain;                        // jump, goto to a named chain
    std::optional<std::uint32_t> bound_chain; // jump { ... }: index into the table's chains
    friend bool operator==(const Verdict&, const Verdict&) = default;
};
struct VerdictMap { // key vmap: lookup whose answer is the verdict
    Value key;
    std::uint32_t map;
};
struct Counter {
    std::uint64_t packets = 0;
    std::uint64_t bytes = 0;
};
struct Limit {
    std::uint64_t rate = 0;   // packets or bytes per `unit_s`
    std::uint64_t unit_s = 1; // seconds
    std::uint32_t burst = 0;
    bool bytes = false;
    bool over = false;
};
struct Quota {
    std::uint64_t bytes = 0;
    std::uint64_t used = 0;
    bool over = false;
};
struct CtCount {
    std::uint32_t count = 0;
    bool over = false;
};
struct Last {
    bool used = false;
    std::uint64_t ago_ms = 0;
};
using Stateful = std::variant<Counter, Limit, Quota, CtCount, Last>;

// NFT_OBJECT_*
enum class ObjectType : std::uint8_t {
    counter = 1,
    quota = 2,
    ct_helper = 3,
    limit = 4,
    ct_timeout = 7,
    secmark = 8,
    ct_expectation = 9,
    synproxy = 10
};

struct ObjectRef {
    ObjectType type;
    std::string name;
};
struct ObjectMap { // counter name tcp dport map { ... }
    ObjectType type;
    Value key;
    std::uint32_t map;
};
struct Log {
    std::optional<std::string> prefix;
    std::optional<std::uint16_t> group;
    std::optional<std::uint32_t> snaplen;
    std::optional<std::uint16_t> queue_threshold;
    std::optional<std::uint32_t> level; // syslog; 8: audit
    std::uint32_t flags = 0;
};
enum class RejectType : std::uint8_t { icmp_unreach = 0, tcp_reset = 1, icmpx_unreach = 2 }; // NFT_REJECT_*
struct Reject {
    RejectType type;
    std::uint8_t code;
    std::uint8_t nf_proto = 0; // icmp 2, icmpv6 10: what it requires of the packet; 0 nothing
};
enum class NatKind : std::uint8_t { snat, dnat, masquerade, redirect };
struct Nat {
    NatKind kind;
    std::uint8_t family = 0; // NFPROTO_*, snat and dnat
    // Separately given parts...
    OptionalBox<Value> address_low, address_high, port_low, port_high;
    // ... or one map whose data is address [. port], each as a pair low-high if `map_gives_range` (low parts first:
    // address low . port low . address high . port high in the data).
    OptionalBox<Value> from_map;
    bool map_gives_port = false;
    bool map_gives_range = false;
    std::uint32_t flags = 0; // NF_NAT_RANGE_PROTO_RANDOM 4, PROTO_RANDOM_FULLY 16, PERSISTENT 8, NETMAP 64
};
struct Tproxy {
    std::uint8_t family = 0; // NFPROTO_*, 0: both
    OptionalBox<Value> address, port;
};
struct Notrack {};
struct Queue {
    std::uint16_t first = 0;
    std::uint16_t total = 1;
    OptionalBox<Value> number; // instead of first/total
    std::uint16_t flags = 0;
};
struct Dup {
    OptionalBox<Value> address, device;
};
struct Fwd {
    OptionalBox<Value> device, address;
    std::uint8_t family = 0;
};
struct FlowAdd {
    std::string flowtable;
};
struct Synproxy {
    std::uint16_t mss = 0;
    std::uint8_t wscale = 0;
    std::uint32_t flags = 0; // NF_SYNPROXY_OPT_*
};
enum class SetOp : std::uint8_t { add = 0, update = 1, remove = 2 }; // NFT_DYNSET_OP_*
struct SetUpdate {
    SetOp op;
    std::uint32_t set; // index into the table's sets
    Box<Value> key;
    OptionalBox<Value> data;
    std::optional<std::uint64_t> timeout_ms;
    std::vector<Stateful> stateful;
};
struct Assign { // field set value
    FieldLoad target;
    std::uint32_t bit_len;
    catalog::ByteOrder order;
    std::optional<RawLoad> raw_target; // @th,0,16 set ...
    Box<Value> value;
};
struct OptionReset { // reset tcp option
    std::uint32_t option_number;
};

using Action =
    std::variant<Verdict, VerdictMap, Counter, Limit, Quota, CtCount, Last, ObjectRef, ObjectMap, Log, Reject, Nat,
                 Tproxy, Notrack, Queue, Dup, Fwd, FlowAdd, Synproxy, SetUpdate, Assign, OptionReset>;

} // namespace rulec::model
