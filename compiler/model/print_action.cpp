// SPDX-License-Identifier: GPL-2.0-or-later
#include "compiler/model/print_action.h"

#include "compiler/model/object_type.h"
#include "compiler/model/print_value.h"
#include "compiler/support/overloaded.h"

#include <fmt/format.h>

namespace rulec::model {
namespace {

using Sets = std::span<const Set>;

std::string option(std::string_view word, const OptionalBox<Value>& value, Sets sets) {
    return value ? fmt::format(" {} {}", word, print(*value, sets)) : std::string();
}

template <class Number>
std::string option(std::string_view word, const std::optional<Number>& number) {
    return number ? fmt::format(" {} {}", word, *number) : std::string();
}

std::string_view over(bool is_over) {
    return is_over ? "over " : "";
}

std::string print_log(const Log& log) {
    std::string text = "log";
    if (log.prefix) text += fmt::format(" prefix \"{}\"", *log.prefix);
    text +=
        option("group", log.group) + option("snaplen", log.snaplen) + option("queue-threshold", log.queue_threshold);
    return text + option("level", log.level) + fmt::format(" flags {:#x}", log.flags);
}

std::string_view print_kind(NatKind kind) {
    switch (kind) {
    case NatKind::snat: return "snat";
    case NatKind::dnat: return "dnat";
    case NatKind::masquerade: return "masquerade";
    case NatKind::redirect: return "redirect";
    }
    return "nat";
}

std::string print_nat(const Nat& nat, Sets sets) {
    std::string text = fmt::format("{} family {}", print_kind(nat.kind), nat.family);
    text += option("address", nat.address_low, sets) + option("-", nat.address_high, sets);
    text +=
        option("port", nat.port_low, sets) + option("-", nat.port_high, sets) + option("from", nat.from_map, sets);
    if (nat.map_gives_port) text += " with port";
    if (nat.map_gives_range) text += " as range";
    return text + fmt::format(" flags {:#x}", nat.flags);
}

std::string print_queue(const Queue& queue, Sets sets) {
    const std::string number = option("number", queue.number, sets);
    const std::string fixed = fmt::format(" {}, {} of them", queue.first, queue.total);
    return fmt::format("queue{} flags {:#x}", number.empty() ? fixed : number, queue.flags);
}

std::string_view print_op(SetOp op) {
    switch (op) {
    case SetOp::add: return "add";
    case SetOp::update: return "update";
    case SetOp::remove: return "remove";
    }
    return "update";
}

std::string print_update(const SetUpdate& update, Sets sets) {
    std::string text =
        fmt::format("{} {} [{}]", print_op(update.op), print_set_name(sets, update.set), print(*update.key, sets));
    text += option("=", update.data, sets) + option("timeout_ms", update.timeout_ms);
    for (const Stateful& stateful : update.stateful)
        text += " " + print(stateful);
    return text;
}

std::string print_assign(const Assign& assign, Sets sets) {
    Value target{};
    target.bit_len = assign.bit_len;
    target.order = assign.order;
    if (assign.raw_target) {
        target.node = *assign.raw_target;
    } else {
        target.node = assign.target;
    }
    return fmt::format("{} = {}", print(target, sets), print(*assign.value, sets));
}

std::string_view print_type(RejectType type) {
    switch (type) {
    case RejectType::icmp_unreach: return "icmp unreachable";
    case RejectType::tcp_reset: return "tcp reset";
    case RejectType::icmpx_unreach: return "icmpx unreachable";
    }
    return "icmp unreachable";
}

} // namespace

std::string print(const Verdict& verdict) {
    const auto target = [&](std::string_view word) {
        if (verdict.bound_chain) return fmt::format("{} chain #{}", word, *verdict.bound_chain);
        return fmt::format("{} {}", word, verdict.chain);
    };
    switch (verdict.kind) {
    case VerdictKind::accept: return "accept";
    case VerdictKind::drop: return "drop";
    case VerdictKind::continue_: return "continue";
    case VerdictKind::return_: return "return";
    case VerdictKind::queue: return "queue";
    case VerdictKind::jump: return target("jump");
    case VerdictKind::goto_: return target("goto");
    }
    return "continue";
}

std::string print(const Counter& counter) {
    return fmt::format("counter packets {} bytes {}", counter.packets, counter.bytes);
}

std::string print(const Limit& limit) {
    const std::string_view unit = limit.bytes ? "bytes" : "packets";
    return fmt::format("limit {}{} {} per {} s burst {}", over(limit.over), limit.rate, unit, limit.unit_s,
                       limit.burst);
}

std::string print(const Quota& quota) {
    return fmt::format("quota {}{} bytes used {}", over(quota.over), quota.bytes, quota.used);
}

std::string print(const Synproxy& synproxy) {
    return fmt::format("synproxy mss {} wscale {} flags {:#x}", synproxy.mss, synproxy.wscale, synproxy.flags);
}

std::string print(const Stateful& stateful) {
    return std::visit(overloaded{
                          [](const CtCount& c) { return fmt::format("ct count {}{}", over(c.over), c.count); },
                          [](const Last& last) {
                              return last.used ? fmt::format("last {} ms ago", last.ago_ms)
                                               : std::string("last never");
                          },
                          [](const auto& other) { return print(other); },
                      },
                      stateful);
}

std::string print(const Action& action, Sets sets) {
    return std::visit(
        overloaded{
            [&](const Verdict& a) { return print(a); },
            [&](const VerdictMap& a) {
                return fmt::format("verdict {}[{}]", print_set_name(sets, a.map), print(a.key, sets));
            },
            [&](const Counter& a) { return print(a); },
            [&](const Limit& a) { return print(a); },
            [&](const Quota& a) { return print(a); },
            [&](const CtCount& a) { return print(Stateful(a)); },
            [&](const Last& a) { return print(Stateful(a)); },
            [&](const ObjectRef& a) { return fmt::format("{} \"{}\"", object_word(a.type), a.name); },
            [&](const ObjectMap& a) {
                return fmt::format("{} {}[{}]", object_word(a.type), print_set_name(sets, a.map), print(a.key, sets));
            },
            [&](const Log& a) { return print_log(a); },
            [&](const Reject& a) { return fmt::format("reject {} code {}", print_type(a.type), a.code); },
            [&](const Nat& a) { return print_nat(a, sets); },
            [&](const Tproxy& a) {
                return fmt::format("tproxy family {}{}{}", a.family, option("address", a.address, sets),
                                   option("port", a.port, sets));
            },
            [&](const Notrack&) { return std::string("notrack"); },
            [&](const Queue& a) { return print_queue(a, sets); },
            [&](const Dup& a) {
                return "dup" + option("address", a.address, sets) + option("device", a.device, sets);
            },
            [&](const Fwd& a) {
                return fmt::format("fwd family {}{}{}", a.family, option("device", a.device, sets),
                                   option("address", a.address, sets));
            },
            [&](const FlowAdd& a) { return fmt::format("flow add @{}", a.flowtable); },
            [&](const Synproxy& a) { return print(a); },
            [&](const SetUpdate& a) { return print_update(a, sets); },
            [&](const Assign& a) { return print_assign(a, sets); },
            [&](const OptionReset& a) { return fmt::format("reset tcp option {}", a.option_number); },
        },
        action);
}

} // namespace rulec::model
