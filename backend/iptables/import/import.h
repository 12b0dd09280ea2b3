// SPDX-License-Identifier: GPL-2.0-or-later
// From a ruleset of iptables to the text of a `.rules` file. What the text means is judged by compiling it, which is
// the caller's work; places in the text lead back to the dump.
#pragma once

#include "backend/iptables/import/table_text.h"

#include <string>
#include <vector>

namespace rulec::ipt {

class Imported {
  public:
    std::string text;

    // Text from here on, up to the next such place, was made of what stands at `span`.
    void note_origin(Span span) { origins_.push_back({text.size(), span}); }
    Span origin_of(std::size_t offset) const;

  private:
    struct Origin {
        std::size_t begin;
        Span span;
    };
    std::vector<Origin> origins_; // ascending
};

Imported lay_out(const std::vector<TableText>& tables);

} // namespace rulec::ipt
