// SPDX-License-Identifier: GPL-2.0-or-later
// render_text(): a diagnostic as people read it in a terminal.
//
//     gateway.rules:12:9: error[E0201]: `tcp` has no field `dprot`
//        |
//     12 |     tcp dprot 22 accept
//        |         ^^^^^ not a field
//        |
//        = help: did you mean `dport`?
//
// The first line is FILE:LINE:COL, as compilers and nft write it, so that editors can jump there. Cost does not
// depend on the length of the file or of its lines, but for one search for newlines a file.
#pragma once

#include "compiler/diag/diagnostic.h"
#include "compiler/source/source_manager.h"

#include <string>

namespace rulec::diag {

struct TextStyle {
    bool color = false;
};

// Ends with a newline. Whatever the input holds, the result is printable UTF-8.
std::string render_text(const SourceManager& sources, const Diagnostic& diagnostic, TextStyle style = {});

std::string_view severity_word(Severity severity);

} // namespace rulec::diag
