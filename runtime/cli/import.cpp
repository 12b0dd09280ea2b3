// SPDX-License-Identifier: GPL-2.0-or-later
#include "backend/json/import/import.h"

#include "compiler/support/suggest.h"
#include "runtime/cli/check_imported.h"
#include "runtime/cli/import_iptables.h"
#include "runtime/cli/output.h"
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
    "  rulec import json FILE              what `nft -j list ruleset` prints, or commands for `nft -j -f`\n"
    "  rulec import iptables FILE          what iptables-save prints\n"
    "  rulec import ip6tables FILE         what ip6tables-save prints\n"
    "  rulec import iptables-script FILE   a shell script of plain iptables and ip6tables commands\n"
    "  rulec import ipset FILE             what `ipset save` prints, or commands for `ipset restore`\n"
    "\n"
    "Tables that iptables and ip6tables both have become one of family inet, where what both say stands once:\n"
    "  rulec import iptables A --with ip6tables B\n"
    "\n"
    "Rules that look into sets of ipset need these: each table gets the sets that its rules name:\n"
    "  rulec import iptables A --with ipset S\n"
    "\n"
    "With --idiomatic runs of rules of iptables that differ in one value become one rule with a set or a map.\n"
    "With --keep-going rules that cannot be said become lines `# NOT TRANSLATED: ...`; the exit code is 1 "
    "nevertheless.";

std::string from_json(Translation in) {
    json::Imported imported = [&] {
        const Stage stage("import");
        return json::import(in.sources, in.file, in.sink);
    }();
    if (in.sink.failed()) return "";
    check_imported(in.sources, imported.text, in.options, in.sink, [&](std::uint32_t offset) {
        return json::item_span(in.sources, in.file, imported.item_at(offset));
    });
    return in.sink.failed() ? "" : std::move(imported.text);
}

constexpr auto kKinds =
    std::to_array<std::string_view>({"json", "iptables", "ip6tables", "iptables-script", "ipset"});

ExitCode unknown_kind(const std::string& name) {
    write_error(fmt::format("rulec import: no such format: {}{}\n", name, or_did_you_mean(name, kKinds)));
    return ExitCode::usage;
}

} // namespace

ExitCode run_import(Arguments arguments) {
    CommonOptions options;
    std::string kind;
    std::string path;
    IptablesRequest request;
    CLI::App app(kHelp, "rulec import");
    app.add_option("KIND", kind, "the format of FILE")->required()->type_name("FORMAT");
    app.add_option("FILE", path, "what to read; - is standard input")->required();
    app.add_flag("--keep-going", request.keep_going, "write what can be written, and a remark in place of the rest");
    app.add_flag("--idiomatic", request.idiomatic, "runs of similar rules as sets and maps");
    std::vector<std::pair<std::string, std::string>> others;
    app.add_option("--with", others,
                   "another FORMAT and FILE that belongs to it: ip6tables or ipset beside iptables");
    add_report_options(app, options);
    add_stats_option(app, options);
    if (const auto exit = parse_arguments(app, arguments)) return *exit;
    const Statistics statistics(options.stats);
    const Progress progress;

    if (std::ranges::find(kKinds, kind) == kKinds.end()) return unknown_kind(kind);
    if (kind == "json") return translate_file(path, options, from_json);
    request.inputs.push_back({kind, path});
    for (const auto& [other_kind, other_path] : others) {
        if (other_kind == "json" || std::ranges::find(kKinds, other_kind) == kKinds.end())
            return unknown_kind(other_kind);
        request.inputs.push_back({other_kind, other_path});
    }
    return import_iptables(request, options);
}

} // namespace rulec::cli
