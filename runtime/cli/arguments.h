// SPDX-License-Identifier: GPL-2.0-or-later
// Options that commands share, and the one place where CLI11 parses (and throws).
#pragma once

#include "compiler/catalog/kernel_version.h"
#include "runtime/cli/command.h"

#include <CLI/App.hpp>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace rulec::cli {

enum class ColorChoice : std::uint8_t { automatic, always, never };
enum class ReportFormat : std::uint8_t { text, json, sarif, github, gitlab, checkstyle };

// -D, -I, --color, --format and --stats.
struct CommonOptions {
    std::vector<std::pair<std::string, std::string>> defines;
    std::vector<std::string> include_dirs;
    ColorChoice color = ColorChoice::automatic;
    ReportFormat format = ReportFormat::text;
    bool stats = false;
    std::optional<catalog::KernelVersion> target_kernel;
    bool with_places = false; // compile --to iptables: comments name the lines that rules come from
    bool expand_sets = false; // compile --no-ipset
};

void add_report_options(CLI::App& app, CommonOptions& options);
void add_input_options(CLI::App& app, CommonOptions& options); // these three are all of CommonOptions
void add_target_option(CLI::App& app, CommonOptions& options); // --target-kernel
void add_stats_option(CLI::App& app, CommonOptions& options);

// Parses into what the app's options are bound to. An exit code means: stop here, all is said (help was printed, or
// the mistake with what was probably meant).
std::optional<ExitCode> parse_arguments(CLI::App& app, Arguments arguments);

} // namespace rulec::cli
