// SPDX-License-Identifier: GPL-2.0-or-later
// Targets to statements.
#pragma once

#include "backend/iptables/import/rule_context.h"

#include <span>

namespace rulec::ipt {

// One rule's end. A target that needs several rules has several, each with conditions of its own.
struct Action {
    Clauses conditions;
    std::string text; // "accept"; empty: the rule only counts
    // The base chain it belongs into instead of the rule's own: "type filter hook prerouting priority -199".
    std::string base_chain = {};
};
using Actions = std::vector<Action>;

Actions actions(RuleContext& context);

using WriteTarget = Actions (*)(RuleContext&, const Extension&);
struct TargetWriter {
    std::string_view target;
    WriteTarget write;
};
std::span<const TargetWriter> nat_writers();               // target_nat.cpp: addresses, sockets, copies
std::span<const TargetWriter> set_target_writers();        // target_set.cpp: sets of ipset
std::span<const TargetWriter> mangle_writers();            // target_mangle.cpp: the mark and fields of the packet
std::span<const TargetWriter> connection_target_writers(); // target_connection.cpp: what is known of a connection

inline Actions act(std::string text) {
    return {{.conditions = {}, .text = std::move(text)}};
}

} // namespace rulec::ipt
