// SPDX-License-Identifier: GPL-2.0-or-later
// Formats mutated rulesets, compiles them to netlink and prints every stage. Whatever the text, that must end soon,
// with a batch or with errors that have a place, and the formatter keeps its promises. usage: rulec_fuzz RUNS FIRST
// SEEDS... [--keep FOLDER]; see README.md.
#include "backend/nft/annotate.h"
#include "backend/nft/print.h"
#include "compiler/diag/render_text.h"
#include "compiler/ir/print.h"
#include "compiler/support/check.h"
#include "runtime/cli/pipeline.h"
#include "tests/fuzz/mutate.h"
#include "tests/unit/fmt/promises.h"

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>

#include <fmt/format.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

namespace rulec::test {
namespace {

namespace fs = std::filesystem;

constexpr unsigned kLongestRunSeconds = 10;

struct Plan {
    std::uint64_t first = 0; // texts first .. first + runs - 1
    std::uint64_t runs = 0;
    std::vector<std::string> seeds;
    std::string keep; // folder for the texts that failed
};

std::string read_file(const fs::path& path) {
    std::ostringstream text;
    text << std::ifstream(path, std::ios::binary).rdbuf();
    return text.str();
}

// A ruleset, or one JSON object a line with the ruleset in its field `text`.
void add_seeds(const fs::path& path, std::vector<std::string>& seeds) {
    if (path.extension() == ".rules") return seeds.push_back(read_file(path));
    if (path.extension() != ".jsonl") return;
    std::ifstream lines(path);
    for (std::string line; std::getline(lines, line);) {
        const auto record = nlohmann::json::parse(line, nullptr, false);
        if (record.contains("text")) seeds.push_back(record["text"].get<std::string>());
    }
}

// In the order of their names, so that a number always means the same text.
void find_seeds(const fs::path& root, std::vector<std::string>& seeds) {
    if (!fs::is_directory(root)) return add_seeds(root, seeds);
    std::vector<fs::path> paths;
    for (const auto& entry : fs::recursive_directory_iterator(root))
        paths.push_back(entry.path());
    std::ranges::sort(paths);
    for (const fs::path& path : paths)
        add_seeds(path, seeds);
}

std::string text_of(const Plan& plan, std::uint64_t number) {
    Random random(number);
    return mutate(plan.seeds, random.below(plan.seeds.size()), random);
}

void expect_places(const SourceManager& sources, const diag::Sink& sink) {
    RULEC_CHECK(!sink.all().empty(), "a refusal says why");
    for (const diag::Diagnostic& diagnostic : sink.all()) {
        const std::string shown = diag::render_text(sources, diagnostic);
        if (!diagnostic.primary.span.known()) fmt::print(stderr, "{}", shown);
        RULEC_CHECK(diagnostic.primary.span.known(), "every diagnostic of a text has a place");
    }
}

void compile(const std::string& text) {
    SourceManager sources;
    diag::Sink sink;
    const FileId file = sources.add("fuzz.rules", text);
    const cli::CommonOptions options;
    const auto compiled = cli::to_program(sources, file, options, nullptr, sink);
    const auto batch = compiled ? cli::to_batch(*compiled, sink) : std::nullopt;
    RULEC_CHECK(batch.has_value() != sink.failed(), "a text has a batch or errors");
    if (!batch) return expect_places(sources, sink);
    RULEC_CHECK(!nft::annotate(*compiled, *batch, sources).empty(), "a batch has messages");
    nft::print(*compiled);
    diag::Sink again;
    const auto ir = cli::to_ir(sources, file, options, nullptr, again);
    RULEC_CHECK(ir.has_value(), "the same text compiles twice");
    ir::print(*ir);
}

void format(const std::string& text) {
    const std::string broken = broken_promise(text);
    if (!broken.empty()) fmt::print(stderr, "{}\n", broken);
    RULEC_CHECK(broken.empty(), "a text that parses can be formatted");
}

// In a child: from *number on, until all are done or one kills the process.
void run_child(const Plan& plan, std::uint64_t& number) {
    for (; number != plan.first + plan.runs; ++number) {
        const std::string text = text_of(plan, number);
        ::alarm(kLongestRunSeconds);
        format(text);
        compile(text);
    }
    std::_Exit(0);
}

void report(const Plan& plan, std::uint64_t number, int status) {
    fmt::print(stderr, "FAIL {}: {} {}\n", number, WIFSIGNALED(status) ? "signal" : "exit code",
               WIFSIGNALED(status) ? WTERMSIG(status) : WEXITSTATUS(status));
    if (plan.keep.empty()) {
        fmt::print(stderr, "---- text {}\n{}\n----\n", number, text_of(plan, number));
    } else {
        std::ofstream(fs::path(plan.keep) / fmt::format("{}.rules", number), std::ios::binary)
            << text_of(plan, number);
    }
}

// The number of texts that failed.
int run(const Plan& plan) {
    auto* number = static_cast<std::uint64_t*>(
        ::mmap(nullptr, sizeof(std::uint64_t), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0));
    RULEC_CHECK(number != MAP_FAILED, "a page can be shared");
    int failed = 0;
    for (*number = plan.first; *number != plan.first + plan.runs; ++*number) {
        const pid_t child = ::fork();
        if (child == 0) run_child(plan, *number);
        int status = 0;
        ::waitpid(child, &status, 0);
        if (status == 0) break;
        ++failed;
        report(plan, *number, status);
    }
    return failed;
}

} // namespace
} // namespace rulec::test

int main(int argc, char** argv) {
    using namespace rulec::test;
    std::vector<std::string> arguments(argv + 1, argv + argc);
    Plan plan;
    if (const auto keep = std::ranges::find(arguments, "--keep");
        keep != arguments.end() && keep + 1 != arguments.end()) {
        plan.keep = keep[1];
        arguments.erase(keep, keep + 2);
    }
    if (arguments.size() < 3) {
        fmt::print(stderr, "usage: rulec_fuzz RUNS FIRST SEEDS... [--keep FOLDER]\n");
        return 2;
    }
    plan.runs = std::strtoull(arguments[0].c_str(), nullptr, 10);
    plan.first = std::strtoull(arguments[1].c_str(), nullptr, 10);
    for (std::size_t i = 2; i < arguments.size(); ++i)
        find_seeds(arguments[i], plan.seeds);
    if (plan.seeds.empty()) {
        fmt::print(stderr, "rulec_fuzz: no seeds there\n");
        return 2;
    }
    const int failed = run(plan);
    fmt::print("{} texts from {} seeds, {} failed\n", plan.runs, plan.seeds.size(), failed);
    return failed == 0 ? 0 : 1;
}
