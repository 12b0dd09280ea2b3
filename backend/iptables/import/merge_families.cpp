// SPDX-License-Identifier: GPL-2.0-or-later
#include "backend/iptables/import/merge_families.h"

#include <algorithm>
#include <iterator>
#include <unordered_map>

namespace rulec::ipt {
namespace {

constexpr std::string_view kV4 = "ipv4", kV6 = "ipv6";

// Of a table, which stays as it is meanwhile.
class Chains {
  public:
    explicit Chains(const TableText& table) {
        for (const ChainText& chain : table.chains) {
            by_name_.emplace(chain.name, &chain);
            if (!chain.declaration.empty()) by_declaration_.emplace(chain.declaration, &chain);
        }
    }

    // The one that is to be one with `other`: a base chain of the same place, or a chain of the same name.
    const ChainText* find(const ChainText& other) const {
        const bool base = !other.declaration.empty();
        const auto& chains = base ? by_declaration_ : by_name_;
        const auto found = chains.find(base ? other.declaration : other.name);
        return found == chains.end() ? nullptr : found->second;
    }

  private:
    std::unordered_map<std::string_view, const ChainText*> by_name_, by_declaration_;
};

// For one family alone, where nothing in the rule says so yet.
Line guarded(Line line, std::string_view family) {
    if (line.remark.empty() && !line.names_family)
        line.conditions.insert(line.conditions.begin(), {"meta nfproto", std::string(family)});
    return line;
}

bool says_the_same(const Line& a, const Line& b) {
    if (a.remark != b.remark) return false;
    if (a.names_family || b.names_family || a.stateful || b.stateful) return false;
    return a.text() == b.text();
}

using Lines = std::vector<Line>;

// How long the longest common run of `a` from i on and `b` from j on is.
class CommonRuns {
  public:
    CommonRuns(const Lines& a, const Lines& b) : width_(b.size() + 1), lengths_((a.size() + 1) * width_) {
        for (std::size_t i = a.size(); i-- > 0;) {
            for (std::size_t j = b.size(); j-- > 0;)
                at(i, j) = says_the_same(a[i], b[j]) ? at(i + 1, j + 1) + 1 : std::max(at(i + 1, j), at(i, j + 1));
        }
    }
    std::uint32_t& at(std::size_t i, std::size_t j) { return lengths_[i * width_ + j]; }

  private:
    std::size_t width_;
    std::vector<std::uint32_t> lengths_;
};

// Between what both begin and end with.
void merge_middle(const Lines& v4, const Lines& v6, Lines& merged) {
    constexpr std::size_t kMostCells = 4'000'000; // beyond it would take too long to look for what is common
    std::size_t i = 0;
    std::size_t j = 0;
    if (v4.size() * v6.size() <= kMostCells) {
        CommonRuns common(v4, v6);
        while (i < v4.size() && j < v6.size()) {
            if (says_the_same(v4[i], v6[j])) {
                merged.push_back(v4[i++]);
                ++j;
            } else if (common.at(i + 1, j) >= common.at(i, j + 1)) {
                merged.push_back(guarded(v4[i++], kV4));
            } else {
                merged.push_back(guarded(v6[j++], kV6));
            }
        }
    }
    for (; i < v4.size(); ++i)
        merged.push_back(guarded(v4[i], kV4));
    for (; j < v6.size(); ++j)
        merged.push_back(guarded(v6[j], kV6));
}

Lines merge_lines(const Lines& v4, const Lines& v6) {
    const auto [end4, end6] = std::ranges::mismatch(v4, v6, says_the_same);
    Lines merged(v4.begin(), end4);
    Lines middle4(end4, v4.end());
    Lines middle6(end6, v6.end());
    Lines tail;
    while (!middle4.empty() && !middle6.empty() && says_the_same(middle4.back(), middle6.back())) {
        tail.push_back(std::move(middle4.back()));
        middle4.pop_back();
        middle6.pop_back();
    }
    merge_middle(middle4, middle6, merged);
    std::ranges::move(tail.rbegin(), tail.rend(), std::back_inserter(merged));
    return merged;
}

ChainText merge_chain(const ChainText& v4, const ChainText& v6) {
    ChainText merged = v4;
    merged.lines = merge_lines(v4.lines, v6.lines);
    for (const std::string& remark : v6.remarks) {
        if (std::ranges::find(merged.remarks, remark) == merged.remarks.end()) merged.remarks.push_back(remark);
    }
    if (v4.policy != v6.policy) // the policy is for both: the other one is a last rule
        merged.lines.push_back(guarded({.action = v6.policy, .span = v6.span}, kV6));
    return merged;
}

// A chain that the other family does not have, or leaves to its policy. Others than base chains are called by rules
// of the one family only: these say so.
ChainText alone(ChainText chain, std::string_view family) {
    if (chain.declaration.empty()) return chain;
    for (Line& line : chain.lines)
        line = guarded(std::move(line), family);
    if (chain.policy != "drop") return chain;
    chain.policy = "accept";
    chain.lines.push_back(guarded({.action = "drop", .span = chain.span}, family));
    return chain;
}

bool has_copies(const TableText& table) {
    return std::ranges::any_of(table.chains, [](const ChainText& chain) {
        return std::ranges::any_of(chain.lines, [](const Line& line) { return line.action.starts_with("dup "); });
    });
}

} // namespace

bool can_merge(const TableText& v4, const TableText& v6) {
    if (has_copies(v4) || has_copies(v6)) return false;
    const Chains chains(v6);
    return std::ranges::all_of(v4.chains, [&](const ChainText& chain) {
        const ChainText* other = chains.find(chain);
        return other == nullptr || (other->name == chain.name && other->declaration == chain.declaration);
    });
}

TableText merge_families(TableText v4, TableText v6) {
    TableText merged = v4;
    for (SetText& set : v6.sets) { // ports and the like have no family: such a set is one
        if (std::ranges::find(v4.sets, set) == v4.sets.end()) merged.take_set(std::move(set));
    }
    for (const std::string& remark : v6.remarks) {
        if (std::ranges::find(v4.remarks, remark) == v4.remarks.end()) merged.remarks.push_back(remark);
    }
    merged.chains.clear();
    const Chains chains4(v4), chains6(v6);
    for (const bool base : {true, false}) {
        for (const ChainText& chain : v4.chains) {
            if (chain.declaration.empty() == base) continue;
            const ChainText* other = chains6.find(chain);
            merged.chains.push_back(other != nullptr ? merge_chain(chain, *other) : alone(chain, kV4));
        }
        for (const ChainText& chain : v6.chains) {
            if (chain.declaration.empty() != base && chains4.find(chain) == nullptr)
                merged.chains.push_back(alone(chain, kV6));
        }
    }
    return merged;
}

} // namespace rulec::ipt
