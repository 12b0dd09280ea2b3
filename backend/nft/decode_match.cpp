// SPDX-License-Identifier: GPL-2.0-or-later
// What loads and compares registers: the inverse of build_match.cpp.
#include "backend/nft/decode_messages.h"

#include <cstring>

#include <linux/netfilter/nf_tables.h>

namespace rulec::nft {
namespace {

ExpressionNode payload(const Attributes& in) {
    if (in.has(NFTA_PAYLOAD_SREG)) return std::nullopt;
    return PayloadLoad{in.u32(NFTA_PAYLOAD_BASE), in.u32(NFTA_PAYLOAD_OFFSET), in.u32(NFTA_PAYLOAD_LEN),
                       in.u32(NFTA_PAYLOAD_DREG)};
}

ExpressionNode exthdr(const Attributes& in) {
    if (!in.has(NFTA_EXTHDR_DREG)) return std::nullopt;
    return ExthdrLoad{in.u32(NFTA_EXTHDR_OP),  in.u32(NFTA_EXTHDR_TYPE),  in.u32(NFTA_EXTHDR_OFFSET),
                      in.u32(NFTA_EXTHDR_LEN), in.u32(NFTA_EXTHDR_FLAGS), in.u32(NFTA_EXTHDR_DREG)};
}

ExpressionNode meta(const Attributes& in) {
    if (in.has(NFTA_META_SREG)) return std::nullopt;
    return MetaLoad{in.u32(NFTA_META_KEY), in.u32(NFTA_META_DREG)};
}

ExpressionNode ct(const Attributes& in) {
    if (in.has(NFTA_CT_SREG)) return std::nullopt;
    return CtLoad{in.u32(NFTA_CT_KEY), in.maybe<std::uint8_t>(NFTA_CT_DIRECTION), in.u32(NFTA_CT_DREG)};
}

ExpressionNode rt(const Attributes& in) {
    return RtLoad{in.u32(NFTA_RT_KEY), in.u32(NFTA_RT_DREG)};
}

ExpressionNode socket(const Attributes& in) {
    SocketLoad out{in.u32(NFTA_SOCKET_KEY), in.maybe(NFTA_SOCKET_LEVEL), in.u32(NFTA_SOCKET_DREG)};
    if (out.key != NFT_SOCKET_CGROUPV2) out.level.reset(); // the kernel says 0 of the others
    return out;
}

ExpressionNode osf(const Attributes& in) {
    return OsfLoad{in.u32(NFTA_OSF_DREG), in.u8(NFTA_OSF_TTL), in.u32(NFTA_OSF_FLAGS)};
}

ExpressionNode xfrm(const Attributes& in) {
    return XfrmLoad{in.u32(NFTA_XFRM_DREG), in.u32(NFTA_XFRM_KEY), in.u8(NFTA_XFRM_DIR), in.u32(NFTA_XFRM_SPNUM)};
}

ExpressionNode fib(const Attributes& in) {
    return FibLoad{in.u32(NFTA_FIB_RESULT), in.u32(NFTA_FIB_FLAGS), in.u32(NFTA_FIB_DREG)};
}

ExpressionNode numgen(const Attributes& in) {
    return NumgenLoad{in.u32(NFTA_NG_DREG), in.u32(NFTA_NG_MODULUS), in.u32(NFTA_NG_TYPE), in.u32(NFTA_NG_OFFSET)};
}

ExpressionNode hash(const Attributes& in) {
    return HashLoad{in.u32(NFTA_HASH_TYPE),  in.u32(NFTA_HASH_SREG),    in.u32(NFTA_HASH_LEN),
                    in.u32(NFTA_HASH_DREG),  in.u32(NFTA_HASH_MODULUS), in.maybe(NFTA_HASH_SEED),
                    in.u32(NFTA_HASH_OFFSET)};
}

// Data of a shift is a number in the machine's order.
ExpressionNode shift(const Attributes& in, bool left) {
    const Bytes data = decode_data(in, NFTA_BITWISE_DATA);
    std::uint32_t bits = 0;
    if (data.size() != sizeof bits) return std::nullopt;
    std::memcpy(&bits, data.data(), sizeof bits);
    return BitShift{in.u32(NFTA_BITWISE_SREG), in.u32(NFTA_BITWISE_DREG), in.u32(NFTA_BITWISE_LEN), left, bits};
}

ExpressionNode bitwise(const Attributes& in) {
    switch (in.u32(NFTA_BITWISE_OP)) {
    case NFT_BITWISE_MASK_XOR: {
        Bitwise out{in.u32(NFTA_BITWISE_SREG), in.u32(NFTA_BITWISE_DREG), in.u32(NFTA_BITWISE_LEN),
                    decode_data(in, NFTA_BITWISE_MASK), decode_data(in, NFTA_BITWISE_XOR)};
        if (out.mask.size() != out.len || out.xor_.size() != out.len) return std::nullopt;
        return out;
    }
    case NFT_BITWISE_LSHIFT: return shift(in, true);
    case NFT_BITWISE_RSHIFT: return shift(in, false);
    default: return std::nullopt; // newer kernels combine two registers
    }
}

ExpressionNode byteorder(const Attributes& in) {
    return ByteorderSwap{in.u32(NFTA_BYTEORDER_SREG), in.u32(NFTA_BYTEORDER_DREG),
                         in.u32(NFTA_BYTEORDER_OP) == NFT_BYTEORDER_HTON, in.u32(NFTA_BYTEORDER_LEN),
                         in.u32(NFTA_BYTEORDER_SIZE)};
}

ExpressionNode cmp(const Attributes& in) {
    return Compare{in.u32(NFTA_CMP_SREG), in.u32(NFTA_CMP_OP), decode_data(in, NFTA_CMP_DATA)};
}

ExpressionNode range(const Attributes& in) {
    return RangeCompare{in.u32(NFTA_RANGE_SREG), in.u32(NFTA_RANGE_OP), decode_data(in, NFTA_RANGE_FROM_DATA),
                        decode_data(in, NFTA_RANGE_TO_DATA)};
}

ExpressionNode lookup(const Attributes& in) {
    return Lookup{in.u32(NFTA_LOOKUP_SREG), in.text(NFTA_LOOKUP_SET), in.u32(NFTA_LOOKUP_SET_ID),
                  in.maybe(NFTA_LOOKUP_DREG), (in.u32(NFTA_LOOKUP_FLAGS) & NFT_LOOKUP_F_INV) != 0};
}

ExpressionNode immediate(const Attributes& in) {
    const Attributes data = in.nested(NFTA_IMMEDIATE_DATA);
    const Register dreg = in.u32(NFTA_IMMEDIATE_DREG);
    if (data.has(NFTA_DATA_VERDICT)) return Immediate{dreg, decode_verdict(data.nested(NFTA_DATA_VERDICT))};
    return Immediate{dreg, data.bytes(NFTA_DATA_VALUE)};
}

struct Row {
    std::string_view name;
    ExpressionNode (*decode)(const Attributes&);
};
constexpr Row kRows[] = {{"payload", payload},
                         {"exthdr", exthdr},
                         {"meta", meta},
                         {"ct", ct},
                         {"rt", rt},
                         {"socket", socket},
                         {"osf", osf},
                         {"xfrm", xfrm},
                         {"fib", fib},
                         {"numgen", numgen},
                         {"hash", hash},
                         {"bitwise", bitwise},
                         {"cmp", cmp},
                         {"byteorder", byteorder},
                         {"range", range},
                         {"lookup", lookup},
                         {"immediate", immediate}};

} // namespace

ExpressionNode decode_match(std::string_view name, const Attributes& in) {
    for (const Row& row : kRows)
        if (row.name == name) return row.decode(in);
    return std::nullopt;
}

} // namespace rulec::nft
