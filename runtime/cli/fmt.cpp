// SPDX-License-Identifier: GPL-2.0-or-later
#include "compiler/fmt/format.h"
#include "compiler/fmt/same_meaning.h"
#include "compiler/support/check.h"
#include "compiler/support/unified_diff.h"
#include "runtime/cli/output.h"
#include "runtime/cli/pipeline.h"
#include "runtime/cli/progress.h"
#include "runtime/cli/replace_file.h"
#include "runtime/cli/report.h"
#include "runtime/cli/statistics.h"
#include "runtime/stages/stage.h"

#include <fmt/format.h>

namespace rulec::cli {
namespace {

constexpr const char* kHelp =
    "Writes rulesets in the one style, which has no options: white space, line breaks and separators change, words "
    "and\n"
    "comments never do. Each FILE is replaced as a whole, or not touched if it is in the style already. - reads "
    "standard\n"
    "input and writes standard output. Files that a FILE includes are left alone.\n"
    "\n"
    "A FILE that does not parse is not touched; what is wrong with it goes to standard error.\n"
    "Exit code: 0 if all is well, 1 if a FILE does not parse or if --check or --diff find something to do, 3 if a "
    "FILE "
    "cannot\n"
    "be read or written.";

struct FmtOptions {
    CommonOptions common;
    std::vector<std::string> paths;
    bool check = false;
    bool diff = false;
};

class Formatter {
  public:
    Formatter(SourceManager& sources, const FmtOptions& options) : sources_(sources), options_(options) {}

    ExitCode file(const std::string& path, Report& report) {
        diag::Sink sink;
        const auto file = open_source(sources_, path, sink);
        const bool can = file && can_format(*file, sink);
        report.add(sink);
        if (!file) return ExitCode::system;
        return can ? format(path, *file) : ExitCode::findings;
    }

  private:
    bool can_format(FileId file, diag::Sink& sink) const {
        const Stage stage("parse");
        return style::can_format(sources_, file, sink);
    }

    ExitCode format(const std::string& path, FileId file) const {
        const Stage stage("format");
        const bool only_asked = options_.check || options_.diff;
        if (path == "-" && !only_asked) return print(file);
        if (style::is_formatted(sources_, file)) return ExitCode::fine;
        if (options_.diff) return print_diff(file);
        if (options_.check) return worse(ExitCode::findings, write_output(sources_.name(file) + '\n'));
        return replace(path, file);
    }

    ExitCode print(FileId file) const {
        ExitCode written = ExitCode::fine;
        style::format(sources_, file, [&](std::string_view part) {
            if (written == ExitCode::fine) written = write_output(part);
        });
        return written;
    }

    ExitCode print_diff(FileId file) const {
        const std::string& name = sources_.name(file);
        return worse(ExitCode::findings,
                     write_output(unified_diff(name, sources_.text(file), name, formatted(file))));
    }

    ExitCode replace(const std::string& path, FileId file) const {
        const auto error = replace_file(path, formatted(file));
        if (!error) return ExitCode::fine;
        write_error(::fmt::format("rulec fmt: cannot write {}\n", error->what));
        return ExitCode::system;
    }

    std::string formatted(FileId file) const {
        std::string text;
        style::format(sources_, file, [&](std::string_view part) { text += part; });
        RULEC_CHECK(style::same_meaning(sources_.text(file), text), "formatting changes no word and no comment");
        return text;
    }

    SourceManager& sources_;
    const FmtOptions& options_;
};

} // namespace

ExitCode run_fmt(Arguments arguments) {
    FmtOptions options;
    CLI::App app(kHelp, "rulec fmt");
    app.add_option("FILE", options.paths, "ruleset; - is standard input")->required();
    app.add_flag("--check", options.check, "change nothing, print the names of the files that would be");
    app.add_flag("--diff", options.diff, "change nothing, print what would be as a unified diff");
    add_report_options(app, options.common);
    add_stats_option(app, options.common);
    if (const auto exit = parse_arguments(app, arguments)) return *exit;
    const Statistics statistics(options.common.stats);
    const Progress progress;

    SourceManager sources;
    Report report(sources, options.common, Stream::standard_error);
    ExitCode worst = ExitCode::fine;
    for (const std::string& path : options.paths)
        worst = worse(worst, Formatter(sources, options).file(path, report));
    return worse(worst, report.finish());
}

} // namespace rulec::cli
