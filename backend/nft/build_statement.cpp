// SPDX-License-Identifier: GPL-2.0-or-later
#include "backend/nft/expression_builder.h"

#include <linux/netfilter/nf_tables.h>

namespace rulec::nft {

ExpressionBuilder build(const PayloadSet& e) {
    ExpressionBuilder wire("payload");
    wire.u32(NFTNL_EXPR_PAYLOAD_SREG, e.sreg).u32(NFTNL_EXPR_PAYLOAD_BASE, e.base);
    wire.u32(NFTNL_EXPR_PAYLOAD_OFFSET, e.offset).u32(NFTNL_EXPR_PAYLOAD_LEN, e.len);
    wire.u32(NFTNL_EXPR_PAYLOAD_CSUM_TYPE, e.csum_type).u32(NFTNL_EXPR_PAYLOAD_CSUM_OFFSET, e.csum_offset);
    return std::move(wire.nonzero(NFTNL_EXPR_PAYLOAD_FLAGS, e.csum_flags));
}

ExpressionBuilder build(const ExthdrSet& e) {
    return std::move(ExpressionBuilder("exthdr")
                         .u32(NFTNL_EXPR_EXTHDR_SREG, e.sreg)
                         .u8(NFTNL_EXPR_EXTHDR_TYPE, static_cast<std::uint8_t>(e.type))
                         .u32(NFTNL_EXPR_EXTHDR_OFFSET, e.offset)
                         .u32(NFTNL_EXPR_EXTHDR_LEN, e.len)
                         .u32(NFTNL_EXPR_EXTHDR_OP, e.op));
}

// The kernel's policy for the attribute wants offset and length too, although it uses neither.
ExpressionBuilder build(const ExthdrReset& e) {
    return std::move(ExpressionBuilder("exthdr")
                         .u8(NFTNL_EXPR_EXTHDR_TYPE, static_cast<std::uint8_t>(e.type))
                         .u32(NFTNL_EXPR_EXTHDR_OP, e.op));
}

ExpressionBuilder build(const MetaSet& e) {
    return std::move(ExpressionBuilder("meta").u32(NFTNL_EXPR_META_KEY, e.key).u32(NFTNL_EXPR_META_SREG, e.sreg));
}

ExpressionBuilder build(const CtSet& e) {
    ExpressionBuilder wire("ct");
    wire.u32(NFTNL_EXPR_CT_KEY, e.key).u32(NFTNL_EXPR_CT_SREG, e.sreg);
    if (e.direction) wire.u8(NFTNL_EXPR_CT_DIR, *e.direction);
    return wire;
}

ExpressionBuilder build(const Limit& e) {
    return std::move(ExpressionBuilder("limit")
                         .u64(NFTNL_EXPR_LIMIT_RATE, e.rate)
                         .u64(NFTNL_EXPR_LIMIT_UNIT, e.unit_s)
                         .u32(NFTNL_EXPR_LIMIT_BURST, e.burst)
                         .u32(NFTNL_EXPR_LIMIT_TYPE, e.type)
                         .u32(NFTNL_EXPR_LIMIT_FLAGS, e.flags));
}

ExpressionBuilder build(const Quota& e) {
    return std::move(ExpressionBuilder("quota")
                         .u64(NFTNL_EXPR_QUOTA_BYTES, e.bytes)
                         .u64(NFTNL_EXPR_QUOTA_CONSUMED, e.consumed)
                         .u32(NFTNL_EXPR_QUOTA_FLAGS, e.flags));
}

ExpressionBuilder build(const Connlimit& e) {
    return std::move(ExpressionBuilder("connlimit")
                         .u32(NFTNL_EXPR_CONNLIMIT_COUNT, e.count)
                         .u32(NFTNL_EXPR_CONNLIMIT_FLAGS, e.flags));
}

ExpressionBuilder build(const Last& e) {
    ExpressionBuilder wire("last");
    if (e.set) wire.u32(NFTNL_EXPR_LAST_SET, 1).u64(NFTNL_EXPR_LAST_MSECS, e.msecs);
    return wire;
}

ExpressionBuilder build(const Log& e) {
    ExpressionBuilder wire("log");
    if (e.prefix) wire.string(NFTNL_EXPR_LOG_PREFIX, *e.prefix);
    if (e.group) wire.u16(NFTNL_EXPR_LOG_GROUP, *e.group);
    if (e.snaplen) wire.u32(NFTNL_EXPR_LOG_SNAPLEN, *e.snaplen);
    if (e.queue_threshold) wire.u16(NFTNL_EXPR_LOG_QTHRESHOLD, *e.queue_threshold);
    if (e.level) wire.u32(NFTNL_EXPR_LOG_LEVEL, *e.level);
    return std::move(wire.nonzero(NFTNL_EXPR_LOG_FLAGS, e.flags));
}

ExpressionBuilder build(const Reject& e) {
    return std::move(
        ExpressionBuilder("reject").u32(NFTNL_EXPR_REJECT_TYPE, e.type).u8(NFTNL_EXPR_REJECT_CODE, e.code));
}

ExpressionBuilder build(const Nat& e) {
    return std::move(ExpressionBuilder("nat")
                         .u32(NFTNL_EXPR_NAT_TYPE, e.type)
                         .u32(NFTNL_EXPR_NAT_FAMILY, e.family)
                         .reg(NFTNL_EXPR_NAT_REG_ADDR_MIN, e.addr_min)
                         .reg(NFTNL_EXPR_NAT_REG_ADDR_MAX, e.addr_max)
                         .reg(NFTNL_EXPR_NAT_REG_PROTO_MIN, e.proto_min)
                         .reg(NFTNL_EXPR_NAT_REG_PROTO_MAX, e.proto_max)
                         .nonzero(NFTNL_EXPR_NAT_FLAGS, e.flags));
}

ExpressionBuilder build(const Masquerade& e) {
    return std::move(ExpressionBuilder("masq")
                         .reg(NFTNL_EXPR_MASQ_REG_PROTO_MIN, e.proto_min)
                         .reg(NFTNL_EXPR_MASQ_REG_PROTO_MAX, e.proto_max)
                         .nonzero(NFTNL_EXPR_MASQ_FLAGS, e.flags));
}

ExpressionBuilder build(const Redirect& e) {
    return std::move(ExpressionBuilder("redir")
                         .reg(NFTNL_EXPR_REDIR_REG_PROTO_MIN, e.proto_min)
                         .reg(NFTNL_EXPR_REDIR_REG_PROTO_MAX, e.proto_max)
                         .nonzero(NFTNL_EXPR_REDIR_FLAGS, e.flags));
}

ExpressionBuilder build(const Tproxy& e) {
    return std::move(ExpressionBuilder("tproxy")
                         .u32(NFTNL_EXPR_TPROXY_FAMILY, e.family)
                         .reg(NFTNL_EXPR_TPROXY_REG_ADDR, e.addr)
                         .reg(NFTNL_EXPR_TPROXY_REG_PORT, e.port));
}

ExpressionBuilder build(const Notrack&) {
    return ExpressionBuilder("notrack");
}

ExpressionBuilder build(const Queue& e) {
    ExpressionBuilder wire("queue");
    if (e.sreg)
        wire.u32(NFTNL_EXPR_QUEUE_SREG_QNUM, *e.sreg);
    else
        wire.u16(NFTNL_EXPR_QUEUE_NUM, e.number).u16(NFTNL_EXPR_QUEUE_TOTAL, e.total);
    if (e.flags != 0) wire.u16(NFTNL_EXPR_QUEUE_FLAGS, e.flags);
    return wire;
}

ExpressionBuilder build(const Dup& e) {
    return std::move(
        ExpressionBuilder("dup").reg(NFTNL_EXPR_DUP_SREG_ADDR, e.addr).reg(NFTNL_EXPR_DUP_SREG_DEV, e.dev));
}

ExpressionBuilder build(const Fwd& e) {
    return std::move(ExpressionBuilder("fwd")
                         .reg(NFTNL_EXPR_FWD_SREG_DEV, e.dev)
                         .reg(NFTNL_EXPR_FWD_SREG_ADDR, e.addr)
                         .nonzero(NFTNL_EXPR_FWD_NFPROTO, e.family));
}

ExpressionBuilder build(const Synproxy& e) {
    return std::move(ExpressionBuilder("synproxy")
                         .u16(NFTNL_EXPR_SYNPROXY_MSS, e.mss)
                         .u8(NFTNL_EXPR_SYNPROXY_WSCALE, e.wscale)
                         .u32(NFTNL_EXPR_SYNPROXY_FLAGS, e.flags));
}

ExpressionBuilder build(const Objref& e) {
    ExpressionBuilder wire("objref");
    if (!e.sreg)
        return std::move(
            wire.u32(NFTNL_EXPR_OBJREF_IMM_TYPE, e.object_type).string(NFTNL_EXPR_OBJREF_IMM_NAME, e.object));
    wire.u32(NFTNL_EXPR_OBJREF_SET_SREG, *e.sreg).string(NFTNL_EXPR_OBJREF_SET_NAME, e.set);
    return std::move(wire.nonzero(NFTNL_EXPR_OBJREF_SET_ID, e.set_id));
}

ExpressionBuilder build(const FlowOffload& e) {
    return std::move(ExpressionBuilder("flow_offload").string(NFTNL_EXPR_FLOW_TABLE_NAME, e.flowtable));
}

} // namespace rulec::nft
