// SPDX-License-Identifier: GPL-2.0-or-later
// Statements of rules as JSON.
#pragma once

#include "backend/json/context.h"

namespace rulec::json {

// One object of a rule's "expr". Tells `context.protocols` what a match says of the packet.
Json print_statement(Context& context, const model::Statement& statement);

Json print_verdict(Context& context, Span span, const model::Verdict& verdict);

// ---- print_redirection.cpp: what sends packets elsewhere
Json print_nat(Context& context, const model::Nat& nat);
Json print_tproxy(Context& context, const model::Tproxy& tproxy);
Json print_queue(Context& context, const model::Queue& queue);
Json print_dup(Context& context, const model::Dup& dup);
Json print_fwd(Context& context, const model::Fwd& fwd);

} // namespace rulec::json
