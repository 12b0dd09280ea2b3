// SPDX-License-Identifier: GPL-2.0-or-later
#include "compiler/support/unified_diff.h"

#include <cstdint>
#include <string>
#include <vector>

#include <doctest/doctest.h>
#include <fmt/format.h>

using rulec::unified_diff;

namespace {

std::string diff(const std::string& before, const std::string& after) {
    return unified_diff("a", before, "b", after);
}

// The texts that a diff was made of, as far as it shows them. Complete if its context covers everything.
struct Sides {
    std::string before, after;
};
Sides sides(const std::string& text) {
    Sides sides;
    std::string* last[2] = {nullptr, nullptr};
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t end = text.find('\n', at) + 1;
        const std::string line = text.substr(at + 1, end - at - 1);
        const char sign = text[at];
        at = end;
        if (sign == '\\') {
            for (std::string* side : last) {
                if (side != nullptr) side->pop_back();
            }
        }
        if (sign == '@' || sign == '\\' || line.starts_with("-- ") || line.starts_with("++ ")) continue;
        last[0] = sign == '+' ? nullptr : &sides.before;
        last[1] = sign == '-' ? nullptr : &sides.after;
        for (std::string* side : last) {
            if (side != nullptr) *side += line;
        }
    }
    return sides;
}

} // namespace

TEST_CASE("equal texts do not differ") {
    CHECK(diff("x\ny\n", "x\ny\n").empty());
    CHECK(diff("", "").empty());
}

TEST_CASE("a changed line is shown with three lines around it") {
    CHECK(diff("1\n2\n3\n4\n5\n6\n7\n8\n9\n", "1\n2\n3\n4\nfive\n6\n7\n8\n9\n") ==
          "--- a\n+++ b\n@@ -2,7 +2,7 @@\n 2\n 3\n 4\n-5\n+five\n 6\n 7\n 8\n");
}

TEST_CASE("added and removed at the ends") {
    CHECK(diff("", "x\n") == "--- a\n+++ b\n@@ -0,0 +1 @@\n+x\n");
    CHECK(diff("x\n", "") == "--- a\n+++ b\n@@ -1 +0,0 @@\n-x\n");
    CHECK(diff("x\n", "x\ny\n") == "--- a\n+++ b\n@@ -1 +1,2 @@\n x\n+y\n");
}

TEST_CASE("a missing newline at the end is a difference and is said") {
    CHECK(diff("x", "x\n") == "--- a\n+++ b\n@@ -1 +1 @@\n-x\n\\ No newline at end of file\n+x\n");
    CHECK(diff("x\ny", "z\ny") == "--- a\n+++ b\n@@ -1,2 +1,2 @@\n-x\n+z\n y\n\\ No newline at end of file\n");
}

TEST_CASE("changes far apart have hunks of their own") {
    std::string before, after;
    for (int i = 0; i < 20; ++i) {
        before += fmt::format("{}\n", i);
        after += fmt::format("{}{}\n", i, i == 3 || i == 16 ? "!" : "");
    }
    const std::string text = diff(before, after);
    CHECK(text.find("@@ -1,7 +1,7 @@") != std::string::npos);
    CHECK(text.find("@@ -14,7 +14,7 @@") != std::string::npos);
}

TEST_CASE("random texts of few different lines come back from their diff, with no edit too many") {
    std::uint32_t state = 1;
    const auto random = [&](std::uint32_t below) {
        state = state * 1664525 + 1013904223;
        return (state >> 16) % below;
    };
    for (int round = 0; round < 2000; ++round) {
        std::string texts[2];
        for (std::string& text : texts) {
            for (std::uint32_t lines = random(7); lines > 0; --lines)
                text += fmt::format("{}\n", random(3));
            if (!text.empty() && random(4) == 0) text.pop_back();
        }
        CAPTURE(texts[0]);
        CAPTURE(texts[1]);
        const Sides back = sides(diff(texts[0], texts[1]));
        if (texts[0] == texts[1]) continue;
        if (texts[0].size() + texts[1].size() < 13) { // few enough lines to be all in the context
            CHECK(back.before == texts[0]);
            CHECK(back.after == texts[1]);
        }
    }
}

TEST_CASE("large texts that have nothing in common are replaced as a whole") {
    std::string before, after;
    for (int i = 0; i < 5000; ++i) {
        before += fmt::format("a{}\n", i);
        after += fmt::format("b{}\n", i);
    }
    CHECK(diff(before, after).starts_with("--- a\n+++ b\n@@ -1,5000 +1,5000 @@\n-a0\n-a1\n"));
}

TEST_CASE("names cannot pass for lines, and patch can read them") {
    const std::string text = unified_diff("a\n+++ b", "", "my rules", "1\n");
    CHECK(text == "--- \"a\\012+++ b\"\t\n+++ my rules\t\n@@ -0,0 +1 @@\n+1\n");
}
