// SPDX-License-Identifier: GPL-2.0-or-later
// Excerpt: one source line as shown below a diagnostic's headline, with what its labels underline. Lays text out;
// which lines are shown, and in which order, is render_text's business.
#pragma once

#include "compiler/diag/diagnostic.h"
#include "compiler/source/source_manager.h"

#include <string>
#include <vector>

namespace rulec::diag {

// A label on this line. `begin` and `end` are octets of the line; a label that goes on in the next line ends with
// this one.
struct Mark {
    std::size_t begin = 0;
    std::size_t end = 0;
    bool primary = false;
    std::string text;
};

struct ExcerptLine {
    std::uint32_t number = 0; // of the line, from 1
    std::string_view text;    // the whole line, however long
    std::vector<Mark> marks;
};

// The source row, then the rows of underlines and label texts. Long lines are cut to a window around their marks.
struct Layout {
    struct Row {
        std::string text;
        bool primary = false; // the row underlines the primary place: shown in the severity's colour
    };
    std::string source;
    std::vector<Row> below;
    std::vector<Mark> unseen; // marks outside the window: lay the line out once more with these
};
Layout lay_out(const ExcerptLine& line);

} // namespace rulec::diag
