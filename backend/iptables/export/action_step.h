// SPDX-License-Identifier: GPL-2.0-or-later
// action_step(): an action of IR as a step: one way with its effect, or a way an element where a map decides.
#pragma once

#include "backend/iptables/export/context.h"

#include <span>

namespace rulec::ipt {

// Nothing if iptables cannot say it; that is in the sink then.
std::optional<Step> action_step(const Context& context, const model::Action& action);

// The parts with files of their own.
std::optional<Step> nat_step(const Context& context, const model::Nat& nat);
std::optional<Step> assign_step(const Context& context, const model::Assign& assign);
// `rest`: the statements of the rule behind it, which TPROXY does by itself.
std::optional<Step> tproxy_step(const Context& context, const model::Tproxy& tproxy,
                                std::span<const ir::Statement> rest);

// new = (old & ~mask) ^ value, if that is what the value of the mark `field` does.
std::optional<Masked> mark_change(const catalog::Field* field, const model::Value& value);

// What a counter begins with, if not with nothing; iptables-restore takes it if it is called with --counters.
std::optional<Counters> start_of_count(const model::Counter& counter);

// The octets of a constant; null: the value is none, or not there.
const Bytes* constant(const model::Value& value);
const Bytes* constant(const OptionalBox<model::Value>& value);

Step do_this(Target target, bool final);
// Is the target at home in the table that is written? If not, that is in the sink.
bool fits_table(const Context& context, const Extension& target);

} // namespace rulec::ipt
