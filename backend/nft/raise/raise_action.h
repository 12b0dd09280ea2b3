// SPDX-License-Identifier: GPL-2.0-or-later
// Expressions that act to statements, one function for each that needs more than a copy.
#pragma once

#include "backend/nft/raise/rule_raiser.h"

namespace rulec::nft {

bool raise_verdict_map(RuleRaiser& rule, const Lookup& lookup);
bool raise_objref(RuleRaiser& rule, const Objref& objref);
bool raise_dynset(RuleRaiser& rule, const Dynset& dynset);
bool raise_queue(RuleRaiser& rule, const Queue& queue);
bool raise_log(RuleRaiser& rule, const Log& log);
bool raise_reject(RuleRaiser& rule, const Reject& reject);

// raise_nat.cpp
bool raise_nat(RuleRaiser& rule, const Nat& nat);
bool raise_masquerade(RuleRaiser& rule, const Masquerade& masquerade);
bool raise_redirect(RuleRaiser& rule, const Redirect& redirect);
bool raise_tproxy(RuleRaiser& rule, const Tproxy& tproxy);
bool raise_dup(RuleRaiser& rule, const Dup& dup);
bool raise_fwd(RuleRaiser& rule, const Fwd& fwd);

// raise_assign.cpp
bool raise_payload_set(RuleRaiser& rule, const PayloadSet& set);
bool raise_exthdr_set(RuleRaiser& rule, const ExthdrSet& set);
bool raise_meta_set(RuleRaiser& rule, const MetaSet& set);
bool raise_ct_set(RuleRaiser& rule, const CtSet& set);

} // namespace rulec::nft
