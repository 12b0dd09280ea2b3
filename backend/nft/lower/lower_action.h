// SPDX-License-Identifier: GPL-2.0-or-later
// Actions to expressions.
#pragma once

#include "backend/nft/lower/rule_builder.h"

namespace rulec::nft {

void lower_action(RuleBuilder& rule, const model::Action& action);

// Address and port translation, tproxy, dup and fwd: lower_nat.cpp.
void lower_nat(RuleBuilder& rule, const model::Nat& nat);
void lower_tproxy(RuleBuilder& rule, const model::Tproxy& tproxy);
void lower_dup(RuleBuilder& rule, const model::Dup& dup);
void lower_fwd(RuleBuilder& rule, const model::Fwd& fwd);

// field set value: lower_assign.cpp.
void lower_assign(RuleBuilder& rule, const model::Assign& assign);

} // namespace rulec::nft
