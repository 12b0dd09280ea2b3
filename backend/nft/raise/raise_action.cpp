// SPDX-License-Identifier: GPL-2.0-or-later
#include "backend/nft/raise/raise_action.h"

#include "backend/nft/raise/raise_set.h"
#include "backend/nft/raise/raise_stateful.h"
#include "backend/nft/raise/raise_value.h"

#include <linux/netfilter/nf_tables.h>

namespace rulec::nft {
namespace {

using catalog::ByteOrder;
using catalog::TypeId;

constexpr std::uint32_t kDefaultLevel = 4; // LOG_WARNING: what the kernel notes when none was asked for

} // namespace

bool raise_verdict_map(RuleRaiser& rule, const Lookup& lookup) {
    auto use = raise_set_use(rule, lookup.set, lookup.set_id, lookup.sreg);
    if (!use) return false;
    rule.add(model::VerdictMap{std::move(use->key), use->set});
    return true;
}

bool raise_objref(RuleRaiser& rule, const Objref& objref) {
    if (!objref.sreg) {
        rule.add(model::ObjectRef{static_cast<model::ObjectType>(objref.object_type), objref.object});
        return true;
    }
    auto use = raise_set_use(rule, objref.set, objref.set_id, *objref.sreg);
    if (!use) return false;
    const model::ObjectType type = rule.table.table.sets[use->set].object;
    rule.add(model::ObjectMap{type, std::move(use->key), use->set});
    return true;
}

bool raise_dynset(RuleRaiser& rule, const Dynset& dynset) {
    auto use = raise_set_use(rule, dynset.set, dynset.set_id, dynset.key);
    if (!use || dynset.op > NFT_DYNSET_OP_DELETE) return false;
    model::SetUpdate update{static_cast<model::SetOp>(dynset.op), use->set, std::move(use->key), {}, {}, {}};
    if (dynset.data) {
        auto data = raise_parts(rule, *dynset.data, rule.table.table.sets[use->set].data);
        if (!data) return false;
        update.data = std::move(*data);
    }
    if (dynset.timeout_ms != 0) update.timeout_ms = dynset.timeout_ms;
    if (!raise_stateful(dynset.expressions, update.stateful)) return false;
    rule.add(std::move(update));
    return true;
}

bool raise_queue(RuleRaiser& rule, const Queue& queue) {
    model::Queue out{queue.number, queue.total, {}, queue.flags};
    if (queue.sreg) {
        auto number = raise_value(rule, *queue.sreg, {&catalog::type(TypeId::integer), 16, ByteOrder::host});
        if (!number) return false;
        out.number = std::move(*number);
    }
    rule.add(std::move(out));
    return true;
}

bool raise_log(RuleRaiser& rule, const Log& log) {
    model::Log out{log.prefix, log.group, log.snaplen, log.queue_threshold, log.level, log.flags};
    if (out.level == kDefaultLevel) out.level.reset();
    rule.add(std::move(out));
    return true;
}

bool raise_reject(RuleRaiser& rule, const Reject& reject) {
    if (reject.type > NFT_REJECT_ICMPX_UNREACH) return false;
    model::Reject out{static_cast<model::RejectType>(reject.type), reject.code, 0};
    if (out.type == model::RejectType::icmp_unreach) { // icmp or icmpv6: what the packets are
        const auto version = rule.protocols.ip_version();
        if (!version) return false;
        out.nf_proto = *version;
    }
    rule.add(out);
    return true;
}

} // namespace rulec::nft
