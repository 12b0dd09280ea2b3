// SPDX-License-Identifier: GPL-2.0-or-later
#include "backend/nft/expression_builder.h"

#include <linux/netfilter/nf_tables.h>

namespace rulec::nft {

ExpressionBuilder build(const ExthdrLoad& e) {
    return std::move(ExpressionBuilder("exthdr")
                         .u32(NFTNL_EXPR_EXTHDR_DREG, e.dreg)
                         .u8(NFTNL_EXPR_EXTHDR_TYPE, static_cast<std::uint8_t>(e.type))
                         .u32(NFTNL_EXPR_EXTHDR_OFFSET, e.offset)
                         .u32(NFTNL_EXPR_EXTHDR_LEN, e.len)
                         .u32(NFTNL_EXPR_EXTHDR_OP, e.op)
                         .u32(NFTNL_EXPR_EXTHDR_FLAGS, e.flags));
}

ExpressionBuilder build(const RtLoad& e) {
    return std::move(ExpressionBuilder("rt").u32(NFTNL_EXPR_RT_KEY, e.key).u32(NFTNL_EXPR_RT_DREG, e.dreg));
}

ExpressionBuilder build(const SocketLoad& e) {
    return std::move(ExpressionBuilder("socket")
                         .u32(NFTNL_EXPR_SOCKET_KEY, e.key)
                         .u32(NFTNL_EXPR_SOCKET_DREG, e.dreg)
                         .reg(NFTNL_EXPR_SOCKET_LEVEL, e.level));
}

ExpressionBuilder build(const OsfLoad& e) {
    return std::move(ExpressionBuilder("osf")
                         .u32(NFTNL_EXPR_OSF_DREG, e.dreg)
                         .u8(NFTNL_EXPR_OSF_TTL, e.ttl)
                         .u32(NFTNL_EXPR_OSF_FLAGS, e.flags));
}

ExpressionBuilder build(const XfrmLoad& e) {
    return std::move(ExpressionBuilder("xfrm")
                         .u32(NFTNL_EXPR_XFRM_DREG, e.dreg)
                         .u32(NFTNL_EXPR_XFRM_KEY, e.key)
                         .u8(NFTNL_EXPR_XFRM_DIR, e.direction)
                         .u32(NFTNL_EXPR_XFRM_SPNUM, e.spnum));
}

ExpressionBuilder build(const FibLoad& e) {
    return std::move(ExpressionBuilder("fib")
                         .u32(NFTNL_EXPR_FIB_DREG, e.dreg)
                         .u32(NFTNL_EXPR_FIB_RESULT, e.result)
                         .u32(NFTNL_EXPR_FIB_FLAGS, e.flags));
}

ExpressionBuilder build(const NumgenLoad& e) {
    return std::move(ExpressionBuilder("numgen")
                         .u32(NFTNL_EXPR_NG_DREG, e.dreg)
                         .u32(NFTNL_EXPR_NG_MODULUS, e.modulus)
                         .u32(NFTNL_EXPR_NG_TYPE, e.type)
                         .u32(NFTNL_EXPR_NG_OFFSET, e.offset));
}

ExpressionBuilder build(const HashLoad& e) {
    ExpressionBuilder wire("hash");
    // A symmetric hash is of the whole packet: it has neither source nor seed.
    if (e.type == NFT_HASH_JENKINS) {
        wire.u32(NFTNL_EXPR_HASH_SREG, e.sreg).u32(NFTNL_EXPR_HASH_LEN, e.len).reg(NFTNL_EXPR_HASH_SEED, e.seed);
    }
    wire.u32(NFTNL_EXPR_HASH_DREG, e.dreg).u32(NFTNL_EXPR_HASH_MODULUS, e.modulus);
    wire.u32(NFTNL_EXPR_HASH_OFFSET, e.offset).u32(NFTNL_EXPR_HASH_TYPE, e.type);
    return wire;
}

ExpressionBuilder build(const BitShift& e) {
    ExpressionBuilder wire("bitwise");
    wire.u32(NFTNL_EXPR_BITWISE_SREG, e.sreg).u32(NFTNL_EXPR_BITWISE_DREG, e.dreg);
    wire.u32(NFTNL_EXPR_BITWISE_OP, e.left ? NFT_BITWISE_LSHIFT : NFT_BITWISE_RSHIFT);
    wire.u32(NFTNL_EXPR_BITWISE_LEN, e.len);
    nftnl_expr_set(wire.get(), NFTNL_EXPR_BITWISE_DATA, &e.bits, sizeof e.bits); // host order
    return wire;
}

ExpressionBuilder build(const ByteorderSwap& e) {
    return std::move(ExpressionBuilder("byteorder")
                         .u32(NFTNL_EXPR_BYTEORDER_SREG, e.sreg)
                         .u32(NFTNL_EXPR_BYTEORDER_DREG, e.dreg)
                         .u32(NFTNL_EXPR_BYTEORDER_OP, e.to_network ? NFT_BYTEORDER_HTON : NFT_BYTEORDER_NTOH)
                         .u32(NFTNL_EXPR_BYTEORDER_LEN, e.len)
                         .u32(NFTNL_EXPR_BYTEORDER_SIZE, e.size));
}

ExpressionBuilder build(const RangeCompare& e) {
    return std::move(ExpressionBuilder("range")
                         .u32(NFTNL_EXPR_RANGE_SREG, e.sreg)
                         .u32(NFTNL_EXPR_RANGE_OP, e.op)
                         .octets(NFTNL_EXPR_RANGE_FROM_DATA, e.from)
                         .octets(NFTNL_EXPR_RANGE_TO_DATA, e.to));
}

} // namespace rulec::nft
