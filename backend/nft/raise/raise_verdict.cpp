// SPDX-License-Identifier: GPL-2.0-or-later
#include "backend/nft/raise/raise_verdict.h"

#include <linux/netfilter.h>
#include <linux/netfilter/nf_tables.h>

namespace rulec::nft {
namespace {

using model::VerdictKind;

std::optional<VerdictKind> kind_of(std::int32_t code) {
    switch (code) {
    case NF_ACCEPT: return VerdictKind::accept;
    case NF_DROP: return VerdictKind::drop;
    case NF_QUEUE: return VerdictKind::queue;
    case NFT_CONTINUE: return VerdictKind::continue_;
    case NFT_RETURN: return VerdictKind::return_;
    case NFT_JUMP: return VerdictKind::jump;
    case NFT_GOTO: return VerdictKind::goto_;
    default: return std::nullopt;
    }
}

std::optional<std::uint32_t> chain_index(const TableRaiser& table, const Verdict& verdict) {
    if (verdict.chain_id != 0) {
        const auto found = table.chains_by_id.find(verdict.chain_id);
        return found == table.chains_by_id.end() ? std::nullopt : std::optional(found->second);
    }
    const auto found = table.chains.find(verdict.chain);
    return found == table.chains.end() ? std::nullopt : std::optional(found->second);
}

} // namespace

std::optional<model::Verdict> raise_verdict(const TableRaiser& table, const Verdict& verdict) {
    const auto kind = kind_of(verdict.code);
    if (!kind) return std::nullopt;
    model::Verdict out{*kind, {}, {}};
    if (*kind != VerdictKind::jump && *kind != VerdictKind::goto_) return out;
    const auto index = chain_index(table, verdict);
    if (!index) return std::nullopt;
    if (table.table.chains[*index].bound)
        out.bound_chain = *index;
    else
        out.chain = verdict.chain;
    return out;
}

} // namespace rulec::nft
