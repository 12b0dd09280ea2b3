// SPDX-License-Identifier: GPL-2.0-or-later
// A text executed in a test: the model and the codes of what was reported.
#pragma once

#include "compiler/diag/diagnostic.h"
#include "compiler/model/ruleset.h"
#include "compiler/source/source_manager.h"

#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace rulec::test {

struct Analyzed {
    std::unique_ptr<SourceManager> sources; // names in diagnostics and spans point into it
    model::Ruleset ruleset;
    std::vector<diag::Diagnostic> diagnostics;
    std::string codes; // "E0201 W1002", in the order of reporting

    // The first table's...
    const model::Chain& chain(std::string_view name) const;
    const model::Set& set(std::string_view name) const;
    // Rules of a chain as `--to model` shows them, without indentation: statements joined by " ", rules by " | ".
    std::string rules(std::string_view chain) const;
    // The text under the first diagnostic, and its advice.
    std::string_view place() const;
    std::string help() const;
};

struct Given {
    std::vector<std::pair<std::string, std::string>> defines = {};
    std::vector<std::string> include_dirs = {};
};

Analyzed analyze_text(std::string_view text, const Given& given = {});

// One rule in a chain of an inet table.
Analyzed analyze_rule(std::string_view rule);

// A folder of files for tests of `include`; it goes away with the object.
class Folder {
  public:
    Folder();
    ~Folder();
    Folder(const Folder&) = delete;
    Folder& operator=(const Folder&) = delete;

    void write(const std::string& name, std::string_view text); // folders in `name` are made
    const std::string& path() const { return path_; }
    Analyzed analyze(const std::string& name, const Given& given = {}) const;

  private:
    std::string path_;
};

} // namespace rulec::test
