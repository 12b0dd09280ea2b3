// SPDX-License-Identifier: GPL-2.0-or-later
#include "tests/unit/sema/analyzed.h"

#include "compiler/model/print.h"
#include "compiler/sema/analyze.h"
#include "compiler/source/source_manager.h"

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

#include <doctest/doctest.h>

namespace rulec::test {
namespace {

Analyzed run(std::unique_ptr<SourceManager> sources, FileId file, const Given& given) {
    Analyzed out;
    diag::Sink sink;
    const sema::Options options{.defines = given.defines, .include_dirs = given.include_dirs};
    out.ruleset = sema::analyze(*sources, file, options, sink);
    out.diagnostics = sink.all();
    for (const diag::Diagnostic& one : out.diagnostics) {
        out.codes += fmt::format("{}{}", out.codes.empty() ? "" : " ", diag::info(one.code).id);
    }
    out.sources = std::move(sources);
    return out;
}

} // namespace

const model::Chain& Analyzed::chain(std::string_view name) const {
    for (const model::Chain& chain : ruleset.tables.at(0).chains) {
        if (chain.name == name) return chain;
    }
    FAIL("no chain " << name);
    return ruleset.tables[0].chains[0];
}

const model::Set& Analyzed::set(std::string_view name) const {
    for (const model::Set& set : ruleset.tables.at(0).sets) {
        if (set.name == name) return set;
    }
    FAIL("no set " << name);
    return ruleset.tables[0].sets[0];
}

std::string Analyzed::rules(std::string_view name) const {
    std::istringstream model(model::print(ruleset));
    const std::string head = fmt::format("  chain {}", name);
    std::string text;
    bool inside = false;
    for (std::string line; std::getline(model, line);) {
        if (line.starts_with("  chain "))
            inside = line == head || line.starts_with(head + ":");
        else if (inside && line.starts_with("    rule"))
            text += text.empty() ? "" : " |";
        else if (inside)
            text += (text.empty() ? "" : " ") + line.substr(line.find_first_not_of(' '));
    }
    return text;
}

std::string_view Analyzed::place() const {
    if (diagnostics.empty() || !diagnostics[0].primary.span.known()) return {};
    return sources->text(diagnostics[0].primary.span);
}

std::string Analyzed::help() const {
    return diagnostics.empty() || diagnostics[0].helps.empty() ? "" : diagnostics[0].helps[0];
}

Analyzed analyze_text(std::string_view text, const Given& given) {
    auto sources = std::make_unique<SourceManager>();
    const FileId file = sources->add("test.rules", std::string(text));
    return run(std::move(sources), file, given);
}

Analyzed analyze_rule(std::string_view rule) {
    return analyze_text(fmt::format("table inet t {{\n chain c {{\n  {}\n }}\n}}\n", rule));
}

Folder::Folder() {
    std::string pattern = std::filesystem::temp_directory_path() / "rulec-test-XXXXXX";
    REQUIRE(::mkdtemp(pattern.data()) != nullptr);
    path_ = pattern;
}

Folder::~Folder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
}

void Folder::write(const std::string& name, std::string_view text) {
    const std::filesystem::path path = std::filesystem::path(path_) / name;
    std::filesystem::create_directories(path.parent_path());
    std::ofstream(path) << text;
}

Analyzed Folder::analyze(const std::string& name, const Given& given) const {
    auto sources = std::make_unique<SourceManager>();
    const auto file = sources->open(path_ + "/" + name);
    REQUIRE(file.has_value());
    return run(std::move(sources), *file, given);
}

} // namespace rulec::test
