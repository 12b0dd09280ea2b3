// SPDX-License-Identifier: GPL-2.0-or-later
// The attributes of NFTA_EXPR_DATA, one table an expression.
#include "backend/nft/attributes.h"

#include <linux/netfilter/nf_tables.h>

namespace rulec::nft {
namespace {

using enum AttributeKind;

#define NUMBER(type)                                                                                                 \
    { type, #type, number }
#define STRING(type)                                                                                                 \
    { type, #type, string }
#define DATA(type)                                                                                                   \
    { type, #type, nested, &kData }

constexpr AttributeRow kPayload[] = {NUMBER(NFTA_PAYLOAD_DREG),        NUMBER(NFTA_PAYLOAD_BASE),
                                     NUMBER(NFTA_PAYLOAD_OFFSET),      NUMBER(NFTA_PAYLOAD_LEN),
                                     NUMBER(NFTA_PAYLOAD_SREG),        NUMBER(NFTA_PAYLOAD_CSUM_TYPE),
                                     NUMBER(NFTA_PAYLOAD_CSUM_OFFSET), NUMBER(NFTA_PAYLOAD_CSUM_FLAGS)};
constexpr AttributeRow kExthdr[] = {NUMBER(NFTA_EXTHDR_DREG), NUMBER(NFTA_EXTHDR_TYPE),  NUMBER(NFTA_EXTHDR_OFFSET),
                                    NUMBER(NFTA_EXTHDR_LEN),  NUMBER(NFTA_EXTHDR_FLAGS), NUMBER(NFTA_EXTHDR_OP),
                                    NUMBER(NFTA_EXTHDR_SREG)};
constexpr AttributeRow kMeta[] = {NUMBER(NFTA_META_DREG), NUMBER(NFTA_META_KEY), NUMBER(NFTA_META_SREG)};
constexpr AttributeRow kCt[] = {NUMBER(NFTA_CT_DREG), NUMBER(NFTA_CT_KEY), NUMBER(NFTA_CT_DIRECTION),
                                NUMBER(NFTA_CT_SREG)};
constexpr AttributeRow kRt[] = {NUMBER(NFTA_RT_DREG), NUMBER(NFTA_RT_KEY)};
constexpr AttributeRow kSocket[] = {NUMBER(NFTA_SOCKET_KEY), NUMBER(NFTA_SOCKET_DREG), NUMBER(NFTA_SOCKET_LEVEL)};
constexpr AttributeRow kOsf[] = {NUMBER(NFTA_OSF_DREG), NUMBER(NFTA_OSF_TTL), NUMBER(NFTA_OSF_FLAGS)};
constexpr AttributeRow kXfrm[] = {NUMBER(NFTA_XFRM_DREG), NUMBER(NFTA_XFRM_KEY), NUMBER(NFTA_XFRM_DIR),
                                  NUMBER(NFTA_XFRM_SPNUM)};
constexpr AttributeRow kFib[] = {NUMBER(NFTA_FIB_DREG), NUMBER(NFTA_FIB_RESULT), NUMBER(NFTA_FIB_FLAGS)};
constexpr AttributeRow kNumgen[] = {NUMBER(NFTA_NG_DREG), NUMBER(NFTA_NG_MODULUS), NUMBER(NFTA_NG_TYPE),
                                    NUMBER(NFTA_NG_OFFSET)};
constexpr AttributeRow kHash[] = {NUMBER(NFTA_HASH_SREG),    NUMBER(NFTA_HASH_DREG), NUMBER(NFTA_HASH_LEN),
                                  NUMBER(NFTA_HASH_MODULUS), NUMBER(NFTA_HASH_SEED), NUMBER(NFTA_HASH_OFFSET),
                                  NUMBER(NFTA_HASH_TYPE)};
constexpr AttributeRow kBitwise[] = {NUMBER(NFTA_BITWISE_SREG), NUMBER(NFTA_BITWISE_DREG), NUMBER(NFTA_BITWISE_LEN),
                                     DATA(NFTA_BITWISE_MASK),   DATA(NFTA_BITWISE_XOR),    NUMBER(NFTA_BITWISE_OP),
                                     DATA(NFTA_BITWISE_DATA)};
constexpr AttributeRow kByteorder[] = {NUMBER(NFTA_BYTEORDER_SREG), NUMBER(NFTA_BYTEORDER_DREG),
                                       NUMBER(NFTA_BYTEORDER_OP), NUMBER(NFTA_BYTEORDER_LEN),
                                       NUMBER(NFTA_BYTEORDER_SIZE)};
constexpr AttributeRow kCmp[] = {NUMBER(NFTA_CMP_SREG), NUMBER(NFTA_CMP_OP), DATA(NFTA_CMP_DATA)};
constexpr AttributeRow kRange[] = {NUMBER(NFTA_RANGE_SREG), NUMBER(NFTA_RANGE_OP), DATA(NFTA_RANGE_FROM_DATA),
                                   DATA(NFTA_RANGE_TO_DATA)};
constexpr AttributeRow kLookup[] = {STRING(NFTA_LOOKUP_SET), NUMBER(NFTA_LOOKUP_SREG), NUMBER(NFTA_LOOKUP_DREG),
                                    NUMBER(NFTA_LOOKUP_SET_ID), NUMBER(NFTA_LOOKUP_FLAGS)};
constexpr AttributeRow kImmediate[] = {NUMBER(NFTA_IMMEDIATE_DREG), DATA(NFTA_IMMEDIATE_DATA)};
constexpr AttributeRow kCounter[] = {NUMBER(NFTA_COUNTER_BYTES), NUMBER(NFTA_COUNTER_PACKETS)};
constexpr AttributeRow kLimit[] = {NUMBER(NFTA_LIMIT_RATE), NUMBER(NFTA_LIMIT_UNIT), NUMBER(NFTA_LIMIT_BURST),
                                   NUMBER(NFTA_LIMIT_TYPE), NUMBER(NFTA_LIMIT_FLAGS)};
constexpr AttributeRow kQuota[] = {NUMBER(NFTA_QUOTA_BYTES), NUMBER(NFTA_QUOTA_FLAGS), NUMBER(NFTA_QUOTA_CONSUMED)};
constexpr AttributeRow kConnlimit[] = {NUMBER(NFTA_CONNLIMIT_COUNT), NUMBER(NFTA_CONNLIMIT_FLAGS)};
constexpr AttributeRow kLast[] = {NUMBER(NFTA_LAST_SET), NUMBER(NFTA_LAST_MSECS)};
constexpr AttributeRow kLog[] = {NUMBER(NFTA_LOG_GROUP),      STRING(NFTA_LOG_PREFIX), NUMBER(NFTA_LOG_SNAPLEN),
                                 NUMBER(NFTA_LOG_QTHRESHOLD), NUMBER(NFTA_LOG_LEVEL),  NUMBER(NFTA_LOG_FLAGS)};
constexpr AttributeRow kReject[] = {NUMBER(NFTA_REJECT_TYPE), NUMBER(NFTA_REJECT_ICMP_CODE)};
constexpr AttributeRow kNat[] = {NUMBER(NFTA_NAT_TYPE),          NUMBER(NFTA_NAT_FAMILY),
                                 NUMBER(NFTA_NAT_REG_ADDR_MIN),  NUMBER(NFTA_NAT_REG_ADDR_MAX),
                                 NUMBER(NFTA_NAT_REG_PROTO_MIN), NUMBER(NFTA_NAT_REG_PROTO_MAX),
                                 NUMBER(NFTA_NAT_FLAGS)};
constexpr AttributeRow kMasq[] = {NUMBER(NFTA_MASQ_FLAGS), NUMBER(NFTA_MASQ_REG_PROTO_MIN),
                                  NUMBER(NFTA_MASQ_REG_PROTO_MAX)};
constexpr AttributeRow kRedir[] = {NUMBER(NFTA_REDIR_REG_PROTO_MIN), NUMBER(NFTA_REDIR_REG_PROTO_MAX),
                                   NUMBER(NFTA_REDIR_FLAGS)};
constexpr AttributeRow kTproxy[] = {NUMBER(NFTA_TPROXY_FAMILY), NUMBER(NFTA_TPROXY_REG_ADDR),
                                    NUMBER(NFTA_TPROXY_REG_PORT)};
constexpr AttributeRow kQueue[] = {NUMBER(NFTA_QUEUE_NUM), NUMBER(NFTA_QUEUE_TOTAL), NUMBER(NFTA_QUEUE_FLAGS),
                                   NUMBER(NFTA_QUEUE_SREG_QNUM)};
constexpr AttributeRow kDup[] = {NUMBER(NFTA_DUP_SREG_ADDR), NUMBER(NFTA_DUP_SREG_DEV)};
constexpr AttributeRow kFwd[] = {NUMBER(NFTA_FWD_SREG_DEV), NUMBER(NFTA_FWD_SREG_ADDR), NUMBER(NFTA_FWD_NFPROTO)};
constexpr AttributeRow kSynproxy[] = {NUMBER(NFTA_SYNPROXY_MSS), NUMBER(NFTA_SYNPROXY_WSCALE),
                                      NUMBER(NFTA_SYNPROXY_FLAGS)};
constexpr AttributeRow kObjref[] = {NUMBER(NFTA_OBJREF_IMM_TYPE), STRING(NFTA_OBJREF_IMM_NAME),
                                    NUMBER(NFTA_OBJREF_SET_SREG), STRING(NFTA_OBJREF_SET_NAME),
                                    NUMBER(NFTA_OBJREF_SET_ID)};
constexpr AttributeRow kFlow[] = {STRING(NFTA_FLOW_TABLE_NAME)};
constexpr AttributeRow kDynset[] = {STRING(NFTA_DYNSET_SET_NAME),
                                    NUMBER(NFTA_DYNSET_SET_ID),
                                    NUMBER(NFTA_DYNSET_OP),
                                    NUMBER(NFTA_DYNSET_SREG_KEY),
                                    NUMBER(NFTA_DYNSET_SREG_DATA),
                                    NUMBER(NFTA_DYNSET_TIMEOUT),
                                    {NFTA_DYNSET_EXPR, "NFTA_DYNSET_EXPR", nested, &kExpression},
                                    NUMBER(NFTA_DYNSET_FLAGS),
                                    {NFTA_DYNSET_EXPRESSIONS, "NFTA_DYNSET_EXPRESSIONS", nested, &kExpressionList}};

#undef NUMBER
#undef STRING
#undef DATA

struct ExpressionRow {
    std::string_view name;
    Schema schema;
};
constexpr ExpressionRow kExpressions[] = {{"payload", kPayload},
                                          {"exthdr", kExthdr},
                                          {"meta", kMeta},
                                          {"ct", kCt},
                                          {"rt", kRt},
                                          {"socket", kSocket},
                                          {"osf", kOsf},
                                          {"xfrm", kXfrm},
                                          {"fib", kFib},
                                          {"numgen", kNumgen},
                                          {"hash", kHash},
                                          {"bitwise", kBitwise},
                                          {"byteorder", kByteorder},
                                          {"cmp", kCmp},
                                          {"range", kRange},
                                          {"lookup", kLookup},
                                          {"immediate", kImmediate},
                                          {"counter", kCounter},
                                          {"limit", kLimit},
                                          {"quota", kQuota},
                                          {"connlimit", kConnlimit},
                                          {"last", kLast},
                                          {"log", kLog},
                                          {"reject", kReject},
                                          {"nat", kNat},
                                          {"masq", kMasq},
                                          {"redir", kRedir},
                                          {"tproxy", kTproxy},
                                          {"notrack", {}},
                                          {"queue", kQueue},
                                          {"dup", kDup},
                                          {"fwd", kFwd},
                                          {"synproxy", kSynproxy},
                                          {"objref", kObjref},
                                          {"flow_offload", kFlow},
                                          {"dynset", kDynset}};

} // namespace

Schema expression_schema(std::string_view name) {
    for (const ExpressionRow& row : kExpressions)
        if (row.name == name) return row.schema;
    return {};
}

} // namespace rulec::nft
