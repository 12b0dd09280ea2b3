// SPDX-License-Identifier: GPL-2.0-or-later
#include "backend/nft/lower/join_payload.h"

#include <algorithm>
#include <cstdint>
#include <tuple>

#include <linux/netfilter/nf_tables.h>

namespace rulec::nft {
namespace {

constexpr std::uint32_t kRegisterLen = 16;
constexpr std::uint32_t kFastLen = 4; // what the kernel loads and compares without calling a function

class Joiner {
  public:
    explicit Joiner(std::vector<Expression>& expressions)
        : expressions_(expressions), gone_(expressions.size(), false) {}

    void join(std::vector<std::size_t>& group) {
        std::ranges::stable_sort(group, {},
                                 [&](std::size_t at) { return std::tuple(load(at).base, load(at).offset); });
        std::size_t last = group.front();
        for (std::size_t i = 1; i < group.size(); ++i) {
            if (fit_together(load(last), load(group[i]))) {
                absorb(last, group[i]);
            } else {
                last = group[i];
            }
        }
        group.clear();
    }

    void drop_absorbed() {
        std::size_t kept = 0;
        for (std::size_t i = 0; i < expressions_.size(); ++i) {
            if (gone_[i]) continue;
            if (kept != i) expressions_[kept] = std::move(expressions_[i]);
            ++kept;
        }
        expressions_.resize(kept);
    }

  private:
    PayloadLoad& load(std::size_t at) { return std::get<PayloadLoad>(expressions_[at].node); }
    Compare& compare(std::size_t at) { return std::get<Compare>(expressions_[at + 1].node); }

    static bool fit_together(const PayloadLoad& a, const PayloadLoad& b) {
        if (a.base != b.base || a.offset + a.len != b.offset) return false;
        const std::uint32_t len = a.len + b.len;
        if (len > kRegisterLen) return false;
        // Two fast loads are better than one that is not; of the link layer none is fast.
        const bool both_fast = a.base != NFT_PAYLOAD_LL_HEADER && a.len <= kFastLen && b.len <= kFastLen;
        return !both_fast || len <= kFastLen;
    }

    void absorb(std::size_t first, std::size_t second) {
        load(first).len += load(second).len;
        compare(first).data.append(compare(second).data);
        gone_[second] = gone_[second + 1] = true;
    }

    std::vector<Expression>& expressions_;
    std::vector<bool> gone_;
};

} // namespace

void join_payload_tests(std::vector<Expression>& expressions, const JoinNotes& notes) {
    if (!notes.worth_a_look()) return;
    Joiner joiner(expressions);
    std::vector<std::size_t> group;
    for (const std::size_t note : notes.all()) {
        if (note != JoinNotes::kAction) {
            group.push_back(note);
        } else if (group.size() > 1) { // a single test waits for more, even behind the action
            joiner.join(group);
        }
    }
    if (group.size() > 1) joiner.join(group);
    joiner.drop_absorbed();
}

} // namespace rulec::nft
