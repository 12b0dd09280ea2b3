// SPDX-License-Identifier: GPL-2.0-or-later
#include "compiler/diag/levels.h"

#include <algorithm>

#include <doctest/doctest.h>

using namespace rulec;
using diag::Code;
using diag::Level;

TEST_CASE("warnings are found by id, beginning of an id, name and all") {
    CHECK(diag::find_warnings("W1501") == std::vector{Code::kUnusedChain});
    CHECK(diag::find_warnings("unused-chain") == std::vector{Code::kUnusedChain});
    CHECK(std::ranges::count(diag::find_warnings("W15"), Code::kUnusedChain) == 1);
    CHECK(std::ranges::count(diag::find_warnings("W15"), Code::kFlushRuleset) == 0);
    CHECK(std::ranges::count(diag::find_warnings("all"), Code::kGivenTwice) == 1);
    CHECK(std::ranges::count(diag::find_warnings("all"), Code::kUnexpectedToken) == 0);
    for (const char* nothing : {"", "E0101", "unused", "w1501", "W15011"})
        CHECK(diag::find_warnings(nothing).empty());
}

TEST_CASE("a sink keeps lints only if it is told to, and errors always") {
    diag::Sink deaf;
    deaf.report(diag::make(Code::kFlushRuleset, {}));
    deaf.report(diag::make(Code::kUnexpectedToken, {}, "x"));
    CHECK(deaf.all().size() == 1);

    diag::Levels levels;
    levels.set(Code::kUnusedChain, Level::off);
    diag::Sink sink(levels);
    sink.report(diag::make(Code::kFlushRuleset, {}));
    sink.report(diag::make(Code::kUnusedChain, {}, "x"));
    CHECK(sink.all().size() == 1);
}

TEST_CASE("escalated warnings are errors only when all is found") {
    diag::Levels levels;
    levels.set(Code::kFlushRuleset, Level::error);
    diag::Sink sink(levels);
    sink.report(diag::make(Code::kFlushRuleset, {}));
    CHECK_FALSE(sink.failed());
    sink.escalate(levels);
    CHECK(sink.failed());
    CHECK(sink.all()[0].severity == diag::Severity::error);
}

TEST_CASE("of each warning only so many are kept") {
    const diag::Levels levels;
    diag::Sink sink(levels);
    for (std::size_t i = 0; i < diag::Sink::kMaxErrors + 5; ++i)
        sink.report(diag::make(Code::kUnusedChain, {}, i));
    sink.report(diag::make(Code::kFlushRuleset, {}));
    CHECK(sink.all().size() == diag::Sink::kMaxErrors + 1);
    CHECK(sink.unseen_warnings() == 5);
}
