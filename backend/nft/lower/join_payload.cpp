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

using Note = JoinNotes::Note;

class Joiner {
  public:
    explicit Joiner(std::vector<Expression>& expressions) : expressions_(expressions) {}

    // Most rules have nothing to join: a look at the pairs is cheaper than sorting.
    bool any_fit(const std::vector<Note>& notes) {
        for (const Note& a : notes) {
            for (const Note& b : notes) {
                if (a.index != JoinNotes::kAction && b.index != JoinNotes::kAction && fit_together(load(a), load(b)))
                    return true;
            }
        }
        return false;
    }

    void join(std::vector<Note>& group) {
        gone_.resize(expressions_.size(), false);
        std::ranges::stable_sort(group, {},
                                 [&](const Note& note) { return std::tuple(load(note).base, load(note).offset); });
        Note last = group.front();
        for (std::size_t i = 1; i < group.size(); ++i) {
            last = fit_together(load(last), load(group[i])) ? join(last, group[i]) : group[i];
        }
        group.clear();
    }

    void drop_absorbed() {
        if (!joined_) return;
        std::size_t kept = 0;
        for (std::size_t i = 0; i < expressions_.size(); ++i) {
            if (gone_[i]) continue;
            if (kept != i) expressions_[kept] = std::move(expressions_[i]);
            ++kept;
        }
        expressions_.resize(kept);
    }

  private:
    PayloadLoad& load(const Note& note) { return std::get<PayloadLoad>(expressions_[note.index].node); }
    Compare& compare(const Note& note) { return std::get<Compare>(expressions_[note.index + 1].node); }

    static bool fit_together(const PayloadLoad& a, const PayloadLoad& b) {
        if (a.base != b.base || a.offset + a.len != b.offset) return false;
        const std::uint32_t len = a.len + b.len;
        if (len > kRegisterLen) return false;
        // Two fast loads are better than one that is not; of the link layer none is fast.
        const bool both_fast = a.base != NFT_PAYLOAD_LL_HEADER && a.len <= kFastLen && b.len <= kFastLen;
        return !both_fast || len <= kFastLen;
    }

    // Gives the one of the two that stays.
    Note join(const Note& low, const Note& high) {
        const Note& stays = high.says_what_follows ? high : low;
        const Note& goes = high.says_what_follows ? low : high;
        const PayloadLoad joint{load(low).base, load(low).offset, load(low).len + load(high).len, load(low).dreg};
        Bytes data = compare(low).data + compare(high).data;
        load(stays) = joint;
        compare(stays).data = std::move(data);
        gone_[goes.index] = gone_[goes.index + 1] = true;
        joined_ = true;
        return stays;
    }

    std::vector<Expression>& expressions_;
    std::vector<bool> gone_;
    bool joined_ = false;
};

} // namespace

void join_payload_tests(std::vector<Expression>& expressions, const JoinNotes& notes) {
    if (!notes.worth_a_look()) return;
    Joiner joiner(expressions);
    if (!joiner.any_fit(notes.all())) return;
    std::vector<Note> group;
    for (const Note& note : notes.all()) {
        if (note.index != JoinNotes::kAction) {
            group.push_back(note);
        } else if (group.size() > 1) { // a single test waits for more, even behind the action
            joiner.join(group);
        }
    }
    if (group.size() > 1) joiner.join(group);
    joiner.drop_absorbed();
}

} // namespace rulec::nft
