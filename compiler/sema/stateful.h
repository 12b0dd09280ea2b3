// SPDX-License-Identifier: GPL-2.0-or-later
// Counters, limits, quotas: in rules, on elements, on sets and as named objects.
#pragma once

#include "compiler/model/action.h"
#include "compiler/sema/context.h"

#include <optional>
#include <string>

namespace rulec::sema {

std::optional<model::Stateful> eval_stateful(Context& context, const ast::ElementOption& option);
std::optional<model::Counter> eval_counter(Context& context, const ast::CounterSpec& spec);
std::optional<model::Limit> eval_limit(Context& context, const ast::RateSpec& spec);
std::optional<model::Quota> eval_quota(Context& context, const ast::QuotaSpec& spec);
std::optional<model::CtCount> eval_ct_count(Context& context, const ast::CtCountStmt& spec);
std::optional<model::Last> eval_last(Context& context, const ast::LastStmt& spec);

// A comment of at most 128 octets (as nft limits it).
std::optional<std::string> checked_comment(Context& context, const ast::Name& comment);

} // namespace rulec::sema
