// SPDX-License-Identifier: GPL-2.0-or-later
// --select, --ignore and -W: what a user wants to hear of warnings. They mean the same in any order:
// --select decides what there is, -W adds, --ignore takes away, -W error makes errors of what is left.
#pragma once

#include "compiler/diag/levels.h"

#include <CLI/App.hpp>
#include <optional>
#include <vector>

namespace rulec::cli {

struct WarningOptions {
    std::optional<std::vector<diag::Code>> select;
    std::vector<diag::Code> enable, ignore, escalate;
    bool escalate_all = false;
};

void add_warning_options(CLI::App& app, WarningOptions& options);

diag::Levels levels_of(const WarningOptions& options);

} // namespace rulec::cli
