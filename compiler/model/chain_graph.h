// SPDX-License-Identifier: GPL-2.0-or-later
// ChainGraph: which chains of a table lead to which, by jump, goto or a verdict map. Targets that do not exist (a
// mistake of their own) are left out.
#pragma once

#include "compiler/model/ruleset.h"

#include <cstdint>
#include <span>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace rulec::model {

class ChainGraph {
  public:
    // `table` must outlive the graph and keep its chains where they are.
    explicit ChainGraph(const Table& table);

    struct Jump {
        std::uint32_t target; // index into the table's chains
        Span span;            // the statement that jumps
    };
    // In the order of the rules; several to the same chain are possible.
    std::span<const Jump> jumps_from(std::size_t chain) const { return jumps_[chain]; }

    // By index: is the chain one of `roots`, or led to from them?
    std::vector<bool> reached_from(std::span<const std::uint32_t> roots) const;
    std::vector<bool> reached_from_hooks() const; // from the base chains

    // Adds where a verdict leads to.
    void targets_of(const Verdict& verdict, Span span, std::vector<Jump>& out) const;

  private:
    void collect(const Chain& chain, std::vector<Jump>& out) const;

    const Table& table_;
    std::unordered_map<std::string_view, std::uint32_t> by_name_;
    std::vector<std::vector<Jump>> jumps_; // by chain
};

} // namespace rulec::model
