// SPDX-License-Identifier: GPL-2.0-or-later
#include "backend/nft/encode_expression.h"

#include "backend/nft/encode_messages.h"
#include "backend/nft/expression_builder.h"
#include "backend/nft/write_expression.h"
#include "compiler/support/overloaded.h"

#include <arpa/inet.h>
#include <endian.h>
#include <libmnl/libmnl.h>
#include <linux/netfilter/nf_tables.h>

namespace rulec::nft {
namespace {

void put_expression(nlmsghdr* message, const Expression& expression);

// libnftnl takes ownership of the inner expressions one by one; written directly the list is the one of sets.
void put_dynset(nlmsghdr* message, const Dynset& dynset) {
    mnl_attr_put_strz(message, NFTA_EXPR_NAME, "dynset");
    nlattr* data = mnl_attr_nest_start(message, NFTA_EXPR_DATA);
    mnl_attr_put_u32(message, NFTA_DYNSET_SREG_KEY, htonl(dynset.key));
    if (dynset.data) mnl_attr_put_u32(message, NFTA_DYNSET_SREG_DATA, htonl(*dynset.data));
    mnl_attr_put_u32(message, NFTA_DYNSET_OP, htonl(dynset.op));
    if (dynset.timeout_ms != 0) mnl_attr_put_u64(message, NFTA_DYNSET_TIMEOUT, htobe64(dynset.timeout_ms));
    put_string(message, NFTA_DYNSET_SET_NAME, dynset.set);
    if (dynset.set_id != 0) mnl_attr_put_u32(message, NFTA_DYNSET_SET_ID, htonl(dynset.set_id));
    put_stateful(message, NFTA_DYNSET_EXPR, NFTA_DYNSET_EXPRESSIONS, dynset.expressions);
    // The kernel reads the list only with the flag; for a single expression the flag is not needed.
    if (dynset.expressions.size() > 1) mnl_attr_put_u32(message, NFTA_DYNSET_FLAGS, htonl(NFT_DYNSET_F_EXPR));
    mnl_attr_nest_end(message, data);
}

void put_foreign(nlmsghdr* message, const Foreign& foreign) {
    mnl_attr_put_strz(message, NFTA_EXPR_NAME, foreign.name.c_str());
    mnl_attr_put(message, NLA_F_NESTED | NFTA_EXPR_DATA, foreign.data.size(), foreign.data.data());
}

template <class Node>
concept WrittenDirectly = requires(nlmsghdr* message, const Node& node) {
    write_expression(message, node);
};

void put_expression(nlmsghdr* message, const Expression& expression) {
    std::visit(overloaded{[&](const Dynset& dynset) { put_dynset(message, dynset); },
                          [&](const Foreign& foreign) { put_foreign(message, foreign); },
                          [&](const WrittenDirectly auto& e) { write_expression(message, e); },
                          [&](const auto& e) { nftnl_expr_build_payload(message, build(e).get()); }},
               expression.node);
}

} // namespace

void put_expressions(nlmsghdr* message, std::uint16_t attribute, const std::vector<Expression>& expressions) {
    nlattr* list = mnl_attr_nest_start(message, attribute);
    for (const Expression& expression : expressions) {
        nlattr* one = mnl_attr_nest_start(message, NFTA_LIST_ELEM);
        put_expression(message, expression);
        mnl_attr_nest_end(message, one);
    }
    mnl_attr_nest_end(message, list);
}

void put_stateful(nlmsghdr* message, std::uint16_t one, std::uint16_t many,
                  const std::vector<Expression>& expressions) {
    if (expressions.size() > 1) return put_expressions(message, many, expressions);
    if (expressions.empty()) return;
    nlattr* nest = mnl_attr_nest_start(message, one);
    put_expression(message, expressions.front());
    mnl_attr_nest_end(message, nest);
}

} // namespace rulec::nft
