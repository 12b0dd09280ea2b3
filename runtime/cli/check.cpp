// SPDX-License-Identifier: GPL-2.0-or-later
#include "compiler/diag/printable.h"
#include "compiler/lint/lint.h"
#include "compiler/support/unified_diff.h"
#include "runtime/cli/fix.h"
#include "runtime/cli/output.h"
#include "runtime/cli/pipeline.h"
#include "runtime/cli/progress.h"
#include "runtime/cli/replace_file.h"
#include "runtime/cli/report.h"
#include "runtime/cli/statistics.h"
#include "runtime/cli/warning_options.h"

#include <algorithm>

#include <fmt/format.h>

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
    "Some findings come with a fix that is safe: --fix makes those in FILE itself (not in what it includes), checks "
    "what\n"
    "came out, and replaces FILE as a whole; what is left to say is said afterwards. --diff shows what --fix would "
    "do.\n"
    "\n"
    "Exit code: 0 if there is no error, 1 if there is one or if --diff shows something, 3 if a FILE cannot be read "
    "or "
    "written.";

struct CheckOptions {
    CommonOptions common;
    WarningOptions warnings;
    std::vector<std::string> paths;
    bool fix = false;
    bool diff = false;
};

class FileChecker {
  public:
    FileChecker(const CheckOptions& options, Report& report, SourceManager& sources)
        : options_(options), levels_(levels_of(options.warnings)), report_(report), sources_(sources) {}

    // A file that is to be fixed is read once more afterwards: the report is about what it says now.
    ExitCode file(const std::string& path) {
        const ExitCode fixed = options_.fix || options_.diff ? fix_file(path) : ExitCode::fine;
        diag::Sink sink(levels_);
        const auto file = open_source(sources_, path, sink);
        if (file) check(sources_, *file, sink);
        report_.add(sink);
        return worse(fixed, file ? ExitCode::fine : ExitCode::system);
    }

  private:
    // A whole compilation, because later stages find mistakes as well.
    void check(SourceManager& sources, FileId file, diag::Sink& sink) const {
        find_mistakes(sources, file, options_.common, sink);
        lint::settle(sources, file, levels_, sink);
    }

    ExitCode fix_file(const std::string& path) const {
        SourceManager sources;
        diag::Sink unsaid; // whoever reads the file for the report says it
        const auto file = open_source(sources, path, unsaid);
        if (!file) return ExitCode::system;
        const Checker checker = [this](SourceManager& texts, FileId id) {
            diag::Sink sink(levels_);
            check(texts, id, sink);
            return sink.in_source_order();
        };
        return deliver(path, sources.text(*file), fix(sources, *file, checker(sources, *file), checker));
    }

    ExitCode deliver(const std::string& path, std::string_view before, const Fixed& fixed) const {
        if (!fixed.broken_by.empty()) {
            write_error(fmt::format("rulec check: {}: not fixed: a fix would make an error of it ({}). This is a bug "
                                    "in rulec, please report it\n",
                                    diag::printable(path), diag::printable(fixed.broken_by)));
            return ExitCode::system;
        }
        if (options_.diff) {
            const std::string diff = unified_diff(path, before, path, fixed.text);
            return diff.empty() ? ExitCode::fine : worse(ExitCode::findings, write_output(diff));
        }
        if (fixed.applied > 0) {
            if (const auto error = replace_file(path, fixed.text)) {
                write_error(fmt::format("rulec check: cannot write {}\n", diag::printable(error->what)));
                return ExitCode::system;
            }
        }
        tell(path, fixed);
        return ExitCode::fine;
    }

    static void tell(const std::string& path, const Fixed& fixed) {
        const auto line = [&](std::string_view text) {
            write_error(fmt::format("rulec: {}: {}\n", diag::printable(path), text));
        };
        if (fixed.applied > 0) line(fmt::format("fixed {}", plural(fixed.applied, "finding")));
        if (fixed.elsewhere > 0)
            line(fmt::format("left alone: {} with a fix in another file", plural(fixed.elsewhere, "finding")));
        if (!fixed.settled) line("there is more to fix: run it again");
    }

    const CheckOptions& options_;
    const diag::Levels levels_;
    Report& report_;
    SourceManager& sources_;
};

ExitCode refuse_standard_input() {
    write_error("rulec check: --fix and --diff need a file by name, not standard input\n"
                "`rulec check --help` is its manual\n");
    return ExitCode::usage;
}

} // namespace

ExitCode run_check(Arguments arguments) {
    CheckOptions options;
    CLI::App app(kHelp, "rulec check");
    app.add_option("FILE", options.paths, "ruleset; - is standard input")->required();
    CLI::Option* fix = app.add_flag("--fix", options.fix, "make the fixes that are safe, each FILE all or nothing");
    app.add_flag("--diff", options.diff, "change nothing, print what --fix would change as a unified diff")
        ->excludes(fix);
    add_input_options(app, options.common);
    add_target_option(app, options.common);
    add_report_options(app, options.common);
    add_warning_options(app, options.warnings);
    add_stats_option(app, options.common);
    if (const auto exit = parse_arguments(app, arguments)) return *exit;
    if ((options.fix || options.diff) && std::ranges::count(options.paths, "-") > 0) return refuse_standard_input();
    const Statistics statistics(options.common.stats);
    const Progress progress;

    SourceManager sources;
    Report report(sources, options.common, options.diff ? Stream::standard_error : Stream::standard_output);
    FileChecker checker(options, report, sources);
    ExitCode worst = ExitCode::fine;
    for (const std::string& path : options.paths)
        worst = worse(worst, checker.file(path));
    return worse(worst, report.finish());
}

} // namespace rulec::cli
