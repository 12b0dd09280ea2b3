// SPDX-License-Identifier: GPL-2.0-or-later
// queue, dup, fwd, synproxy: handing packets elsewhere.
#include "compiler/catalog/symbols.h"
#include "compiler/sema/constant.h"
#include "compiler/sema/statement.h"
#include "compiler/sema/value.h"
#include "compiler/sema/words.h"

namespace rulec::sema {
namespace {

using catalog::Family;
using catalog::TypeId;
using diag::Code;
using model::KeyPart;

KeyPart queue_part() {
    return {&catalog::type(TypeId::integer), 16, catalog::ByteOrder::host};
}

} // namespace

std::optional<model::Action> eval_queue(Context& context, const ast::QueueStmt& node, Span) {
    model::Queue queue;
    for (const ast::Name& flag : node.flags) {
        const auto bit = find_word(context, catalog::Vocabulary::queue_flag, "queue flag", flag.text, flag.span);
        if (!bit) return std::nullopt;
        queue.flags = static_cast<std::uint16_t>(queue.flags | *bit);
    }
    if (!node.number) return queue;
    if (reads_packet(context, *node.number)) {
        queue.number = eval_rvalue(context, *node.number, queue_part());
        return queue.number ? std::optional<model::Action>(queue) : std::nullopt;
    }
    const auto operand = eval_operand(context, *node.number, queue_part());
    if (!operand) return std::nullopt;
    const auto [low, high] = bounds(*operand, queue_part().bit_len);
    queue.first = static_cast<std::uint16_t>(from_big_endian(low));
    queue.total = static_cast<std::uint16_t>(from_big_endian(high) - queue.first + 1);
    constexpr std::uint16_t kFanout = 2; // NFT_QUEUE_FLAG_CPU_FANOUT
    if ((queue.flags & kFanout) != 0 && queue.total == 1) {
        return context.fail(diag::make(Code::kBadOption, node.number->span, "fanout needs a range of queues"));
    }
    return queue;
}

std::optional<model::Action> eval_dup(Context& context, const ast::DupStmt& node, Span span) {
    model::Dup dup;
    const Family family = context.table->table.family;
    if (family == Family::netdev) {
        if (node.device)
            return context.fail(diag::make(Code::kBadOption, node.device->span, "dup in netdev takes only a device"));
        dup.device = eval_rvalue(context, node.to, part_of(TypeId::iface_index));
        return dup.device ? std::optional<model::Action>(dup) : std::nullopt;
    }
    if (family != Family::ip && family != Family::ip6) {
        return context.fail(
            diag::make(Code::kStatementPlace, span, "dup", "tables of the families ip, ip6 and netdev"));
    }
    dup.address = eval_rvalue(context, node.to, address_part(static_cast<std::uint8_t>(family)));
    if (!dup.address) return std::nullopt;
    if (node.device) {
        dup.device = eval_rvalue(context, *node.device, part_of(TypeId::iface_index));
        if (!dup.device) return std::nullopt;
    }
    return dup;
}

std::optional<model::Action> eval_fwd(Context& context, const ast::FwdStmt& node, Span span) {
    model::Fwd fwd;
    if (context.table->table.family != Family::netdev) {
        return context.fail(diag::make(Code::kStatementPlace, span, "fwd", "tables of the family netdev"));
    }
    if (!node.device) {
        fwd.device = eval_rvalue(context, node.to, part_of(TypeId::iface_index));
        return fwd.device ? std::optional<model::Action>(fwd) : std::nullopt;
    }
    const bool v6 = node.family && node.family->text == "ip6";
    fwd.family = static_cast<std::uint8_t>(v6 ? Family::ip6 : Family::ip);
    fwd.address = eval_rvalue(context, node.to, address_part(fwd.family));
    fwd.device = eval_rvalue(context, *node.device, part_of(TypeId::iface_index));
    if (!fwd.address || !fwd.device) return std::nullopt;
    return fwd;
}

std::optional<model::Action> eval_synproxy(Context& context, const ast::SynproxyStmt& node, Span) {
    if (node.object) return eval_object_ref(context, model::ObjectType::synproxy, *node.object);
    model::Synproxy synproxy;
    constexpr std::uint32_t kMss = 1, kWscale = 2; // NF_SYNPROXY_OPT_MSS, _WSCALE
    for (const ast::Option& option : node.options) {
        const std::string_view key = option.key.text;
        if (key == "mss") {
            const auto mss = eval_number(context, option.values.at(0), 0xffff, "of bytes");
            if (!mss) return std::nullopt;
            synproxy.mss = static_cast<std::uint16_t>(*mss);
            synproxy.flags |= kMss;
        } else if (key == "wscale") {
            const auto wscale = eval_number(context, option.values.at(0), 14, "of bits to scale by");
            if (!wscale) return std::nullopt;
            synproxy.wscale = static_cast<std::uint8_t>(*wscale);
            synproxy.flags |= kWscale;
        } else if (const auto bit = catalog::find(catalog::Vocabulary::synproxy_flag, key)) {
            synproxy.flags |= static_cast<std::uint32_t>(*bit);
        } else {
            static constexpr std::string_view kOptions[] = {"mss", "wscale", "timestamp", "sack-perm"};
            return context.fail(unknown_word("synproxy option", key, option.key.span, kOptions));
        }
    }
    return synproxy;
}

} // namespace rulec::sema
