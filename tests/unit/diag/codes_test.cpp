// SPDX-License-Identifier: GPL-2.0-or-later
#include "compiler/diag/diagnostic.h"

#include <set>

#include <doctest/doctest.h>

using namespace rulec;

TEST_CASE("codes are unique, well formed and explained") {
    std::set<std::string_view> seen;
    for (std::size_t i = 0; i < diag::code_count(); ++i) {
        const diag::CodeInfo& code = diag::info(static_cast<diag::Code>(i));
        CAPTURE(code.id);
        CHECK(seen.insert(code.id).second);
        CHECK(code.id.size() == 5);
        if (code.severity == diag::Severity::error) CHECK(code.id[0] == 'E');
        if (code.severity == diag::Severity::warning) CHECK(code.id[0] == 'W');
        CHECK_FALSE(code.headline.empty());
        CHECK_FALSE(code.explanation.empty());
    }
}

TEST_CASE("the sink counts errors beyond those it keeps") {
    diag::Sink sink;
    for (std::size_t i = 0; i < diag::Sink::kMaxErrors + 5; ++i)
        sink.report(diag::make(diag::Code::kUnexpectedToken, {}, i));
    CHECK(sink.error_count() == diag::Sink::kMaxErrors + 5);
    CHECK(sink.all().size() == diag::Sink::kMaxErrors);
}
