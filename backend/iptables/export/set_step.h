// SPDX-License-Identifier: GPL-2.0-or-later
// Rules and sets of ipset: `ip saddr @s` as -m set, `add @s { ip saddr }` as -j SET; and where a set keeps a limit or
// a count of connections an element, as -m hashlimit and -m connlimit, which keep it themselves.
#pragma once

#include "backend/iptables/export/context.h"

#include <string_view>

namespace rulec::ipt {

// Nothing, and why in `refusal`, if the set is not one of ipset for this rule.
std::optional<Step> match_set_step(const Context& context, const ir::InSet& test, std::string_view& refusal);

// Nothing if iptables cannot say it; that is in the sink then.
std::optional<Step> set_update_step(const Context& context, const model::SetUpdate& update);
std::optional<Step> meter_step(const Context& context, const model::SetUpdate& update);

// The match without options that says: of this protocol, with its ports, and not a later fragment. Nothing if there
// is no such match.
std::optional<Piece> ports_piece(const Context& context, std::optional<std::uint8_t> protocol);

} // namespace rulec::ipt
