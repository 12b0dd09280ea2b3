// SPDX-License-Identifier: GPL-2.0-or-later
// nft::Program: what is really sent to nf_tables, one value per netlink message, before it is encoded. Registers,
// offsets and keys are the kernel's own (include/uapi/linux/netfilter/nf_tables.h); data is as it stands in the
// register or packet, octet by octet. Printed by print.h, encoded by encode.h, made from IR by lower.h.
//
// Register numbers are the kernel's: 1-4 the 16-byte registers, 8-23 the 4-byte ones (NFT_REG32_00 = 8).
#pragma once

#include "compiler/source/span.h"
#include "compiler/support/bytes.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

namespace rulec::nft {

using Register = std::uint32_t;

// Where something comes from. No part of what it is: programs are equal wherever they were written.
struct Origin : Span {
    Origin() = default;
    Origin(Span span) : Span(span) {} // NOLINT: implicit, every place in a source is one
    Origin(FileId in, std::uint32_t first, std::uint32_t behind) : Span{in, first, behind} {}
    friend bool operator==(const Origin&, const Origin&) { return true; }
};

struct Verdict {
    std::int32_t code = 0;      // NF_ACCEPT, NF_DROP, NFT_CONTINUE, NFT_RETURN, NFT_JUMP, NFT_GOTO
    std::string chain;          // jump, goto
    std::uint32_t chain_id = 0; // bound chains: NewChain::id of the target; then `chain` is empty
    friend bool operator==(const Verdict&, const Verdict&) = default;
};

// ---------------------------------------------------------------- expressions (NFTA_EXPR_NAME in the comment)

struct PayloadLoad {      // payload
    std::uint32_t base;   // NFT_PAYLOAD_*
    std::uint32_t offset; // octets
    std::uint32_t len;
    Register dreg;
    friend bool operator==(const PayloadLoad&, const PayloadLoad&) = default;
};
struct PayloadSet { // payload
    Register sreg;
    std::uint32_t base;
    std::uint32_t offset;
    std::uint32_t len;
    std::uint32_t csum_type; // NFT_PAYLOAD_CSUM_*
    std::uint32_t csum_offset;
    std::uint32_t csum_flags; // NFT_PAYLOAD_L4CSUM_PSEUDOHDR
    friend bool operator==(const PayloadSet&, const PayloadSet&) = default;
};
struct ExthdrLoad {   // exthdr
    std::uint32_t op; // NFT_EXTHDR_OP_*
    std::uint32_t type;
    std::uint32_t offset;
    std::uint32_t len;
    std::uint32_t flags; // NFT_EXTHDR_F_PRESENT
    Register dreg;
    friend bool operator==(const ExthdrLoad&, const ExthdrLoad&) = default;
};
struct ExthdrSet { // exthdr with sreg
    Register sreg;
    std::uint32_t op;
    std::uint32_t type;
    std::uint32_t offset;
    std::uint32_t len;
    friend bool operator==(const ExthdrSet&, const ExthdrSet&) = default;
};
struct ExthdrReset { // exthdr without registers: reset tcp option
    std::uint32_t op;
    std::uint32_t type;
    friend bool operator==(const ExthdrReset&, const ExthdrReset&) = default;
};
struct MetaLoad { // meta
    std::uint32_t key;
    Register dreg;
    friend bool operator==(const MetaLoad&, const MetaLoad&) = default;
};
struct MetaSet {
    std::uint32_t key;
    Register sreg;
    friend bool operator==(const MetaSet&, const MetaSet&) = default;
};
struct CtLoad { // ct
    std::uint32_t key;
    std::optional<std::uint8_t> direction; // IP_CT_DIR_*
    Register dreg;
    friend bool operator==(const CtLoad&, const CtLoad&) = default;
};
struct CtSet {
    std::uint32_t key;
    std::optional<std::uint8_t> direction;
    Register sreg;
    friend bool operator==(const CtSet&, const CtSet&) = default;
};
struct RtLoad { // rt
    std::uint32_t key;
    Register dreg;
    friend bool operator==(const RtLoad&, const RtLoad&) = default;
};
struct SocketLoad { // socket
    std::uint32_t key;
    std::optional<std::uint32_t> level; // cgroupv2
    Register dreg;
    friend bool operator==(const SocketLoad&, const SocketLoad&) = default;
};
struct OsfLoad { // osf
    Register dreg;
    std::uint8_t ttl;
    std::uint32_t flags;
    friend bool operator==(const OsfLoad&, const OsfLoad&) = default;
};
struct XfrmLoad { // xfrm
    Register dreg;
    std::uint32_t key;
    std::uint8_t direction; // XFRM_POLICY_IN 0, OUT 1
    std::uint32_t spnum;
    friend bool operator==(const XfrmLoad&, const XfrmLoad&) = default;
};
struct FibLoad {          // fib
    std::uint32_t result; // NFT_FIB_RESULT_*
    std::uint32_t flags;
    Register dreg;
    friend bool operator==(const FibLoad&, const FibLoad&) = default;
};
struct NumgenLoad { // numgen
    Register dreg;
    std::uint32_t modulus;
    std::uint32_t type; // NFT_NG_*
    std::uint32_t offset;
    friend bool operator==(const NumgenLoad&, const NumgenLoad&) = default;
};
struct HashLoad {       // hash
    std::uint32_t type; // NFT_HASH_JENKINS, NFT_HASH_SYM
    Register sreg;      // jenkins
    std::uint32_t len;
    Register dreg;
    std::uint32_t modulus;
    std::optional<std::uint32_t> seed;
    std::uint32_t offset;
    friend bool operator==(const HashLoad&, const HashLoad&) = default;
};
struct Bitwise { // bitwise: dreg = (sreg & mask) ^ xor_
    Register sreg;
    Register dreg;
    std::uint32_t len;
    Bytes mask;
    Bytes xor_;
    friend bool operator==(const Bitwise&, const Bitwise&) = default;
};
struct BitShift { // bitwise with NFT_BITWISE_LSHIFT / RSHIFT
    Register sreg;
    Register dreg;
    std::uint32_t len;
    bool left;
    std::uint32_t bits;
    friend bool operator==(const BitShift&, const BitShift&) = default;
};
struct ByteorderSwap { // byteorder
    Register sreg;
    Register dreg;
    bool to_network; // NFT_BYTEORDER_HTON, else NTOH
    std::uint32_t len;
    std::uint32_t size; // of one number: 2, 4, 8
    friend bool operator==(const ByteorderSwap&, const ByteorderSwap&) = default;
};
struct Compare { // cmp
    Register sreg;
    std::uint32_t op; // NFT_CMP_*
    Bytes data;
    friend bool operator==(const Compare&, const Compare&) = default;
};
struct RangeCompare { // range
    Register sreg;
    std::uint32_t op; // NFT_RANGE_EQ, NEQ
    Bytes from;
    Bytes to;
    friend bool operator==(const RangeCompare&, const RangeCompare&) = default;
};
struct Lookup { // lookup
    Register sreg;
    std::string set;
    std::uint32_t set_id;         // within the batch; 0 if the set is not made in it
    std::optional<Register> dreg; // maps; 0 for verdicts
    bool invert = false;
    friend bool operator==(const Lookup&, const Lookup&) = default;
};
struct Immediate { // immediate
    Register dreg;
    std::variant<Bytes, Verdict> data; // verdicts go to register 0
    friend bool operator==(const Immediate&, const Immediate&) = default;
};
struct Counter { // counter
    std::uint64_t packets = 0;
    std::uint64_t bytes = 0;
    friend bool operator==(const Counter&, const Counter&) = default;
};
struct Limit { // limit
    std::uint64_t rate;
    std::uint64_t unit_s; // seconds
    std::uint32_t burst;
    std::uint32_t type;  // NFT_LIMIT_PKTS, PKT_BYTES
    std::uint32_t flags; // NFT_LIMIT_F_INV
    friend bool operator==(const Limit&, const Limit&) = default;
};
struct Quota { // quota
    std::uint64_t bytes;
    std::uint64_t consumed;
    std::uint32_t flags; // NFT_QUOTA_F_INV
    friend bool operator==(const Quota&, const Quota&) = default;
};
struct Connlimit { // connlimit
    std::uint32_t count;
    std::uint32_t flags; // NFT_CONNLIMIT_F_INV
    friend bool operator==(const Connlimit&, const Connlimit&) = default;
};
struct Last {         // last
    bool set = false; // has a packet been seen
    std::uint64_t msecs = 0;
    friend bool operator==(const Last&, const Last&) = default;
};
struct Log { // log
    std::optional<std::string> prefix;
    std::optional<std::uint16_t> group;
    std::optional<std::uint32_t> snaplen;
    std::optional<std::uint16_t> queue_threshold;
    std::optional<std::uint32_t> level; // syslog number, 8 is audit
    std::uint32_t flags = 0;            // NF_LOG_*
    friend bool operator==(const Log&, const Log&) = default;
};
struct Reject {         // reject
    std::uint32_t type; // NFT_REJECT_*
    std::uint8_t code;
    friend bool operator==(const Reject&, const Reject&) = default;
};
struct Nat {              // nat
    std::uint32_t type;   // NFT_NAT_SNAT, DNAT
    std::uint32_t family; // NFPROTO_*
    std::optional<Register> addr_min, addr_max, proto_min, proto_max;
    std::uint32_t flags = 0; // NF_NAT_RANGE_*
    friend bool operator==(const Nat&, const Nat&) = default;
};
struct Masquerade { // masq
    std::optional<Register> proto_min, proto_max;
    std::uint32_t flags = 0;
    friend bool operator==(const Masquerade&, const Masquerade&) = default;
};
struct Redirect { // redir
    std::optional<Register> proto_min, proto_max;
    std::uint32_t flags = 0;
    friend bool operator==(const Redirect&, const Redirect&) = default;
};
struct Tproxy {           // tproxy
    std::uint32_t family; // NFPROTO_*, NFPROTO_UNSPEC for both
    std::optional<Register> addr, port;
    friend bool operator==(const Tproxy&, const Tproxy&) = default;
};
struct Notrack { // notrack
    friend bool operator==(const Notrack&, const Notrack&) = default;
};
struct Queue { // queue
    std::uint16_t number = 0;
    std::uint16_t total = 1;
    std::optional<Register> sreg; // number from a register
    std::uint16_t flags = 0;      // NFT_QUEUE_FLAG_*
    friend bool operator==(const Queue&, const Queue&) = default;
};
struct Dup { // dup
    std::optional<Register> addr, dev;
    friend bool operator==(const Dup&, const Dup&) = default;
};
struct Fwd { // fwd
    std::optional<Register> dev, addr;
    std::uint32_t family = 0; // NFPROTO_* with addr
    friend bool operator==(const Fwd&, const Fwd&) = default;
};
struct Synproxy { // synproxy
    std::uint16_t mss = 0;
    std::uint8_t wscale = 0;
    std::uint32_t flags = 0; // NF_SYNPROXY_OPT_*
    friend bool operator==(const Synproxy&, const Synproxy&) = default;
};
struct Objref {                    // objref
    std::uint32_t object_type = 0; // NFT_OBJECT_*; with name
    std::string object;
    std::optional<Register> sreg; // with a map
    std::string set;
    std::uint32_t set_id = 0;
    friend bool operator==(const Objref&, const Objref&) = default;
};
struct FlowOffload { // flow_offload
    std::string flowtable;
    friend bool operator==(const FlowOffload&, const FlowOffload&) = default;
};
struct Foreign { // of a kind, or with attributes, that this file does not know: made by others (xt match, xt target)
    std::string name; // NFTA_EXPR_NAME
    Bytes data;       // what NFTA_EXPR_DATA holds
    friend bool operator==(const Foreign&, const Foreign&) = default;
};
struct Expression;
struct Dynset {       // dynset
    std::uint32_t op; // NFT_DYNSET_OP_*
    std::string set;
    std::uint32_t set_id;
    Register key;
    std::optional<Register> data;
    std::uint64_t timeout_ms = 0; // 0: the set's default
    std::vector<Expression> expressions;
    friend bool operator==(const Dynset&, const Dynset&) = default;
};

struct Expression {
    std::variant<PayloadLoad, PayloadSet, ExthdrLoad, ExthdrSet, ExthdrReset, MetaLoad, MetaSet, CtLoad, CtSet,
                 RtLoad, SocketLoad, OsfLoad, XfrmLoad, FibLoad, NumgenLoad, HashLoad, Bitwise, BitShift,
                 ByteorderSwap, Compare, RangeCompare, Lookup, Immediate, Counter, Limit, Quota, Connlimit, Last, Log,
                 Reject, Nat, Masquerade, Redirect, Tproxy, Notrack, Queue, Dup, Fwd, Synproxy, Objref, FlowOffload,
                 Dynset, Foreign>
        node;
    Origin span; // of the statement it comes from
    friend bool operator==(const Expression&, const Expression&) = default;
};

// ---------------------------------------------------------------- messages

// Every message names its table; family is NFPROTO_*.
struct TableRef {
    std::uint8_t family;
    std::string name;
    friend bool operator==(const TableRef&, const TableRef&) = default;
};

struct NewTable { // NFT_MSG_NEWTABLE
    TableRef table;
    std::uint32_t flags = 0; // NFT_TABLE_F_*
    Bytes userdata;
    bool create = false; // NLM_F_EXCL
    Origin span;
    friend bool operator==(const NewTable&, const NewTable&) = default;
};
struct DelTable { // NFT_MSG_DELTABLE
    TableRef table;
    Origin span;
    friend bool operator==(const DelTable&, const DelTable&) = default;
};
struct Hook {
    std::uint32_t number; // NF_INET_*, NF_BR_*, NF_ARP_*, NF_NETDEV_*
    std::int32_t priority;
    std::string type;                    // filter, nat, route
    std::optional<std::uint32_t> policy; // NF_ACCEPT, NF_DROP
    std::vector<std::string> devices;
    friend bool operator==(const Hook&, const Hook&) = default;
};
struct NewChain { // NFT_MSG_NEWCHAIN
    TableRef table;
    std::string name;
    std::optional<Hook> hook;
    std::uint32_t flags = 0; // NFT_CHAIN_BINDING for jump { }
    std::uint32_t id = 0;    // NFTA_CHAIN_ID, bound chains only; then name is empty and rules refer by id
    Bytes userdata;
    Origin span;
    friend bool operator==(const NewChain&, const NewChain&) = default;
};
struct NewRule { // NFT_MSG_NEWRULE, appended
    TableRef table;
    std::string chain;
    std::uint32_t chain_id = 0;
    std::vector<Expression> expressions;
    Bytes userdata;
    Origin span;
    friend bool operator==(const NewRule&, const NewRule&) = default;
};
struct SetData {            // NFTA_SET_DATA_TYPE, _LEN
    std::uint32_t type = 0; // nft's datatype number, NFT_DATA_VERDICT for verdicts
    std::uint32_t len = 0;
    friend bool operator==(const SetData&, const SetData&) = default;
};
struct NewSet { // NFT_MSG_NEWSET
    TableRef table;
    std::string name;        // anonymous: __set0, __map0, ...
    std::uint32_t id;        // NFTA_SET_ID, unique in the batch, from 1
    std::uint32_t flags = 0; // NFT_SET_*
    std::uint32_t key_type = 0;
    std::uint32_t key_len = 0;
    std::optional<SetData> data;
    std::uint32_t object_type = 0; // object maps: NFT_OBJECT_*
    std::optional<std::uint64_t> timeout_ms;
    std::optional<std::uint32_t> gc_interval_ms;
    std::optional<std::uint32_t> size;
    std::optional<std::uint32_t> policy;  // NFT_SET_POL_*
    std::vector<std::uint8_t> field_lens; // concatenations with intervals: octets of each field
    std::vector<Expression> expressions;
    Bytes userdata;
    Origin span;
    friend bool operator==(const NewSet&, const NewSet&) = default;
};

// What few elements have. `index` counts elements of the table from 0; sorted by it.
struct ElementExtra {
    std::uint32_t index = 0;
    std::optional<std::uint64_t> timeout_ms;
    std::optional<std::uint64_t> expiration_ms;
    Bytes userdata;
    std::vector<Expression> expressions;
    std::string object; // object maps
    Origin span = {};   // of the element
    friend bool operator==(const ElementExtra&, const ElementExtra&) = default;
};
// Elements of one set, flat: a million addresses are four megabytes.
struct NewElements { // NFT_MSG_NEWSETELEM, as many messages as it takes
    TableRef table;
    std::string set;
    std::uint32_t set_id = 0;
    std::uint32_t key_len = 0; // octets; data_len likewise, 0 without data
    std::uint32_t data_len = 0;
    std::size_t count = 0;
    Bytes keys;                         // count * key_len, in kernel form
    Bytes key_ends;                     // count * key_len for concatenated intervals, else empty
    std::vector<std::uint8_t> flags;    // per element NFT_SET_ELEM_INTERVAL_END, _CATCHALL; empty: all 0
    Bytes data;                         // count * data_len
    std::vector<Verdict> verdict_table; // verdict maps: distinct verdicts ...
    std::vector<std::uint32_t>
        verdicts; // ... and per element an index into them, or kNoVerdict; empty unless a verdict map
    std::vector<ElementExtra> extras;
    std::vector<Span> spans; // per element, or empty; then `span` stands for all
    Origin span;
    static constexpr std::uint32_t kNoVerdict = 0xffffffff;
    friend bool operator==(const NewElements&, const NewElements&) = default;
};
struct NewObject { // NFT_MSG_NEWOBJ
    TableRef table;
    std::string name;
    struct CtHelper {
        std::string helper;
        std::uint8_t l4proto;
        std::uint16_t l3proto; // NFPROTO_*, 0 for both
        friend bool operator==(const CtHelper&, const CtHelper&) = default;
    };
    struct CtTimeout {
        std::uint8_t l4proto;
        std::uint16_t l3proto;
        std::vector<std::pair<std::uint32_t, std::uint32_t>> timeouts; // state (CTA_TIMEOUT_<PROTO>_* - 1), seconds
        friend bool operator==(const CtTimeout&, const CtTimeout&) = default;
    };
    struct CtExpectation {
        std::uint8_t l4proto;
        std::uint16_t l3proto;
        std::uint16_t dport;
        std::uint32_t timeout_ms;
        std::uint8_t size;
        friend bool operator==(const CtExpectation&, const CtExpectation&) = default;
    };
    struct Foreign { // of a type that this file does not know
        std::uint32_t type = 0;
        Bytes data; // what NFTA_OBJ_DATA holds
        friend bool operator==(const Foreign&, const Foreign&) = default;
    };
    struct Secmark {
        std::string context;
        friend bool operator==(const Secmark&, const Secmark&) = default;
    };
    std::variant<Counter, Quota, Limit, CtHelper, CtTimeout, CtExpectation, Synproxy, Secmark, Foreign> body;
    Bytes userdata;
    Origin span;
    friend bool operator==(const NewObject&, const NewObject&) = default;
};
struct NewFlowtable { // NFT_MSG_NEWFLOWTABLE
    TableRef table;
    std::string name;
    std::uint32_t hook; // NF_NETDEV_INGRESS
    std::int32_t priority;
    std::vector<std::string> devices;
    std::uint32_t flags = 0; // NFT_FLOWTABLE_HW_OFFLOAD, _COUNTER
    Origin span;
    friend bool operator==(const NewFlowtable&, const NewFlowtable&) = default;
};

using Message = std::variant<NewTable, DelTable, NewChain, NewRule, NewSet, NewElements, NewObject, NewFlowtable>;

struct Program {
    std::vector<Message> messages; // in the order in which they are sent
    friend bool operator==(const Program&, const Program&) = default;
};

// Who takes a program message by message, in that order.
class MessageConsumer {
  public:
    virtual ~MessageConsumer() = default;
    // May take out of the message what it wants; what it leaves is used for the next one.
    virtual void consume(Message& message) = 0;
};

} // namespace rulec::nft
