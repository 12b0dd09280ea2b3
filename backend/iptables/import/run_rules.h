// SPDX-License-Identifier: GPL-2.0-or-later
// What has to be known of rules before several may become one.
#pragma once

#include "backend/iptables/import/key_field.h"
#include "backend/iptables/import/table_text.h"

#include <map>
#include <string_view>

namespace rulec::ipt {

std::string_view first_word(std::string_view text);

bool is_final(const Line& line); // it ends the matter for a packet in this chain
bool is_plain(const Line& line); // it may be part of a run at all: it counts and remembers nothing

// Keys of which no two overlap.
class Keys {
  public:
    enum class Fit : std::uint8_t { apart, inside, across };

    Fit fit(const KeyElement& element) const {
        const auto after = ends_.upper_bound(element.high); // begins behind it
        if (after == ends_.begin()) return Fit::apart;
        const auto& [low, high] = *std::prev(after);
        if (high < element.low) return Fit::apart;
        return low <= element.low && element.high <= high ? Fit::inside : Fit::across;
    }
    void add(const KeyElement& element) { ends_.emplace(element.low, element.high); }

  private:
    std::map<Bytes, Bytes> ends_; // by their low ends
};

} // namespace rulec::ipt
