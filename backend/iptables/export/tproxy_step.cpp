// SPDX-License-Identifier: GPL-2.0-or-later
// `tproxy to ... [meta mark set ...] accept` as TPROXY, which sets the mark and accepts by itself.
#include "backend/iptables/export/action_step.h"

#include <fmt/format.h>

namespace rulec::ipt {
namespace {

template <class T>
const T* action_at(std::span<const ir::Statement> rest, std::size_t i) {
    const auto* action = i < rest.size() ? std::get_if<ir::Action>(&rest[i].node) : nullptr;
    return action == nullptr ? nullptr : std::get_if<T>(action);
}

bool is_meta_mark(const model::Assign& assign) {
    return !assign.raw_target && assign.target.field != nullptr && assign.target.header->name == "meta" &&
           assign.target.field->name == "mark";
}

// Does `accept` in this chain end the packet's way through the table, as TPROXY does?
bool accepts(const Context& context, const model::Verdict* verdict) {
    if (verdict == nullptr || verdict->kind != model::VerdictKind::accept) return false;
    const Target target = (*context.verdict)(*verdict, context.span);
    const auto* extension = std::get_if<Extension>(&target);
    return extension != nullptr && extension->row->name == "ACCEPT";
}

bool is_of_family(const Context& context, const Bytes& address) {
    return address.size() == (context.family == Family::ipv4 ? 4U : 16U);
}

} // namespace

std::optional<Step> tproxy_step(const Context& context, const model::Tproxy& tproxy,
                                std::span<const ir::Statement> rest) {
    constexpr std::string_view kHelp =
        "TPROXY accepts by itself: `tproxy to :PORT meta mark set MARK accept`, the mark as you like";
    const Bytes* address = constant(tproxy.address);
    const Bytes* port = constant(tproxy.port);
    if ((tproxy.address && address == nullptr) || (tproxy.port && port == nullptr))
        return context.cannot_say("`tproxy` to what is computed");
    if (port == nullptr && address == nullptr) return context.cannot_say("this `tproxy`");
    if (address != nullptr && !is_of_family(context, *address)) return no_packet();
    Extension target = context.target("TPROXY");
    target.options.push_back(context.option(target, "on-port", number(port == nullptr ? 0 : from_big_endian(*port))));
    if (address != nullptr)
        target.options.push_back(context.option(target, "on-ip", Address{*address, Bytes(address->size(), 0xff)}));
    if (const auto* mark = action_at<model::Assign>(rest, 0)) {
        const auto change = is_meta_mark(*mark) ? mark_change(mark->target.field, *mark->value) : std::nullopt;
        if (!change) return context.cannot_say("this between `tproxy` and `accept`", kHelp);
        target.options.push_back(context.option(target, "tproxy-mark", *change));
        rest = rest.subspan(1);
    }
    if (rest.size() != 1 || !accepts(context, action_at<model::Verdict>(rest, 0)))
        return context.cannot_say("`tproxy` in a rule that does not end with `accept`", kHelp);
    if (!fits_table(context, target)) return std::nullopt;
    context.differs("TPROXY drops packets that no socket wants, where `tproxy` goes on with the next rule");
    return do_this(std::move(target), true);
}

} // namespace rulec::ipt
