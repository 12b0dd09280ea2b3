// SPDX-License-Identifier: GPL-2.0-or-later
// Golden cases: every *.rules file below this folder is compiled, and compared with its siblings. README.md here says
// how to add one.
#include "backend/json/import/import.h"
#include "backend/nft/decode.h"
#include "backend/nft/encode.h"
#include "backend/nft/print.h"
#include "compiler/diag/levels.h"
#include "compiler/diag/render_text.h"
#include "compiler/fmt/format.h"
#include "compiler/lint/lint.h"
#include "runtime/cli/pipeline.h"
#include "runtime/cli/warning_options.h"
#include "tests/cases/case_file.h"
#include "tests/unit/raise/again.h"

#include <algorithm>

#include <doctest/doctest.h>
#include <linux/netfilter/nf_tables.h>

namespace fs = std::filesystem;

namespace rulec::test {
namespace {

struct Outcome {
    std::string diagnostics; // as `rulec check` prints them
    std::string nft;         // as `rulec compile --to nft` prints it
    std::string json;        // as `rulec compile --to json` prints it
    std::string formatted;   // as `rulec fmt` writes it; empty if there are errors
    std::string program;     // as `rulec compile --to program` prints it; empty if there are errors
    bool failed = false;
    bool decodes = true; // is the batch read back as the program that it was made of?
    std::string again;   // the program by way of raise() and lower()
    std::string once;    // what that should be
};

// What two programs with the same batch may differ in: places, flags that are all 0, octets in place of `*`.
nft::Program plain(nft::Program program) {
    for (nft::Message& message : program.messages) {
        auto* elements = std::get_if<nft::NewElements>(&message);
        if (elements == nullptr) continue;
        elements->spans.clear();
        for (std::size_t i = 0; i < elements->flags.size(); ++i) {
            if ((elements->flags[i] & NFT_SET_ELEM_CATCHALL) == 0) continue;
            std::fill_n(elements->keys.begin() + static_cast<std::ptrdiff_t>(i * elements->key_len),
                        elements->key_len, 0);
        }
        if (std::ranges::all_of(elements->flags, [](std::uint8_t flags) { return flags == 0; }))
            elements->flags.clear();
    }
    return program;
}

// Cases of lints stand in lint/NAME/.
bool is_lint_case(const fs::path& path) {
    return path.parent_path().parent_path().filename() == "lint";
}

// What `rulec check --select NAME` says; of suppressions, whose lints need the others, what `rulec check` says.
std::string findings(const fs::path& path) {
    SourceManager sources;
    cli::WarningOptions options;
    const std::string word = path.parent_path().filename().string();
    if (word.find("suppression") == std::string::npos) options.select = diag::find_warnings(word);
    const diag::Levels levels = cli::levels_of(options);
    diag::Sink sink(levels);
    const auto file = cli::open_source(sources, path.filename().string(), sink);
    REQUIRE(file);
    cli::find_mistakes(sources, *file, {}, sink);
    lint::settle(sources, *file, levels, sink);
    std::string text;
    for (const diag::Diagnostic& diagnostic : sink.in_source_order())
        text += render_text(sources, diagnostic) + '\n';
    return text;
}

// Cases in target/KERNEL/ are compiled for that kernel.
cli::CommonOptions options_of(const fs::path& path) {
    cli::CommonOptions options;
    if (path.parent_path().parent_path().filename() != "target") return options;
    options.target_kernel = catalog::find_target_kernel(path.parent_path().filename().string());
    CHECK(options.target_kernel.has_value());
    return options;
}

// Runs in the case's folder, so that places read as in the folder's own words.
Outcome compile(const fs::path& path) {
    fs::current_path(path.parent_path());
    SourceManager sources;
    diag::Sink sink;
    Outcome outcome;
    const auto file = cli::open_source(sources, path.filename().string(), sink);
    if (file) {
        const auto compiled = cli::to_program(sources, *file, options_of(path), nullptr, sink);
        if (compiled) {
            outcome.program = nft::print(*compiled);
            outcome.once = text_of(*compiled);
            outcome.again = text_of(lowered_again(*compiled));
            outcome.decodes = nft::decode(nft::encode(*compiled).octets()) == plain(*compiled);
        }
        if (compiled) {
            style::format(sources, *file, [&](std::string_view part) { outcome.formatted += part; });
        }
        diag::Sink same_again; // both go through the same stages, and report the same
        outcome.nft = cli::to_nft_text(sources, *file, options_of(path), same_again).value_or("");
        diag::Sink losses; // what JSON cannot say is tested in tests/unit/json
        outcome.json = cli::to_json_text(sources, *file, {}, losses).value_or("");
    }
    for (const diag::Diagnostic& diagnostic : sink.in_source_order())
        outcome.diagnostics += render_text(sources, diagnostic) + '\n';
    if (is_lint_case(path)) outcome.diagnostics = findings(path);
    outcome.failed = sink.failed();
    return outcome;
}

// The program of what `rulec import json` makes of the text.
std::string program_of_json(const std::string& text) {
    SourceManager sources;
    diag::Sink sink;
    const json::Imported imported = json::import(sources, sources.add("case.json", text), sink);
    const auto compiled = cli::to_program(sources, sources.add("case.rules", imported.text), {}, nullptr, sink);
    CHECK_MESSAGE(compiled.has_value(), imported.text);
    return compiled ? nft::print(*compiled) : "";
}

fs::path sibling(fs::path path, std::string_view extension) {
    return path.replace_extension(extension);
}

void run_case(const fs::path& path) {
    INFO("case ", path.string());
    const std::string name = path.filename().string();
    const Outcome outcome = compile(path);
    const bool must_fail = name.starts_with("fail_");
    CHECK_MESSAGE(outcome.failed == must_fail, outcome.diagnostics);
    CHECK_MESSAGE((outcome.diagnostics.empty() || must_fail || name.starts_with("warn_")), outcome.diagnostics);
    CHECK(outcome.diagnostics == expected_or_updated(sibling(path, ".diag"), outcome.diagnostics));
    if (const fs::path nft = sibling(path, ".nft"); fs::exists(nft)) {
        CHECK(outcome.nft == expected_or_updated(nft, outcome.nft));
    }
    if (const fs::path json = sibling(path, ".json"); fs::exists(json)) {
        CHECK(outcome.json == expected_or_updated(json, outcome.json));
        CHECK(outcome.program == program_of_json(outcome.json));
    }
    if (const fs::path formatted = sibling(path, ".fmt"); fs::exists(formatted)) {
        CHECK(outcome.formatted == expected_or_updated(formatted, outcome.formatted));
    }
    CHECK(outcome.decodes);
    CHECK(outcome.again == outcome.once);
    CHECK(outcome.program == expected_or_updated(sibling(path, ".program"), outcome.program));
}

} // namespace
} // namespace rulec::test

TEST_CASE("every case is as expected") {
    const auto cases = rulec::test::find_cases(RULEC_CASES_DIR);
    REQUIRE(cases.size() > 10);
    for (const fs::path& path : cases)
        rulec::test::run_case(path);
    MESSAGE(cases.size(), " cases");
}

TEST_CASE("compiling twice gives the same octets") {
    for (const fs::path& path : rulec::test::find_cases(RULEC_CASES_DIR)) {
        INFO("case ", path.string());
        CHECK(rulec::test::compile(path).program == rulec::test::compile(path).program);
    }
}
