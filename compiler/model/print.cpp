// SPDX-License-Identifier: GPL-2.0-or-later
#include "compiler/model/print.h"

#include "compiler/model/print_action.h"
#include "compiler/model/print_table.h"
#include "compiler/model/print_value.h"
#include "compiler/support/overloaded.h"

#include <fmt/format.h>

namespace rulec::model {
namespace {

std::string_view print_op(MatchOp op) {
    switch (op) {
    case MatchOp::eq: return "==";
    case MatchOp::ne: return "!=";
    case MatchOp::lt: return "<";
    case MatchOp::le: return "<=";
    case MatchOp::gt: return ">";
    case MatchOp::ge: return ">=";
    case MatchOp::any_bit: return "has any of";
    case MatchOp::no_bit: return "has none of";
    }
    return "==";
}

std::string print_rhs(const Match& match, const std::vector<Set>& sets) {
    const auto constant = [&](BytesView bytes) { return print_operand(match.lhs, bytes); };
    return std::visit(overloaded{
                          [&](const Constant& c) { return constant(c.bytes); },
                          [&](const Prefix& p) { return fmt::format("{}/{}", constant(p.base), p.len); },
                          [&](const Range& r) { return fmt::format("{} - {}", constant(r.low), constant(r.high)); },
                          [&](const SetUse& use) { return print_set_name(sets, use.set); },
                      },
                      match.rhs);
}

std::string print_statement(const Statement& statement, const std::vector<Set>& sets) {
    return std::visit(overloaded{
                          [&](const Match& match) {
                              return fmt::format("{} {} {}", print(match.lhs, sets), print_op(match.op),
                                                 print_rhs(match, sets));
                          },
                          [&](const Action& action) { return print(action, sets); },
                      },
                      statement.node);
}

std::string print_table(const Table& table) {
    std::string text = print_table_head(table.family, table.name, table.flags, table.comment);
    text += print_objects(table.objects) + print_flowtables(table.flowtables) + print_sets(table.sets);
    for (std::size_t i = 0; i < table.chains.size(); ++i) {
        const Chain& chain = table.chains[i];
        text += print_chain_head(i, chain.name, chain.base, chain.comment);
        for (const Rule& rule : chain.rules) {
            text += print_rule_head(rule.comment);
            for (const Statement& s : rule.statements)
                text += fmt::format("      {}\n", print_statement(s, table.sets));
        }
    }
    return text;
}

} // namespace

std::string print(const Ruleset& ruleset) {
    std::string text = ruleset.flush_ruleset ? "flush ruleset\n" : "";
    text += print_removed(ruleset.removed_tables);
    for (const Table& table : ruleset.tables)
        text += print_table(table);
    return text;
}

} // namespace rulec::model
