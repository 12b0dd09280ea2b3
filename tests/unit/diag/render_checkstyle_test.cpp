// SPDX-License-Identifier: GPL-2.0-or-later
#include "compiler/diag/render_checkstyle.h"

#include <array>

#include <doctest/doctest.h>

using namespace rulec;

TEST_CASE("what XML does not allow in a document is spelled out") {
    SourceManager sources;
    const FileId file = sources.add("a\xef\xbf\xbe.rules", "x\n");
    const std::array all = {diag::make(diag::Code::kUnexpectedToken, {file, 0, 1}, "`\x01\xef\xbf\xbf\xff<`")};
    const std::string text = diag::render_checkstyle(sources, all);
    CHECK(text.find("<file name=\"a&lt;U+FFFE&gt;.rules\">") != std::string::npos);
    CHECK(text.find("message=\"unexpected `\\x01&lt;U+FFFF&gt;\\xff&lt;`\"") != std::string::npos);
}
