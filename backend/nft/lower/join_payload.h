// SPDX-License-Identifier: GPL-2.0-or-later
// Tests of neighbouring fields as one test of the octets of both: `tcp sport 1 tcp dport 2` is one load of four
// octets.
//
//   before   payload 2 octets @ th + 0, cmp 0x0001, payload 2 octets @ th + 2, cmp 0x0002
//   after    payload 4 octets @ th + 0, cmp 0x00010002
//
// Which tests join is nft's choice: its listings show them apart again. The joint test stands where the lowest of the
// octets was tested, but if one of the fields says what header follows, where that was: tests of that header rely on
// it.
#pragma once

#include "backend/nft/program.h"

#include <cstddef>
#include <vector>

namespace rulec::nft {

// What join_payload_tests must know of a rule, noted while it is lowered.
class JoinNotes {
  public:
    struct Note {
        std::size_t index;      // of the payload load; the comparison follows it. kAction: an action stands here
        bool says_what_follows; // the field is the number of the next header
    };
    static constexpr std::size_t kAction = static_cast<std::size_t>(-1);

    // At `index` begins a test for a whole field being equal to a constant.
    void equality(std::size_t index, bool says_what_follows) {
        notes_.push_back({index, says_what_follows});
        ++equalities_;
    }
    void action() {
        if (!notes_.empty() && notes_.back().index != kAction) notes_.push_back({kAction, false});
    }
    bool worth_a_look() const { return equalities_ > 1; }
    const std::vector<Note>& all() const { return notes_; }

  private:
    std::vector<Note> notes_;
    std::size_t equalities_ = 0;
};

void join_payload_tests(std::vector<Expression>& expressions, const JoinNotes& notes);

} // namespace rulec::nft
