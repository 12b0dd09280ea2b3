// SPDX-License-Identifier: GPL-2.0-or-later
// A line of a dump or a command of a script as words, without its quotes.
#pragma once

#include "compiler/diag/diagnostic.h"
#include "compiler/source/source_manager.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace rulec::ipt {

struct Token {
    std::string text;    // what iptables would see
    Span span;           // in the source, quotes included
    bool quoted = false; // some of it was: then it is no `!` and no option
};

// A word as messages show it: what is endless is cut.
std::string shown(std::string_view word);

// The words of `line` as iptables-restore splits them: spaces and tabs, double quotes, and a backslash before a
// character inside of them. Nothing if a quote stays open; that is in `sink` then.
std::optional<std::vector<Token>> split_words(const SourceManager& sources, Span line, diag::Sink& sink);

} // namespace rulec::ipt
