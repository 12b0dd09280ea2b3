// SPDX-License-Identifier: GPL-2.0-or-later
#include "runtime/cli/report.h"

#include "compiler/diag/render_checkstyle.h"
#include "compiler/diag/render_github.h"
#include "compiler/diag/render_gitlab.h"
#include "compiler/diag/render_json.h"
#include "compiler/diag/render_sarif.h"
#include "compiler/diag/render_text.h"
#include "runtime/cli/output.h"

#include <cstdlib>

#include <fmt/format.h>
#include <unistd.h>

namespace rulec::cli {
namespace {

// NO_COLOR (no-color.org) counts as the user's word unless the command line says otherwise.
bool wants_color(ColorChoice choice) {
    if (choice != ColorChoice::automatic) return choice == ColorChoice::always;
    const char* no_color = std::getenv("NO_COLOR");
    return (no_color == nullptr || *no_color == '\0') && is_terminal_output(STDERR_FILENO);
}

} // namespace

std::string plural(std::size_t count, std::string_view noun) {
    return fmt::format("{} {}{}", count, noun, count == 1 ? "" : "s");
}

Report::Render Report::renderer(ReportFormat format) {
    switch (format) {
    case ReportFormat::text: return nullptr;
    case ReportFormat::json: return diag::render_json;
    case ReportFormat::sarif: return diag::render_sarif;
    case ReportFormat::github: return diag::render_github;
    case ReportFormat::gitlab: return diag::render_gitlab;
    case ReportFormat::checkstyle: return diag::render_checkstyle;
    }
    return nullptr;
}

Report::Report(const SourceManager& sources, const CommonOptions& options, Stream document_stream)
    : sources_(sources), color_(wants_color(options.color)), render_(renderer(options.format)),
      document_stream_(document_stream) {}

void Report::add(const diag::Sink& sink) {
    std::size_t shown = 0;
    for (const diag::Diagnostic& diagnostic : sink.in_source_order()) {
        shown += diagnostic.severity == diag::Severity::error ? 1 : 0;
        add(diagnostic);
    }
    unseen_errors_ += sink.error_count() - shown;
    unseen_warnings_ += sink.unseen_warnings();
}

void Report::add(const diag::Diagnostic& diagnostic) {
    errors_ += diagnostic.severity == diag::Severity::error ? 1 : 0;
    warnings_ += diagnostic.severity == diag::Severity::warning ? 1 : 0;
    if (render_ != nullptr) {
        kept_.push_back(diagnostic);
    } else {
        write_error(render_text(sources_, diagnostic, {.color = color_}) + '\n');
    }
}

void Report::count_line() const {
    if (errors_ + warnings_ == 0) return;
    std::string line = "rulec: " + plural(errors_ + unseen_errors_, "error");
    if (warnings_ > 0) line += ", " + plural(warnings_ + unseen_warnings_, "warning");
    if (unseen_errors_ > 0) line += fmt::format("; the last {} not shown", unseen_errors_);
    if (unseen_warnings_ > 0) line += fmt::format("; {} warnings like those before not shown", unseen_warnings_);
    write_error(line + '\n');
}

ExitCode Report::finish() {
    ExitCode written = ExitCode::fine;
    if (render_ != nullptr) {
        if (const std::size_t unseen = unseen_errors_ + unseen_warnings_; unseen > 0)
            write_error(fmt::format("rulec: {} like those reported not in the report\n", plural(unseen, "finding")));
        const std::string text = render_(sources_, kept_);
        if (document_stream_ == Stream::standard_output) {
            written = write_output(text);
        } else {
            write_error(text);
        }
    } else {
        count_line();
    }
    return worse(written, errors_ > 0 ? ExitCode::findings : ExitCode::fine);
}

} // namespace rulec::cli
