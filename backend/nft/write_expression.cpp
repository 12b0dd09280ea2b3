// SPDX-License-Identifier: GPL-2.0-or-later
#include "backend/nft/write_expression.h"

#include "backend/nft/encode_messages.h"

#include <arpa/inet.h>
#include <endian.h>
#include <libmnl/libmnl.h>
#include <linux/netfilter/nf_tables.h>

namespace rulec::nft {
namespace {

void put_number(nlmsghdr* message, std::uint16_t attribute, std::uint32_t number) {
    mnl_attr_put_u32(message, attribute, htonl(number));
}

// An attribute that holds attributes, ended with the scope.
class Nest {
  public:
    Nest(nlmsghdr* message, std::uint16_t attribute)
        : message_(message), start_(mnl_attr_nest_start(message, attribute)) {}
    ~Nest() { mnl_attr_nest_end(message_, start_); }
    Nest(const Nest&) = delete;
    Nest& operator=(const Nest&) = delete;

  private:
    nlmsghdr* message_;
    nlattr* start_;
};

// `name` with its NUL.
template <std::size_t N>
Nest begin(nlmsghdr* message, const char (&name)[N]) {
    mnl_attr_put(message, NFTA_EXPR_NAME, N, name);
    return Nest(message, NFTA_EXPR_DATA);
}

} // namespace

void write_expression(nlmsghdr* message, const PayloadLoad& e) {
    const Nest data = begin(message, "payload");
    put_number(message, NFTA_PAYLOAD_DREG, e.dreg);
    put_number(message, NFTA_PAYLOAD_BASE, e.base);
    put_number(message, NFTA_PAYLOAD_OFFSET, e.offset);
    put_number(message, NFTA_PAYLOAD_LEN, e.len);
}

void write_expression(nlmsghdr* message, const MetaLoad& e) {
    const Nest data = begin(message, "meta");
    put_number(message, NFTA_META_KEY, e.key);
    put_number(message, NFTA_META_DREG, e.dreg);
}

void write_expression(nlmsghdr* message, const CtLoad& e) {
    const Nest data = begin(message, "ct");
    put_number(message, NFTA_CT_KEY, e.key);
    put_number(message, NFTA_CT_DREG, e.dreg);
    if (e.direction) mnl_attr_put_u8(message, NFTA_CT_DIRECTION, *e.direction);
}

void write_expression(nlmsghdr* message, const Bitwise& e) {
    const Nest data = begin(message, "bitwise");
    put_number(message, NFTA_BITWISE_SREG, e.sreg);
    put_number(message, NFTA_BITWISE_DREG, e.dreg);
    put_number(message, NFTA_BITWISE_OP, NFT_BITWISE_MASK_XOR);
    put_number(message, NFTA_BITWISE_LEN, e.len);
    put_octets(message, NFTA_BITWISE_MASK, e.mask);
    put_octets(message, NFTA_BITWISE_XOR, e.xor_);
}

void write_expression(nlmsghdr* message, const Compare& e) {
    const Nest data = begin(message, "cmp");
    put_number(message, NFTA_CMP_SREG, e.sreg);
    put_number(message, NFTA_CMP_OP, e.op);
    put_octets(message, NFTA_CMP_DATA, e.data);
}

void write_expression(nlmsghdr* message, const Lookup& e) {
    const Nest data = begin(message, "lookup");
    put_number(message, NFTA_LOOKUP_SREG, e.sreg);
    if (e.dreg) put_number(message, NFTA_LOOKUP_DREG, *e.dreg);
    put_string(message, NFTA_LOOKUP_SET, e.set);
    if (e.set_id != 0) put_number(message, NFTA_LOOKUP_SET_ID, e.set_id);
    if (e.invert) put_number(message, NFTA_LOOKUP_FLAGS, NFT_LOOKUP_F_INV);
}

void write_expression(nlmsghdr* message, const Immediate& e) {
    const Nest data = begin(message, "immediate");
    put_number(message, NFTA_IMMEDIATE_DREG, e.dreg);
    if (const auto* octets = std::get_if<Bytes>(&e.data)) return put_octets(message, NFTA_IMMEDIATE_DATA, *octets);
    put_verdict(message, NFTA_IMMEDIATE_DATA, std::get<Verdict>(e.data));
}

void write_expression(nlmsghdr* message, const Counter& e) {
    const Nest data = begin(message, "counter");
    if (e.bytes != 0) mnl_attr_put_u64(message, NFTA_COUNTER_BYTES, htobe64(e.bytes));
    if (e.packets != 0) mnl_attr_put_u64(message, NFTA_COUNTER_PACKETS, htobe64(e.packets));
}

} // namespace rulec::nft
