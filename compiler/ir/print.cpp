// SPDX-License-Identifier: GPL-2.0-or-later
#include "compiler/ir/print.h"

#include "compiler/model/print_action.h"
#include "compiler/model/print_table.h"
#include "compiler/model/print_value.h"
#include "compiler/support/overloaded.h"

#include <fmt/format.h>

namespace rulec::ir {
namespace {

using model::print_operand;
using Sets = std::vector<model::Set>;

std::string_view print_op(CompareOp op) {
    switch (op) {
    case CompareOp::eq: return "==";
    case CompareOp::ne: return "!=";
    case CompareOp::lt: return "<";
    case CompareOp::le: return "<=";
    case CompareOp::gt: return ">";
    case CompareOp::ge: return ">=";
    }
    return "==";
}

std::string_view print_in(bool invert) {
    return invert ? "not in" : "in";
}

std::string print_statement(const Statement& statement, const Sets& sets) {
    return std::visit(overloaded{
                          [&](const Test& test) { return print(test, sets); },
                          [&](const Action& action) { return model::print(action, sets); },
                      },
                      statement.node);
}

std::string print_table(const Table& table) {
    std::string text = model::print_table_head(table.family, table.name, table.flags, table.comment);
    text += model::print_objects(table.objects) + model::print_flowtables(table.flowtables) +
            model::print_sets(table.sets);
    for (std::size_t i = 0; i < table.chains.size(); ++i) {
        const Chain& chain = table.chains[i];
        text += model::print_chain_head(i, chain.name, chain.base, chain.comment);
        for (const Rule& rule : chain.rules) {
            text += model::print_rule_head(rule.comment);
            for (const Statement& s : rule.statements) {
                text += fmt::format("    {} {}\n", s.implied ? "+" : " ", print_statement(s, table.sets));
            }
        }
    }
    return text;
}

} // namespace

std::string print(const Test& test, const Sets& sets) {
    return std::visit(overloaded{
                          [&](const Compare& t) {
                              return fmt::format("{} {} {}", model::print(t.lhs, sets), print_op(t.op),
                                                 print_operand(t.lhs, t.rhs));
                          },
                          [&](const InRange& t) {
                              return fmt::format("{} {} {} - {}", model::print(t.lhs, sets), print_in(t.invert),
                                                 print_operand(t.lhs, t.low), print_operand(t.lhs, t.high));
                          },
                          [&](const InPrefix& t) {
                              return fmt::format("{} {} {}/{}", model::print(t.lhs, sets), print_in(t.invert),
                                                 print_operand(t.lhs, t.base), t.prefix_len);
                          },
                          [&](const AnyBit& t) {
                              const std::string_view has = t.invert ? "has none of" : "has any of";
                              return fmt::format("{} {} {}", model::print(t.lhs, sets), has,
                                                 print_operand(t.lhs, t.mask));
                          },
                          [&](const InSet& t) {
                              return fmt::format("{} {} {}", model::print(t.key, sets), print_in(t.invert),
                                                 model::print_set_name(sets, t.set));
                          },
                      },
                      test);
}

std::string print(const Ruleset& ruleset) {
    std::string text = ruleset.flush_ruleset ? "flush ruleset\n" : "";
    text += model::print_removed(ruleset.removed_tables);
    for (const Table& table : ruleset.tables)
        text += print_table(table);
    return text;
}

} // namespace rulec::ir
