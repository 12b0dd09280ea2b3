// SPDX-License-Identifier: GPL-2.0-or-later
#include "compiler/lint/lint.h"
#include "runtime/cli/pipeline.h"
#include "runtime/cli/progress.h"
#include "runtime/cli/report.h"
#include "runtime/cli/statistics.h"
#include "runtime/cli/warning_options.h"

namespace rulec::cli {
namespace {

constexpr const char* kHelp =
    "Finds mistakes in rulesets. Needs no root and no kernel, and never looks at the machine it runs on, so that "
    "the\n"
    "answer in CI is the answer everywhere. Each FILE is a ruleset of its own.\n"
    "\n"
    "Prints FILE:LINE:COLUMN, what is wrong, and where it stands. `rulec explain CODE` says more. Errors are what "
    "the\n"
    "kernel would refuse; warnings are what it would accept and what surely is not meant. A comment\n"
    "`# rulec: allow(CODE) reason` on the line of a warning, or above the statement or block, silences it.\n"
    "\n"
    "A SELECTION names warnings, separated by commas: ids (W1501), names (unused-chain), beginnings of ids (W15), "
    "all.\n"
    "\n"
    "Exit code: 0 if there is no error, 1 if there is one, 3 if a FILE cannot be read.";

// A whole compilation, because later stages find mistakes as well.
ExitCode check_file(SourceManager& sources, const std::string& path, const CommonOptions& options,
                    const diag::Levels& levels, Report& report) {
    diag::Sink sink(levels);
    const auto file = open_source(sources, path, sink);
    if (file) {
        find_mistakes(sources, *file, options, sink);
        lint::settle(sources, *file, levels, sink);
    }
    report.add(sink);
    return file ? ExitCode::fine : ExitCode::system;
}

} // namespace

ExitCode run_check(Arguments arguments) {
    CommonOptions options;
    std::vector<std::string> paths;
    CLI::App app(kHelp, "rulec check");
    app.add_option("FILE", paths, "ruleset; - is standard input")->required();
    add_input_options(app, options);
    add_report_options(app, options);
    WarningOptions warnings;
    add_warning_options(app, warnings);
    add_stats_option(app, options);
    if (const auto exit = parse_arguments(app, arguments)) return *exit;
    const Statistics statistics(options.stats);
    const Progress progress;

    const diag::Levels levels = levels_of(warnings);
    SourceManager sources;
    Report report(sources, options);
    ExitCode worst = ExitCode::fine;
    for (const std::string& path : paths)
        worst = worse(worst, check_file(sources, path, options, levels, report));
    return worse(worst, report.finish());
}

} // namespace rulec::cli
