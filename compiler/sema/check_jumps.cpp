// SPDX-License-Identifier: GPL-2.0-or-later
// Loops of jumps, and jumps nested deeper than the kernel's stack. A loop is an error only if a base chain reaches
// it, as in the kernel.
#include "compiler/sema/session.h"

#include <algorithm>

namespace rulec::sema {
namespace {

using diag::Code;
using model::Action;
using model::Table;
using model::Verdict;

constexpr std::uint32_t kJumpStack = 16; // NFT_JUMP_STACK_SIZE

struct Jump {
    std::uint32_t target;
    Span span;
};

class JumpGraph {
  public:
    JumpGraph(const TableState& state, diag::Sink& sink) : state_(state), table_(state.table), sink_(sink) {
        jumps_.resize(table_.chains.size());
        for (std::size_t i = 0; i < table_.chains.size(); ++i)
            collect(table_.chains[i], jumps_[i]);
        color_.assign(jumps_.size(), Color::white);
        depth_.assign(jumps_.size(), 0);
    }

    void run() {
        for (std::size_t i = 0; i < jumps_.size(); ++i) {
            if (table_.chains[i].base) visit(static_cast<std::uint32_t>(i));
        }
    }

  private:
    enum class Color : std::uint8_t { white, open, done };

    void add(const Verdict& verdict, Span span, std::vector<Jump>& out) const {
        if (verdict.bound_chain) return out.push_back({*verdict.bound_chain, span});
        if (verdict.chain.empty()) return;
        const auto found = state_.chains.find(verdict.chain);
        if (found != state_.chains.end()) out.push_back({found->second, span});
    }

    void collect(const model::Chain& chain, std::vector<Jump>& out) const {
        for (const model::Rule& rule : chain.rules) {
            for (const model::Statement& statement : rule.statements) {
                const auto* action = std::get_if<Action>(&statement.node);
                if (action == nullptr) continue;
                if (const auto* verdict = std::get_if<Verdict>(action)) add(*verdict, statement.span, out);
                if (const auto* map = std::get_if<model::VerdictMap>(action)) {
                    const model::ElementList& list = table_.sets[map->map].elements;
                    for (const Verdict& verdict : list.verdict_table)
                        add(verdict, statement.span, out);
                }
            }
        }
    }

    // Depth first with a stack of its own: chains can be chained by the thousand. depth_[c] becomes the number of
    // nested jumps below c.
    void visit(std::uint32_t root) {
        if (color_[root] != Color::white) return report_depth(root);
        struct Step {
            std::uint32_t chain;
            std::size_t next;
        };
        std::vector<Step> path{{root, 0}};
        color_[root] = Color::open;
        while (!path.empty()) {
            Step& step = path.back();
            if (step.next == jumps_[step.chain].size()) {
                color_[step.chain] = Color::done;
                const std::uint32_t below = depth_[step.chain] + 1;
                path.pop_back();
                if (!path.empty()) depth_[path.back().chain] = std::max(depth_[path.back().chain], below);
                continue;
            }
            const Jump jump = jumps_[step.chain][step.next++];
            if (color_[jump.target] == Color::open) {
                sink_.report(diag::make(Code::kJumpLoop, jump.span, name(jump.target))
                                 .label("this jump closes the loop")
                                 .also(table_.chains[jump.target].span, "the chain"));
                return;
            }
            if (color_[jump.target] == Color::white) {
                color_[jump.target] = Color::open;
                path.push_back({jump.target, 0});
            } else {
                depth_[step.chain] = std::max(depth_[step.chain], depth_[jump.target] + 1);
            }
        }
        report_depth(root);
    }

    void report_depth(std::uint32_t root) {
        if (depth_[root] < kJumpStack) return;
        sink_.report(diag::make(Code::kJumpDepth, table_.chains[root].span, depth_[root], kJumpStack - 1));
    }

    std::string_view name(std::uint32_t chain) const {
        return table_.chains[chain].bound ? std::string_view("{ ... }") : std::string_view(table_.chains[chain].name);
    }

    const TableState& state_;
    const Table& table_;
    diag::Sink& sink_;
    std::vector<std::vector<Jump>> jumps_;
    std::vector<Color> color_;
    std::vector<std::uint32_t> depth_;
};

} // namespace

void check_jumps(Session& session) {
    for (const auto& table : session.tables)
        JumpGraph(*table, session.sink).run();
}

} // namespace rulec::sema
