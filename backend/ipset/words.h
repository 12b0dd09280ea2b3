// SPDX-License-Identifier: GPL-2.0-or-later
// A line of ipset's text as words. No text is copied: sets have a million lines.
#pragma once

#include "compiler/source/span.h"

#include <string_view>
#include <vector>

namespace rulec::ipset {

struct Word {
    std::string_view text; // without its quotes
    Span span;             // with them
    bool quoted = false;
};

// The words of `text`, which stands at `line`, into `words`. A quote opens at the beginning of a word, ends at the
// next one and has no escapes (ipset(8), comment). False: it stays open, and the last word is what follows it.
bool split_line(std::string_view text, Span line, std::vector<Word>& words);

} // namespace rulec::ipset
