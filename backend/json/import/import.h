// SPDX-License-Identifier: GPL-2.0-or-later
// From JSON in the schema of libnftables to the text of a `.rules` file. Words in, words out: nothing is typed or
// resolved here, the caller lets the compiler judge the text. Every key is understood or an error.
#pragma once

#include "compiler/diag/diagnostic.h"
#include "compiler/source/source_manager.h"

#include <cstddef>
#include <string>
#include <vector>

namespace rulec::json {

class Imported {
  public:
    std::string text;

    // Text from `begin` on, up to the next such place, was made of the object `item` of the list.
    void note_origin(std::size_t begin, std::size_t item) { origins_.push_back({begin, item}); }
    std::size_t item_at(std::size_t offset) const;

  private:
    struct Origin {
        std::size_t begin, item;
    };
    std::vector<Origin> origins_; // ascending
};

// What was wrong is in `sink`, at its place in the JSON; then the text is not to be used.
Imported import(const SourceManager& sources, FileId file, diag::Sink& sink);

// Where the object `item` of the list stands in the JSON.
Span item_span(const SourceManager& sources, FileId file, std::size_t item);

} // namespace rulec::json
