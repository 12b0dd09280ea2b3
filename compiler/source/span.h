// SPDX-License-Identifier: GPL-2.0-or-later
// Span: where in the source something stands. Twelve bytes, kept in every node.
#pragma once

#include <algorithm>
#include <cstdint>

namespace rulec {

// Index of a file in the SourceManager; files are numbered as they are opened.
enum class FileId : std::uint32_t { none = 0xffffffff };

// Bytes [begin, end) of a file. A default Span says "no place": diagnostics without one show no excerpt.
struct Span {
    FileId file = FileId::none;
    std::uint32_t begin = 0;
    std::uint32_t end = 0;

    bool known() const { return file != FileId::none; }
    friend bool operator==(const Span&, const Span&) = default;
};

// The shortest span that covers both; if they lie in different files, the first.
inline Span cover(Span a, Span b) {
    if (!a.known()) return b;
    if (a.file != b.file) return a;
    return {a.file, std::min(a.begin, b.begin), std::max(a.end, b.end)};
}

} // namespace rulec
