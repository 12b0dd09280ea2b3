// SPDX-License-Identifier: GPL-2.0-or-later
// find_directives(): the comments `# rulec: ...` of a text, and what of the text each is about. Knows of the language
// no more than comments, strings and braces, and works on text that may be wrong in every other way. Linear in the
// text.
#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

namespace rulec::lint {

struct Extent { // octets [begin, end)
    std::size_t begin = 0;
    std::size_t end = 0;
};

struct Directive {
    std::size_t comment = 0; // where its `#` stands
    Extent words;            // behind `rulec:`, to the end of the line
    // The comment's line; of a comment alone on its line, the next line that holds more than blanks and comments, to
    // the end of the block that opens there.
    Extent covers;
};

std::vector<Directive> find_directives(std::string_view text);

} // namespace rulec::lint
