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

TEST_CASE("people read diagnostics from top to bottom") {
    diag::Sink sink;
    const FileId main{0};
    const FileId included{1};
    for (const Span span : {Span{included, 1, 2}, Span{main, 9, 10}, Span{main, 3, 4}, Span{}}) {
        sink.report(diag::make(diag::Code::kUnexpectedToken, span, "x"));
    }
    const auto sorted = sink.in_source_order();
    CHECK_FALSE(sorted[0].primary.span.known());
    CHECK(sorted[1].primary.span == Span{main, 3, 4});
    CHECK(sorted[2].primary.span == Span{main, 9, 10});
    CHECK(sorted[3].primary.span == Span{included, 1, 2});
}
