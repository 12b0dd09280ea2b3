// SPDX-License-Identifier: GPL-2.0-or-later
// What iptables and its part of the kernel know of single matches and targets: where they work, what spoils what, and
// what a target wants of its rule. Tables and questions to them; nothing here is about rules of nf_tables.
#pragma once

#include "backend/iptables/export/context.h"

#include <string_view>
#include <vector>

namespace rulec::ipt {

// A chain of the result, as matches see it.
struct Site {
    std::string_view table, chain;
    bool builtin = false; // one of the kernel's own
};

// Of a match that comes with -p, a rule has one.
bool is_protocol_match(const ExtensionRow& row);

// Does the kernel take the match in this chain?
bool works_at(const Site& site, const ExtensionRow& match);

// iptables refuses -i and -o in the built-in chains where no packet has such an interface.
bool is_interface_refused_at(const Site& site, const OptionRow& option);
// The same of -m devgroup, where the kernel refuses it.
bool is_group_refused_at(const Site& site, const OptionRow& option);

// Would a match answer otherwise once this is done?
bool would_change(const Effect& effect, const std::vector<Extension>& matches);

// May a target change what this match looks at?
bool is_changeable(const ExtensionRow& match);

// Adds what the target wants of its rule; false, and it is in the sink, where the rule cannot have it. `protocol` is
// that of the packets that get to the rule.
bool complete_for_target(const Context& context, Rule& rule, std::optional<std::uint8_t> protocol);

// The match of the options that every rule has: the first, made if it is missing.
Extension& header_of(std::vector<Extension>& matches);
// Its -p, if that names a protocol rather than leaves one out.
bool names_protocol(const std::vector<Extension>& matches);

} // namespace rulec::ipt
