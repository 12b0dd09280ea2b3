// SPDX-License-Identifier: GPL-2.0-or-later
#include "backend/nft_text/object_text.h"

#include "backend/nft_text/rule_text.h"
#include "backend/nft_text/stateful_text.h"
#include "compiler/catalog/print_value.h"
#include "compiler/catalog/symbols.h"
#include "compiler/model/object_type.h"
#include "compiler/support/overloaded.h"

#include <algorithm>

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <netinet/in.h>

namespace rulec::nft_text {
namespace {

using Lines = std::vector<std::string>;

std::string protocol_text(std::uint8_t l4proto) {
    return catalog::print_value(catalog::type(catalog::TypeId::inet_proto), 8, Bytes(1, l4proto));
}

std::string l3proto_line(const Context& context, std::uint8_t l3proto) {
    const auto family = l3proto == 0 ? context.table.family : static_cast<catalog::Family>(l3proto);
    return fmt::format("l3proto {}", catalog::name(family));
}

std::string policy_line(const model::CtTimeout& timeout) {
    const auto states = catalog::words(timeout.l4proto == IPPROTO_TCP ? catalog::Vocabulary::tcp_timeout_state
                                                                      : catalog::Vocabulary::udp_timeout_state);
    Lines pairs;
    for (const auto& [state, seconds] : timeout.timeouts) {
        const auto word = std::ranges::find(states, state, &catalog::Symbol::value);
        if (word != states.end()) pairs.push_back(fmt::format("{} : {}", word->name, seconds));
    }
    return pairs.empty() ? "" : fmt::format("policy = {{ {} }}", fmt::join(pairs, ", "));
}

Lines body_lines(const Context& context, const model::Object& object) {
    return std::visit(
        overloaded{
            [&](const model::Counter& o) { return Lines{counts_text(context, o)}; },
            [&](const model::Quota& o) { return Lines{amount_text(context, o)}; },
            [](const model::Limit& o) { return Lines{"rate " + rate_text(o)}; },
            [&](const model::CtHelper& o) {
                return Lines{fmt::format("type {} protocol {}", quoted(context, o.helper), protocol_text(o.l4proto)),
                             l3proto_line(context, o.l3proto)};
            },
            [&](const model::CtTimeout& o) {
                return Lines{"protocol " + protocol_text(o.l4proto), l3proto_line(context, o.l3proto),
                             policy_line(o)};
            },
            [&](const model::CtExpectation& o) {
                return Lines{"protocol " + protocol_text(o.l4proto), fmt::format("dport {}", o.dport),
                             "timeout " + catalog::print_duration_ms(o.timeout_ms), fmt::format("size {}", o.size),
                             l3proto_line(context, o.l3proto)};
            },
            [](const model::Synproxy& o) { return Lines{synproxy_text(o, "\n\t\t")}; },
            [&](const model::Secmark& o) { return Lines{quoted(context, o.context)}; },
        },
        object.body);
}

} // namespace

std::string object_block(const Context& outer, const model::Object& object) {
    const Context context = outer.at(object.span);
    std::string text =
        fmt::format("\t{} {} {{\n", model::object_word(model::type_of(object)), name_text(context, object.name));
    if (object.comment) text += fmt::format("\t\tcomment {}\n", quoted(context, *object.comment));
    for (const std::string& line : body_lines(context, object)) {
        if (!line.empty()) text += fmt::format("\t\t{}\n", line);
    }
    return text + "\t}\n";
}

std::string flowtable_block(const Context& outer, const model::Flowtable& flowtable) {
    const Context context = outer.at(flowtable.span);
    std::string text = fmt::format("\tflowtable {} {{\n", name_text(context, flowtable.name));
    text += fmt::format("\t\thook ingress priority {}\n",
                        priority_text(catalog::Family::netdev, catalog::Hook::ingress, flowtable.priority));
    Lines devices;
    for (const std::string& device : flowtable.devices)
        devices.push_back(quoted(context, device));
    std::ranges::sort(devices);
    if (!devices.empty()) text += fmt::format("\t\tdevices = {{ {} }}\n", fmt::join(devices, ", "));
    if (flowtable.offload) text += "\t\tflags offload\n";
    if (flowtable.counter) text += "\t\tcounter\n";
    return text + "\t}\n";
}

} // namespace rulec::nft_text
