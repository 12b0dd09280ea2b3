// SPDX-License-Identifier: GPL-2.0-or-later
#include "backend/json/import/import.h"

#include "compiler/support/suggest.h"
#include "runtime/cli/output.h"
#include "runtime/cli/pipeline.h"
#include "runtime/cli/progress.h"
#include "runtime/cli/statistics.h"
#include "runtime/cli/translation.h"
#include "runtime/stages/stage.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

namespace rulec::cli {
namespace {

constexpr const char* kHelp =
    "Writes another format as a ruleset in the language of `.rules` files. The text goes to standard output, "
    "diagnostics\n"
    "to standard error. What is not understood is an error, never left out; nothing is printed if there is one.\n"
    "\n"
    "  rulec import json FILE   JSON in the schema of libnftables: what `nft -j list ruleset` prints, or commands "
    "for\n"
    "                           `nft -j -f`";

// What the compiler says of the text, told at the object of the list that the text was made of.
void check_imported(Translation in, const json::Imported& imported) {
    diag::Sink found;
    const FileId made = in.sources.add("<imported>", imported.text);
    find_mistakes(in.sources, made, in.options, found);
    for (diag::Diagnostic diagnostic : found.in_source_order()) {
        const std::uint32_t offset = diagnostic.primary.span.known() ? diagnostic.primary.span.begin : 0;
        const std::string_view line = in.sources.line_text(made, offset);
        diagnostic.notes.push_back(
            fmt::format("in the text made of it: {}", line.substr(line.find_first_not_of(" \t"))));
        diagnostic.primary = {json::item_span(in.sources, in.file, imported.item_at(offset)), {}};
        diagnostic.secondary.clear();
        diagnostic.fixits.clear();
        in.sink.report(std::move(diagnostic));
    }
}

std::string from_json(Translation in) {
    json::Imported imported = [&] {
        const Stage stage("import");
        return json::import(in.sources, in.file, in.sink);
    }();
    if (in.sink.failed()) return "";
    check_imported(in, imported);
    return in.sink.failed() ? "" : std::move(imported.text);
}

struct Kind {
    std::string_view name;
    std::string (*read)(Translation);
};

constexpr auto kKinds = std::to_array<Kind>({
    {"json", from_json},
});

ExitCode unknown_kind(const std::string& name) {
    std::vector<std::string_view> names;
    for (const Kind& kind : kKinds)
        names.push_back(kind.name);
    const auto meant = nearest(name, names);
    write_error(fmt::format("rulec import: no such format: {}{}\n", name,
                            meant ? fmt::format(", did you mean `{}`?", *meant) : ""));
    return ExitCode::usage;
}

} // namespace

ExitCode run_import(Arguments arguments) {
    CommonOptions options;
    std::string kind_name;
    std::string path;
    CLI::App app(kHelp, "rulec import");
    app.add_option("KIND", kind_name, "the format of FILE")->required()->type_name("json");
    app.add_option("FILE", path, "what to read; - is standard input")->required();
    add_report_options(app, options);
    add_stats_option(app, options);
    if (const auto exit = parse_arguments(app, arguments)) return *exit;
    const Statistics statistics(options.stats);
    const Progress progress;

    const auto* kind = std::ranges::find(kKinds, kind_name, &Kind::name);
    return kind == kKinds.end() ? unknown_kind(kind_name) : translate_file(path, options, kind->read);
}

} // namespace rulec::cli
