// SPDX-License-Identifier: GPL-2.0-or-later
// What changes the packet, its state or its way: the inverse of build_statement.cpp.
#include "backend/nft/decode_messages.h"

#include <linux/netfilter/nf_tables.h>

namespace rulec::nft {
namespace {

ExpressionNode payload(const Attributes& in) {
    return PayloadSet{in.u32(NFTA_PAYLOAD_SREG),      in.u32(NFTA_PAYLOAD_BASE),
                      in.u32(NFTA_PAYLOAD_OFFSET),    in.u32(NFTA_PAYLOAD_LEN),
                      in.u32(NFTA_PAYLOAD_CSUM_TYPE), in.u32(NFTA_PAYLOAD_CSUM_OFFSET),
                      in.u32(NFTA_PAYLOAD_CSUM_FLAGS)};
}

ExpressionNode exthdr(const Attributes& in) {
    if (!in.has(NFTA_EXTHDR_SREG)) return ExthdrReset{in.u32(NFTA_EXTHDR_OP), in.u32(NFTA_EXTHDR_TYPE)};
    return ExthdrSet{in.u32(NFTA_EXTHDR_SREG), in.u32(NFTA_EXTHDR_OP), in.u32(NFTA_EXTHDR_TYPE),
                     in.u32(NFTA_EXTHDR_OFFSET), in.u32(NFTA_EXTHDR_LEN)};
}

ExpressionNode meta(const Attributes& in) {
    return MetaSet{in.u32(NFTA_META_KEY), in.u32(NFTA_META_SREG)};
}

ExpressionNode ct(const Attributes& in) {
    return CtSet{in.u32(NFTA_CT_KEY), in.maybe<std::uint8_t>(NFTA_CT_DIRECTION), in.u32(NFTA_CT_SREG)};
}

ExpressionNode counter(const Attributes& in) {
    return Counter{in.number(NFTA_COUNTER_PACKETS), in.number(NFTA_COUNTER_BYTES)};
}

ExpressionNode limit(const Attributes& in) {
    return Limit{in.number(NFTA_LIMIT_RATE), in.number(NFTA_LIMIT_UNIT), in.u32(NFTA_LIMIT_BURST),
                 in.u32(NFTA_LIMIT_TYPE), in.u32(NFTA_LIMIT_FLAGS)};
}

ExpressionNode quota(const Attributes& in) {
    return Quota{in.number(NFTA_QUOTA_BYTES), in.number(NFTA_QUOTA_CONSUMED), in.u32(NFTA_QUOTA_FLAGS)};
}

ExpressionNode connlimit(const Attributes& in) {
    return Connlimit{in.u32(NFTA_CONNLIMIT_COUNT), in.u32(NFTA_CONNLIMIT_FLAGS)};
}

ExpressionNode last(const Attributes& in) {
    return Last{in.u32(NFTA_LAST_SET) != 0, in.number(NFTA_LAST_MSECS)};
}

ExpressionNode log(const Attributes& in) {
    Log out{.prefix = {},
            .group = in.maybe<std::uint16_t>(NFTA_LOG_GROUP),
            .snaplen = in.maybe(NFTA_LOG_SNAPLEN),
            .queue_threshold = in.maybe<std::uint16_t>(NFTA_LOG_QTHRESHOLD),
            .level = in.maybe(NFTA_LOG_LEVEL),
            .flags = in.u32(NFTA_LOG_FLAGS)};
    if (in.has(NFTA_LOG_PREFIX)) out.prefix = in.text(NFTA_LOG_PREFIX);
    return out;
}

ExpressionNode reject(const Attributes& in) {
    return Reject{in.u32(NFTA_REJECT_TYPE), in.u8(NFTA_REJECT_ICMP_CODE)};
}

ExpressionNode nat(const Attributes& in) {
    return Nat{in.u32(NFTA_NAT_TYPE),           in.u32(NFTA_NAT_FAMILY),          in.maybe(NFTA_NAT_REG_ADDR_MIN),
               in.maybe(NFTA_NAT_REG_ADDR_MAX), in.maybe(NFTA_NAT_REG_PROTO_MIN), in.maybe(NFTA_NAT_REG_PROTO_MAX),
               in.u32(NFTA_NAT_FLAGS)};
}

ExpressionNode masq(const Attributes& in) {
    return Masquerade{in.maybe(NFTA_MASQ_REG_PROTO_MIN), in.maybe(NFTA_MASQ_REG_PROTO_MAX), in.u32(NFTA_MASQ_FLAGS)};
}

ExpressionNode redir(const Attributes& in) {
    return Redirect{in.maybe(NFTA_REDIR_REG_PROTO_MIN), in.maybe(NFTA_REDIR_REG_PROTO_MAX), in.u32(NFTA_REDIR_FLAGS)};
}

ExpressionNode tproxy(const Attributes& in) {
    return Tproxy{in.u32(NFTA_TPROXY_FAMILY), in.maybe(NFTA_TPROXY_REG_ADDR), in.maybe(NFTA_TPROXY_REG_PORT)};
}

ExpressionNode notrack(const Attributes&) {
    return Notrack{};
}

ExpressionNode queue(const Attributes& in) {
    Queue out{.number = in.u16(NFTA_QUEUE_NUM), .total = 1, .sreg = in.maybe(NFTA_QUEUE_SREG_QNUM), .flags = {}};
    if (in.has(NFTA_QUEUE_TOTAL)) out.total = in.u16(NFTA_QUEUE_TOTAL);
    out.flags = in.u16(NFTA_QUEUE_FLAGS);
    return out;
}

ExpressionNode dup(const Attributes& in) {
    return Dup{in.maybe(NFTA_DUP_SREG_ADDR), in.maybe(NFTA_DUP_SREG_DEV)};
}

ExpressionNode fwd(const Attributes& in) {
    return Fwd{in.maybe(NFTA_FWD_SREG_DEV), in.maybe(NFTA_FWD_SREG_ADDR), in.u32(NFTA_FWD_NFPROTO)};
}

ExpressionNode synproxy(const Attributes& in) {
    return Synproxy{in.u16(NFTA_SYNPROXY_MSS), in.u8(NFTA_SYNPROXY_WSCALE), in.u32(NFTA_SYNPROXY_FLAGS)};
}

ExpressionNode objref(const Attributes& in) {
    return Objref{in.u32(NFTA_OBJREF_IMM_TYPE), in.text(NFTA_OBJREF_IMM_NAME), in.maybe(NFTA_OBJREF_SET_SREG),
                  in.text(NFTA_OBJREF_SET_NAME), in.u32(NFTA_OBJREF_SET_ID)};
}

ExpressionNode flow_offload(const Attributes& in) {
    return FlowOffload{in.text(NFTA_FLOW_TABLE_NAME)};
}

struct Row {
    std::string_view name;
    ExpressionNode (*decode)(const Attributes&);
};
constexpr Row kRows[] = {{"payload", payload}, {"exthdr", exthdr},
                         {"meta", meta},       {"ct", ct},
                         {"counter", counter}, {"limit", limit},
                         {"quota", quota},     {"connlimit", connlimit},
                         {"last", last},       {"log", log},
                         {"reject", reject},   {"nat", nat},
                         {"masq", masq},       {"redir", redir},
                         {"tproxy", tproxy},   {"notrack", notrack},
                         {"queue", queue},     {"dup", dup},
                         {"fwd", fwd},         {"synproxy", synproxy},
                         {"objref", objref},   {"flow_offload", flow_offload}};

} // namespace

ExpressionNode decode_statement(std::string_view name, const Attributes& in) {
    for (const Row& row : kRows)
        if (row.name == name) return row.decode(in);
    return std::nullopt;
}

} // namespace rulec::nft
