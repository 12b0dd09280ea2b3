// SPDX-License-Identifier: GPL-2.0-or-later
#include "compiler/lint/lints.h"

#include <array>

namespace rulec::lint {
namespace {

using enum diag::Code;

constexpr auto kLints = std::to_array<Lint>({
    {kFlushRuleset, flush_ruleset},
    {kUnusedChain, unused_chain},
    {kUnusedSet, unused_set},
    {kUnusedMap, unused_map},
    {kUnusedObject, unused_object},
    {kUnusedFlowtable, unused_flowtable},
});

} // namespace

Subject::Subject(const model::Ruleset& of) : ruleset(of) {
    graphs.reserve(of.tables.size());
    for (const model::Table& table : of.tables)
        graphs.emplace_back(table);
    uses.reserve(of.tables.size());
    for (const model::Table& table : of.tables)
        uses.emplace_back(table);
}

std::span<const Lint> lints() {
    return kLints;
}

} // namespace rulec::lint
