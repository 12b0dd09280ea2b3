// SPDX-License-Identifier: GPL-2.0-or-later
#include "backend/nft/lower/excess.h"

#include "backend/nft/lower/lower.h"
#include "compiler/model/action_values.h"

#include <utility>

namespace rulec::nft {
namespace {

class Fence final : public MessageConsumer {
  public:
    void consume(Message& message) override {
        if (auto excess = beyond_limits(message)) found_.push_back(std::move(*excess));
    }
    std::vector<Excess> take() && { return std::move(found_); }

  private:
    std::vector<Excess> found_;
};

// Not less than the expressions that a rule becomes: a load brings tests of two protocols, a mask and its own
// comparison at most.
std::size_t most_expressions(const model::Rule& rule) {
    constexpr std::size_t kOfStatement = 4, kOfLoad = 10;
    std::size_t count = 0;
    for (const model::Statement& statement : rule.statements) {
        count += kOfStatement;
        const auto add = [&](const model::Value& value) {
            model::for_each_part(value, [&](const model::Value&) { count += kOfLoad; });
        };
        if (const auto* match = std::get_if<model::Match>(&statement.node))
            add(match->lhs);
        else
            model::for_each_value(std::get<model::Action>(statement.node), add);
    }
    return count;
}

} // namespace

std::vector<Excess> excesses(ir::Ruleset ruleset) {
    for (ir::Table& table : ruleset.tables) {
        for (ir::Chain& chain : table.chains)
            std::erase_if(chain.unmade, [](const auto& rule) { return most_expressions(rule) <= kMaxExpressions; });
        for (model::Set& set : table.sets) {
            if (!set.anonymous) set.elements = {};
        }
    }
    Fence fence;
    lower(std::move(ruleset), fence, {.element_spans = false});
    return std::move(fence).take();
}

} // namespace rulec::nft
