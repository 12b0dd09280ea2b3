// SPDX-License-Identifier: GPL-2.0-or-later
// Report: the diagnostics of a run, shown in the way the user asked for. Text goes to standard error as it comes,
// formats for programs are written at the end.
#pragma once

#include "compiler/diag/diagnostic.h"
#include "compiler/source/source_manager.h"
#include "runtime/cli/arguments.h"

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace rulec::cli {

// "1 finding", "2 findings".
std::string plural(std::size_t count, std::string_view noun);

enum class Stream : std::uint8_t { standard_output, standard_error };

class Report {
  public:
    // `document_stream`: where formats for programs go; commands whose standard output is an artefact choose standard
    // error.
    Report(const SourceManager& sources, const CommonOptions& options,
           Stream document_stream = Stream::standard_output);

    void add(const diag::Sink& sink);
    void add(const diag::Diagnostic& diagnostic);

    // What the diagnostics mean for the exit code, after everything is written. Call once, last.
    ExitCode finish();

  private:
    using Render = std::string (*)(const SourceManager&, std::span<const diag::Diagnostic>);

    static Render renderer(ReportFormat format);
    void count_line() const;

    const SourceManager& sources_;
    bool color_;
    Render render_; // of the whole run at its end; null: each as it comes, as text
    Stream document_stream_;
    std::vector<diag::Diagnostic> kept_; // for render_
    std::size_t errors_ = 0;
    std::size_t warnings_ = 0;
    std::size_t unseen_warnings_ = 0;
    std::size_t unseen_errors_ = 0; // counted by a sink that keeps only so many
};

} // namespace rulec::cli
