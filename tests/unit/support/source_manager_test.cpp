// SPDX-License-Identifier: GPL-2.0-or-later
#include "compiler/source/source_manager.h"

#include <cerrno>

#include <doctest/doctest.h>

using namespace rulec;

TEST_CASE("offsets become lines and columns that count from one") {
    SourceManager sources;
    const FileId file = sources.add("a.rules", "one\ntwo\n");
    CHECK(sources.line_column({file, 0, 0}) == LineColumn{1, 1});
    CHECK(sources.line_column({file, 3, 3}) == LineColumn{1, 4});
    CHECK(sources.line_column({file, 4, 7}) == LineColumn{2, 1});
    CHECK(sources.line_column_end({file, 4, 7}) == LineColumn{2, 4});
    CHECK(sources.line_column({file, 8, 8}) == LineColumn{3, 1});
    CHECK(sources.line_text(file, 3) == "one");
    CHECK(sources.line_text(file, 4) == "two");
    CHECK(sources.line_text(file, 8).empty());
}

TEST_CASE("an empty text has one empty line") {
    SourceManager sources;
    const FileId file = sources.add("a.rules", "");
    CHECK(sources.line_column({file, 0, 0}) == LineColumn{1, 1});
    CHECK(sources.line_text(file, 0).empty());
}

TEST_CASE("files that cannot be read say why") {
    SourceManager sources;
    CHECK(sources.open("/no/such/file.rules").error().code == ENOENT);
    CHECK(sources.open("/").error().code == EISDIR);
    CHECK(sources.file_count() == 0);
}
