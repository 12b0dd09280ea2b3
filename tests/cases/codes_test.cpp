// SPDX-License-Identifier: GPL-2.0-or-later
// Every diagnostic is produced somewhere: by a golden case (its id in a .diag file) or by a test that names it.
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <string_view>

#include <doctest/doctest.h>

namespace fs = std::filesystem;

namespace {

struct Row {
    std::string_view name, id;
};
constexpr Row kRows[] = {
#define RULEC_DIAGNOSTIC(name, id, severity, headline, explanation) {#name, id},
#include "compiler/diag/codes.def"
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

} // namespace

TEST_CASE("every diagnostic is produced by a case or a test") {
    const std::string text = evidence(fs::path(RULEC_CASES_DIR).parent_path());
    for (const Row& row : kRows) {
        CAPTURE(row.name);
        CAPTURE(row.id);
        const bool found = text.find(row.id) != std::string::npos || text.find(row.name) != std::string::npos;
        CHECK(found != is_untested(row.id));
    }
}
