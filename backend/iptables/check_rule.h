// SPDX-License-Identifier: GPL-2.0-or-later
// What iptables wants of a rule besides that each option is right by itself: options that need or exclude each
// other, and protocols that matches need.
#pragma once

#include "backend/iptables/ruleset.h"
#include "compiler/diag/diagnostic.h"

namespace rulec::ipt {

// The protocol of -p; nothing if there is none, it is negated or means all.
std::optional<std::uint64_t> protocol_of(const Rule& rule);

bool check_rule(const Rule& rule, diag::Sink& sink); // false: what is wrong is in `sink`

} // namespace rulec::ipt
