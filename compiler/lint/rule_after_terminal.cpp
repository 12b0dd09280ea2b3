// SPDX-License-Identifier: GPL-2.0-or-later
#include "compiler/lint/flow.h"
#include "compiler/lint/lints.h"

#include <algorithm>

namespace rulec::lint {
namespace {

bool asks_nothing(const model::Rule& rule) {
    return std::ranges::none_of(rule.statements, [](const model::Statement& statement) {
        return std::holds_alternative<model::Match>(statement.node);
    });
}

std::string describe(std::size_t rules) {
    if (rules == 1) return "no packet gets here";
    if (rules == 2) return "no packet gets here, nor to the rule behind it";
    return fmt::format("no packet gets here, nor to the {} rules behind it", rules - 1);
}

void look_at(const model::Chain& chain, const std::vector<Traits>& traits, catalog::Family family, diag::Sink& sink) {
    for (std::size_t i = 0; i + 1 < chain.rules.size(); ++i) {
        const model::Rule& rule = chain.rules[i];
        if ((traits[i] & kDecides) == 0 || !asks_nothing(rule)) continue;
        sink.report(diag::make(diag::Code::kRuleAfterTerminal, chain.rules[i + 1].span)
                        .label(describe(chain.rules.size() - i - 1))
                        .also(verdict_of(rule, family)->span, "every packet leaves the chain here"));
        return;
    }
}

} // namespace

void rule_after_terminal(const Subject& subject, diag::Sink& sink) {
    for (std::size_t t = 0; t < subject.ruleset.tables.size(); ++t) {
        const model::Table& table = subject.ruleset.tables[t];
        for (std::size_t c = 0; c < table.chains.size(); ++c)
            look_at(table.chains[c], subject.traits[t][c], table.family, sink);
    }
}

} // namespace rulec::lint
