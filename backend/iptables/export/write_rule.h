// SPDX-License-Identifier: GPL-2.0-or-later
// write_rule(): one rule of IR as rules of iptables, with chains of their own where one rule cannot hold it:
//
//   ip saddr { 10.0.0.1, 10.0.0.2 } drop        two rules
//   ip saddr != { 10.0.0.1, 10.0.0.2 } drop     a chain that returns for each of them, then drops
//   limit rate 5/second log drop                a chain that logs, then drops: the limit is asked once
//
// A chain made for a rule is entered by a jump, so that its end, and a return in it, go on with the next rule. A rule
// whose own verdict is return, or goto, would only leave that chain. Its chains are entered by goto, and whatever
// goes on with the next rule does so by a goto to a chain of all rules that follow:
//
//   ip saddr != { 10.0.0.1, 10.0.0.2 } return   -A INPUT -g INPUT-1     -A INPUT-1 -s 10.0.0.1 -g INPUT-2 ...
#pragma once

#include "backend/iptables/export/context.h"

#include <cstddef>
#include <functional>

namespace rulec::ipt {

// Adds a chain to the table, named after `chain`; gives its index.
using MakeChain = std::function<std::size_t(const std::string& chain, Span span)>;

struct Output {
    Table& table;
    std::size_t& chain;   // index: rules go there; changed where the next rule goes elsewhere
    bool builtin = false; // it is one of the kernel's chains
    const MakeChain& make_chain;
};

// How many rules of iptables it became.
std::size_t write_rule(const Context& context, const ir::Rule& rule, const Output& output);

} // namespace rulec::ipt
