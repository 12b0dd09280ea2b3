// SPDX-License-Identifier: GPL-2.0-or-later
// print_ruleset(): the model as a ruleset in nft's language, in the style of `nft list ruleset` (1.0.6): what stock
// nft loads to the same kernel state, and what rulec reads back to the same model. Rules say what was written: tests
// that they imply are left to the reader's compiler.
#pragma once

#include "compiler/diag/diagnostic.h"
#include "compiler/model/ruleset.h"

#include <string>

namespace rulec::nft_text {

struct Options {
    bool stateful = true; // what counters, quotas and timeouts have come to, where it is not nothing
};

// What the language has no words for (a quote inside a comment) is an error in `sink`; the text is then of no use.
std::string print_ruleset(const model::Ruleset& ruleset, const Options& options, diag::Sink& sink);

} // namespace rulec::nft_text
