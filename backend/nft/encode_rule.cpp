// SPDX-License-Identifier: GPL-2.0-or-later
// Rules. The header of a rule is four attributes, written with libmnl: libnftnl 1.2.4 knows no NFTA_RULE_CHAIN_ID,
// which rules of bound chains need. The expressions are libnftnl's.
#include "backend/nft/encode_expression.h"
#include "backend/nft/encode_messages.h"

#include <arpa/inet.h>
#include <libmnl/libmnl.h>
#include <linux/netfilter/nf_tables.h>

namespace rulec::nft {

void encode_message(Batch& batch, const NewRule& rule, std::uint32_t index) {
    nlmsghdr* message = batch.begin(NFT_MSG_NEWRULE, NLM_F_CREATE | NLM_F_APPEND, rule.table.family);
    put_string(message, NFTA_RULE_TABLE, rule.table.name);
    if (rule.chain_id != 0)
        mnl_attr_put_u32(message, NFTA_RULE_CHAIN_ID, htonl(rule.chain_id));
    else
        put_string(message, NFTA_RULE_CHAIN, rule.chain);
    put_expressions(message, NFTA_RULE_EXPRESSIONS, rule.expressions);
    put_userdata(message, NFTA_RULE_USERDATA, rule.userdata);
    batch.end(message, {index});
}

} // namespace rulec::nft
