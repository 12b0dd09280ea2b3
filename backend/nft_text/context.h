// SPDX-License-Identifier: GPL-2.0-or-later
// Context: what the printers of this folder have to look up while they write: the table in hand, the host's names,
// what the caller wants to see, and where to report what cannot be written. Owns nothing.
#pragma once

#include "backend/nft_text/print_ruleset.h"

#include <string_view>

namespace rulec::nft_text {

struct Context {
    const model::Ruleset& ruleset;
    const model::Table& table;
    const Options& options;
    diag::Sink& sink;
    Span span = {};        // of what is being written
    std::size_t depth = 2; // tabs in front of a rule

    void fail(std::string_view what) const;
    Context at(Span place) const {
        Context inner = *this;
        inner.span = place;
        return inner;
    }
};

// "text" in quotes. The language has no escapes: a quote inside is an error.
std::string quoted(const Context& context, std::string_view text);

// A name of a table, chain, set or object as it stands; an error if it is none in the language.
std::string name_text(const Context& context, std::string_view name);

} // namespace rulec::nft_text
