// SPDX-License-Identifier: GPL-2.0-or-later
// Context: what the functions of this folder know of the place that they write for. Owns nothing.
#pragma once

#include "backend/iptables/export/step.h"
#include "compiler/diag/diagnostic.h"
#include "compiler/ir/ir.h"

#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace rulec::ipt {

class NamedSets;

constexpr std::size_t kMostRules = 65536; // of iptables that one rule may become

using VerdictTarget = std::function<Target(const model::Verdict& verdict, Span span)>;

struct Context {
    Family family;
    const ir::Table& table;
    const model::HostNames& hosts;
    diag::Sink& sink;
    Span span = {};                            // of the statement in hand
    std::optional<std::uint8_t> protocol = {}; // that all packets here are of
    std::string_view target_table = {};        // "filter": the table of iptables that is written
    // What accept, return, jump and goto are here: see export.cpp. Null only where no action is asked for.
    const VerdictTarget* verdict = nullptr;
    NamedSets* sets = nullptr; // likewise

    // E1010. `what` ends the sentence "iptables cannot say ..."; `help`: what would work, if anything.
    std::nullopt_t cannot_say(std::string_view what, std::string_view help = {}) const;

    // W1007: what is written has an exception, and this is it.
    void differs(std::string_view exception) const;
    // E1011, for a rule that becomes more than kMostRules; W1010, for one that becomes many.
    std::nullopt_t too_many_rules(std::string_view help = {}) const;
    void warn_of_rules(std::size_t count) const;

    Piece piece(std::string_view match, std::string_view option, Argument argument, bool negated = false) const;
    Extension target(std::string_view name) const;
    Option option(const Extension& of, std::string_view name, Argument argument = {}) const;
};

Argument number(std::uint64_t value);

} // namespace rulec::ipt
