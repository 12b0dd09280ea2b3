// SPDX-License-Identifier: GPL-2.0-or-later
#include "backend/nft_text/rule_text.h"

#include "backend/nft_text/action_text.h"
#include "backend/nft_text/match_text.h"
#include "compiler/diag/printable.h"
#include "compiler/support/overloaded.h"

#include <algorithm>

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace rulec::nft_text {
namespace {

std::string statement_text(const Context& context, model::ProtocolContext& protocols,
                           const model::Statement& statement) {
    return std::visit(overloaded{
                          [&](const model::Match& match) {
                              protocols.require(match.lhs);
                              protocols.learn(match);
                              return match_text(context, match);
                          },
                          [&](const model::Action& action) { return action_text(context, protocols, action); },
                      },
                      statement.node);
}

std::string rules_text(const Context& context, const model::Chain& chain) {
    std::string text;
    for (const model::Rule& rule : chain.rules)
        text += fmt::format("{:\t<{}}{}\n", "", context.depth, rule_text(context.at(rule.span), rule));
    return text;
}

std::string devices_text(const Context& context, const model::BaseChain& base) {
    if (base.devices.empty()) return "";
    if (base.devices.size() == 1) return fmt::format(" device {}", quoted(context, base.devices[0]));
    std::vector<std::string> names;
    for (const std::string& device : base.devices)
        names.push_back(quoted(context, device));
    std::ranges::sort(names);
    return fmt::format(" devices = {{ {} }}", fmt::join(names, ", "));
}

std::string base_line(const Context& context, const model::BaseChain& base) {
    return fmt::format("\t\ttype {} hook {}{} priority {}; policy {};\n", catalog::name(base.type),
                       catalog::name(base.hook), devices_text(context, base),
                       priority_text(context.table.family, base.hook, base.priority),
                       base.policy_accept.value_or(true) ? "accept" : "drop");
}

} // namespace

std::string priority_text(catalog::Family family, catalog::Hook hook, std::int32_t priority) {
    constexpr std::int64_t kNear = 10;
    for (const std::string_view name : catalog::priority_names(family)) {
        const auto named = catalog::priority_value(family, hook, name);
        if (!named) continue;
        const std::int64_t offset = std::int64_t{priority} - *named;
        if (offset == 0) return std::string(name);
        if (std::abs(offset) <= kNear) return fmt::format("{} {} {}", name, offset < 0 ? '-' : '+', std::abs(offset));
    }
    return fmt::to_string(priority);
}

std::string not_expressible_text(std::string_view what) {
    return fmt::format("# not expressible: {}", diag::printable_line(what).text);
}

std::string rule_text(const Context& context, const model::Rule& rule) {
    // A statement that neither rulec nor nft loads stands in its place: applied, the listing must not lose the rule.
    if (rule.not_expressible) return "xt rule \"not expressible\" " + not_expressible_text(*rule.not_expressible);
    model::ProtocolContext protocols(context.table.family);
    std::string text;
    for (const model::Statement& statement : rule.statements) {
        if (!text.empty()) text += ' ';
        text += statement_text(context.at(statement.span), protocols, statement);
    }
    if (rule.comment) text += fmt::format(" comment {}", quoted(context, *rule.comment));
    return text;
}

std::string chain_block(const Context& outer, const model::Chain& chain) {
    const Context context = outer.at(chain.span);
    std::string text = fmt::format("\tchain {} {{\n", name_text(context, chain.name));
    if (chain.comment) text += fmt::format("\t\tcomment {}\n", quoted(context, *chain.comment));
    if (chain.base) text += base_line(context, *chain.base);
    return text + rules_text(context, chain) + "\t}\n";
}

std::string bound_chain_text(const Context& outer, std::uint32_t index) {
    Context context = outer;
    ++context.depth;
    const std::string rules = rules_text(context, context.table.chains[index]);
    return fmt::format("{{\n{}{:\t<{}}}}", rules, "", outer.depth);
}

} // namespace rulec::nft_text
