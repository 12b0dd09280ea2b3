// SPDX-License-Identifier: GPL-2.0-or-later
// Tests of neighbouring fields as one test of the octets of both: `tcp sport 1 tcp dport 2` is one load of four
// octets.
//
//   before   payload 2 octets @ th + 0, cmp 0x0001, payload 2 octets @ th + 2, cmp 0x0002
//   after    payload 4 octets @ th + 0, cmp 0x00010002
//
// Which tests join, and where the joint test stands, is nft's choice: its listings show them apart again.
#pragma once

#include "backend/nft/program.h"

#include <cstddef>
#include <vector>

namespace rulec::nft {

// What join_payload_tests must know of a rule, noted while it is lowered.
class JoinNotes {
  public:
    // At `index` a payload load begins a test for whole fields being equal to a constant; the comparison follows.
    void equality(std::size_t index) {
        notes_.push_back(index);
        ++equalities_;
    }
    // An action stands here.
    void action() {
        if (!notes_.empty() && notes_.back() != kAction) notes_.push_back(kAction);
    }
    bool worth_a_look() const { return equalities_ > 1; }

    static constexpr std::size_t kAction = static_cast<std::size_t>(-1);
    const std::vector<std::size_t>& all() const { return notes_; }

  private:
    std::vector<std::size_t> notes_;
    std::size_t equalities_ = 0;
};

void join_payload_tests(std::vector<Expression>& expressions, const JoinNotes& notes);

} // namespace rulec::nft
