// SPDX-License-Identifier: GPL-2.0-or-later
#include "compiler/diag/apply_fixes.h"

#include <doctest/doctest.h>

using namespace rulec;
using diag::Applicability;

namespace {

constexpr FileId kFile{0};

diag::Diagnostic found(std::vector<diag::FixIt> fixits) {
    auto diagnostic = diag::make(diag::Code::kUnexpectedToken, {kFile, 0, 1}, "x");
    diagnostic.fixits = std::move(fixits);
    return diagnostic;
}

diag::FixIt fix(std::uint32_t begin, std::uint32_t end, std::string replacement) {
    return {{kFile, begin, end}, std::move(replacement)};
}

} // namespace

TEST_CASE("replacements, insertions and removals in one go") {
    const std::vector all = {found({fix(8, 9, "")}), found({fix(0, 3, "first")}), found({fix(5, 5, "+")})};
    const auto fixed = apply_fixes("one two 3", kFile, all);
    CHECK(fixed.text == "first t+wo ");
    CHECK(fixed.applied == 3);
}

TEST_CASE("what overlaps waits, whole") {
    const std::vector all = {found({fix(0, 3, "a")}), found({fix(8, 9, "c"), fix(2, 4, "b")}),
                             found({fix(3, 3, "d")})};
    const auto fixed = apply_fixes("one two 3", kFile, all);
    CHECK(fixed.text == "a two 3");
    CHECK(fixed.applied == 1);
    CHECK(fixed.overlapping == 2);
}

TEST_CASE("one change that two diagnostics ask for is made once") {
    const std::vector all = {found({fix(0, 3, "a")}), found({fix(0, 3, "a"), fix(8, 9, "b")})};
    const auto fixed = apply_fixes("one two 3", kFile, all);
    CHECK(fixed.text == "a two b");
    CHECK(fixed.applied == 2);
}

TEST_CASE("guesses and other files are left alone") {
    auto guess = fix(0, 3, "a");
    guess.applicability = Applicability::guess;
    const diag::FixIt other = {{FileId{1}, 0, 1}, "x"};
    const auto fixed =
        apply_fixes("one", kFile, std::vector{found({guess}), found({other, fix(0, 3, "b")}), found({})});
    CHECK(fixed.text == "one");
    CHECK(fixed.applied == 0);
    CHECK(fixed.elsewhere == 1);
}

TEST_CASE("did you mean is a guess") {
    const auto diagnostic = diag::make(diag::Code::kUnexpectedToken, {kFile, 0, 1}, "x").did_you_mean("y");
    CHECK(diagnostic.fixits.front().applicability == Applicability::guess);
}
