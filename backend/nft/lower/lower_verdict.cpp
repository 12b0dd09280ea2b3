// SPDX-License-Identifier: GPL-2.0-or-later
#include "backend/nft/lower/lower_verdict.h"

#include <cstdint>

#include <linux/netfilter.h>
#include <linux/netfilter/nf_tables.h>

namespace rulec::nft {
namespace {

std::int32_t code_of(model::VerdictKind kind) {
    switch (kind) {
    case model::VerdictKind::accept: return NF_ACCEPT;
    case model::VerdictKind::drop: return NF_DROP;
    case model::VerdictKind::continue_: return NFT_CONTINUE;
    case model::VerdictKind::return_: return NFT_RETURN;
    case model::VerdictKind::jump: return NFT_JUMP;
    case model::VerdictKind::goto_: return NFT_GOTO;
    case model::VerdictKind::queue: return NF_QUEUE;
    }
    return NFT_CONTINUE;
}

} // namespace

Verdict lower_verdict(const TableBuilder& table, const model::Verdict& verdict) {
    Verdict out{code_of(verdict.kind), verdict.chain};
    if (verdict.bound_chain) {
        out.chain_id = table.chain_ids[*verdict.bound_chain];
        RULEC_CHECK(out.chain_id != 0, "a bound chain is sent before the rule that jumps to it");
    }
    return out;
}

} // namespace rulec::nft
