// SPDX-License-Identifier: GPL-2.0-or-later
// Every diagnostic is produced somewhere: by a golden case (its id in a .diag file) or by a test that names it.
#include "compiler/diag/levels.h"
#include "compiler/lint/lint.h"
#include "runtime/cli/pipeline.h"
#include "runtime/cli/warning_options.h"

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <string_view>
#include <vector>

#include <doctest/doctest.h>

namespace fs = std::filesystem;

namespace {

struct Row {
    std::string_view name, id;
};
constexpr Row kRows[] = {
#define RULEC_DIAGNOSTIC(name, id, severity, headline, explanation) {#name, id},
#define RULEC_LINT(name, id, word, level, headline, explanation, example) {#name, id},
#include "compiler/diag/codes.def"
#undef RULEC_LINT
#undef RULEC_DIAGNOSTIC
};

// Not to be had in a test, each with its reason.
constexpr Row kUntested[] = {
    {"kBadNumber", "E0314"}, // the grammar takes only numbers where one is read; kept for numbers beyond 64 bits
};

bool is_untested(std::string_view id) {
    for (const Row& row : kUntested) {
        if (row.id == id) return true;
    }
    return false;
}

// All goldens and tests in one text. Tests of the renderers name codes without producing them.
std::string evidence(const fs::path& tests) {
    std::string text;
    for (const fs::directory_entry& entry : fs::recursive_directory_iterator(tests)) {
        const fs::path& path = entry.path();
        const bool counts = path.extension() == ".diag" || path.extension() == ".cpp" || path.extension() == ".py";
        if (!counts || path.parent_path().filename() == "diag" || path.filename() == "codes_test.cpp") continue;
        std::ifstream file(path);
        text.append(std::istreambuf_iterator<char>(file), {});
    }
    return text;
}

// The ids that `rulec check` finds in a text, with every lint on but those that are off unless asked for.
std::vector<std::string_view> found_in(std::string_view text, std::string_view also) {
    rulec::SourceManager sources;
    rulec::cli::WarningOptions options;
    options.enable = rulec::diag::find_warnings(also);
    const rulec::diag::Levels levels = rulec::cli::levels_of(options);
    rulec::diag::Sink sink(levels);
    const rulec::FileId file = sources.add("example.rules", std::string(text));
    rulec::cli::find_mistakes(sources, file, {}, sink);
    rulec::lint::settle(sources, file, levels, sink);
    std::vector<std::string_view> ids;
    for (const rulec::diag::Diagnostic& diagnostic : sink.all())
        ids.push_back(rulec::diag::info(diagnostic.code).id);
    return ids;
}

} // namespace

TEST_CASE("the example of a lint shows it and nothing else") {
    for (std::size_t i = 0; i < rulec::diag::code_count(); ++i) {
        const auto& row = rulec::diag::info(static_cast<rulec::diag::Code>(i));
        if (!row.is_lint()) continue;
        CAPTURE(row.word);
        const auto ids = found_in(row.example, row.word);
        REQUIRE(!ids.empty());
        for (const std::string_view id : ids)
            CHECK(id == row.id);
    }
}

TEST_CASE("every diagnostic is produced by a case or a test") {
    const std::string text = evidence(fs::path(RULEC_CASES_DIR).parent_path());
    for (const Row& row : kRows) {
        CAPTURE(row.name);
        CAPTURE(row.id);
        const bool found = text.find(row.id) != std::string::npos || text.find(row.name) != std::string::npos;
        CHECK(found != is_untested(row.id));
    }
}
