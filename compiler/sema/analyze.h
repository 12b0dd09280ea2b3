// SPDX-License-Identifier: GPL-2.0-or-later
// analyze(): executes a file, and what it includes, in order on an empty model. Names are resolved, values typed,
// rules checked; the result is the desired state of the tables that the file declares.
#pragma once

#include "compiler/catalog/kernel_version.h"
#include "compiler/diag/diagnostic.h"
#include "compiler/model/ruleset.h"
#include "compiler/sema/host_facts.h"
#include "compiler/source/source_manager.h"

#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace rulec::sema {

struct Options {
    std::vector<std::pair<std::string, std::string>> defines; // -D name=value, before the file
    std::vector<std::string> include_dirs;                    // -I, searched after the including file's folder
    std::optional<catalog::KernelVersion> target_kernel = {}; // what this one does not know is an error
    const HostFacts* host = nullptr; // null: interface indexes, users... get stand-ins that no host has
};

// Whatever was wrong is in `sink`; then the ruleset is incomplete and good only for further checks.
model::Ruleset analyze(SourceManager& sources, FileId file, const Options& options, diag::Sink& sink);

} // namespace rulec::sema
