// SPDX-License-Identifier: GPL-2.0-or-later
#include "runtime/cli/fix.h"

#include <doctest/doctest.h>

using namespace rulec;
using diag::Code;
using diag::Diagnostic;

namespace {

// A finding at the first `word` of the text, whose fix writes `replacement` there; none if there is no such word.
std::vector<Diagnostic> finding(const SourceManager& sources, FileId file, Code code, std::string_view word,
                                std::string replacement) {
    const auto at = static_cast<std::uint32_t>(sources.text(file).find(word));
    if (at == static_cast<std::uint32_t>(std::string_view::npos)) return {};
    const Span span = {file, at, at + static_cast<std::uint32_t>(word.size())};
    Diagnostic found = diag::make(code, span, "x");
    found.fixits.push_back({span, std::move(replacement)});
    return {found};
}

cli::Fixed fixed(std::string text, const cli::Checker& check) {
    SourceManager sources;
    const FileId file = sources.add("a.rules", std::move(text));
    return cli::fix(sources, file, check(sources, file), check);
}

} // namespace

TEST_CASE("what one fix brings to light is fixed as well") {
    const auto result = fixed("a", [](SourceManager& sources, FileId file) {
        auto found = finding(sources, file, Code::kUnusedChain, "a", "b");
        return found.empty() ? finding(sources, file, Code::kUnusedChain, "b", "c") : found;
    });
    CHECK(result.text == "c");
    CHECK(result.applied == 2);
    CHECK(result.settled);
}

TEST_CASE("fixes that never end are given up") {
    const auto result = fixed("a", [](SourceManager& sources, FileId file) {
        return finding(sources, file, Code::kUnusedChain, "a", "aa");
    });
    CHECK_FALSE(result.settled);
    CHECK(result.text == std::string(result.applied + 1, 'a'));
}

TEST_CASE("a fix that makes an error is not taken, nor any other") {
    const auto result = fixed("a", [](SourceManager& sources, FileId file) {
        auto found = finding(sources, file, Code::kUnusedChain, "a", "b");
        return found.empty() ? finding(sources, file, Code::kUnexpectedToken, "b", "b") : found;
    });
    CHECK(result.text == "a");
    CHECK(result.applied == 0);
    CHECK(result.broken_by == "unexpected x");
}

TEST_CASE("a fix of one of two errors is taken") {
    const auto result = fixed("ab", [](SourceManager& sources, FileId file) {
        auto found = finding(sources, file, Code::kUnexpectedToken, "a", "");
        Diagnostic lasting = diag::make(Code::kUnexpectedToken, {file, 0, 0}, "x");
        found.push_back(lasting);
        return found;
    });
    CHECK(result.text == "b");
    CHECK(result.broken_by.empty());
}
