// SPDX-License-Identifier: GPL-2.0-or-later
// SourceManager: owns the text of every file of a run and turns byte offsets into lines and columns. Texts never
// move, so that string_views into them stay good as long as the manager lives. It does not parse.
#pragma once

#include "compiler/source/span.h"
#include "compiler/support/result.h"

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace rulec {

// A place for people: both count from 1; a column counts bytes, as nft and compilers do.
struct LineColumn {
    std::uint32_t line = 0;
    std::uint32_t column = 0;
    friend bool operator==(const LineColumn&, const LineColumn&) = default;
};

class SourceManager {
  public:
    SourceManager();
    ~SourceManager();
    SourceManager(const SourceManager&) = delete;
    SourceManager& operator=(const SourceManager&) = delete;

    // Maps the regular file at `path` ("-" reads standard input to its end). `included_from` is the include
    // statement, if there is one. Errors: what open, fstat or read said; EISDIR; EFBIG from 4 GiB on.
    Result<FileId> open(const std::string& path, Span included_from = {});

    // Takes `text` as a file of its own, shown under `name` (command line definitions, tests).
    FileId add(std::string name, std::string text, Span included_from = {});

    // This part of a text will hardly be read again: a mapped file's pages are given back. Reading them still works,
    // the system fetches them anew.
    void let_go(Span span) const;

    std::string_view text(FileId file) const;
    std::string_view text(Span span) const;
    const std::string& name(FileId file) const;
    Span included_from(FileId file) const;
    std::size_t file_count() const;

    LineColumn line_column(Span span) const; // of span.begin
    LineColumn line_column_end(Span span) const;
    // The line that holds `offset`, without its newline.
    std::string_view line_text(FileId file, std::uint32_t offset) const;

  private:
    struct File;
    const File& at(FileId file) const;
    std::vector<std::unique_ptr<File>> files_;
};

} // namespace rulec
