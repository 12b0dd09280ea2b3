// SPDX-License-Identifier: GPL-2.0-or-later
// Loops of jumps, and jumps nested deeper than the kernel's stack. A loop is an error only if a base chain reaches
// it, as in the kernel.
#include "compiler/sema/session.h"

#include <algorithm>

namespace rulec::sema {
namespace {

using diag::Code;
using model::Table;

constexpr std::uint32_t kJumpStack = 16; // NFT_JUMP_STACK_SIZE

class JumpCheck {
  public:
    JumpCheck(const Table& table, const model::ChainGraph& graph, diag::Sink& sink)
        : table_(table), graph_(graph), sink_(sink), color_(table.chains.size(), Color::white),
          depth_(table.chains.size(), 0) {}

    void run() {
        for (std::size_t i = 0; i < table_.chains.size(); ++i) {
            if (table_.chains[i].base) visit(static_cast<std::uint32_t>(i));
        }
    }

  private:
    enum class Color : std::uint8_t { white, open, done };

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
            const auto jumps = graph_.jumps_from(step.chain);
            if (step.next == jumps.size()) {
                color_[step.chain] = Color::done;
                const std::uint32_t below = depth_[step.chain] + 1;
                path.pop_back();
                if (!path.empty()) depth_[path.back().chain] = std::max(depth_[path.back().chain], below);
                continue;
            }
            const model::ChainGraph::Jump jump = jumps[step.next++];
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

    const Table& table_;
    const model::ChainGraph& graph_;
    diag::Sink& sink_;
    std::vector<Color> color_;
    std::vector<std::uint32_t> depth_;
};

} // namespace

void check_jumps(const Table& table, const model::ChainGraph& graph, diag::Sink& sink) {
    JumpCheck(table, graph, sink).run();
}

} // namespace rulec::sema
