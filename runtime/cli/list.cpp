// SPDX-License-Identifier: GPL-2.0-or-later
#include "backend/nft/decode.h"
#include "backend/nft/raise/raise.h"
#include "backend/nft_text/print_ruleset.h"
#include "compiler/support/suggest.h"
#include "runtime/cli/host_names.h"
#include "runtime/cli/output.h"
#include "runtime/cli/report.h"
#include "runtime/kernel/dump.h"

#include <algorithm>
#include <cerrno>

#include <fmt/format.h>

namespace rulec::cli {
namespace {

constexpr const char* kHelp =
    "Prints the kernel's tables as a ruleset file: `rulec list | rulec apply -` changes nothing. Needs "
    "CAP_NET_ADMIN.\n"
    "\n"
    "TABLE is `[table] [FAMILY] NAME`, the family being ip if it is not said, as often as you like; without any, "
    "all\n"
    "tables are printed. Counters, used quotas and the time that elements have left are printed too, unless\n"
    "--stateless is given.\n"
    "\n"
    "What the language cannot say (extensions that iptables-nft uses, instructions of a newer kernel) is printed as "
    "a\n"
    "line that no tool loads, with what it is behind `# not expressible:`, and counted on standard error.\n"
    "Exit code: 0 all printed, 1 something is not expressible or a table is not there, 3 the system failed.";

struct ListOptions {
    CommonOptions common;
    std::vector<std::string> words;
    bool stateless = false;
};

struct TableName {
    catalog::Family family = catalog::Family::ip;
    std::string name;
};

std::string name_of(const TableName& table) {
    return fmt::format("{} {}", catalog::name(table.family), table.name);
}

// The tables that the words name; none: all.
std::vector<TableName> tables_in(const std::vector<std::string>& words) {
    std::vector<TableName> tables;
    if (words == std::vector<std::string>{"ruleset"}) return tables;
    for (std::size_t i = 0; i < words.size(); ++i) {
        if (words[i] == "table" && i + 1 < words.size()) ++i;
        TableName table;
        if (const auto family = catalog::find_family(words[i]); family && i + 1 < words.size()) {
            table.family = *family;
            ++i;
        }
        table.name = words[i];
        tables.push_back(std::move(table));
    }
    return tables;
}

ExitCode system_failure(const SystemError& error) {
    write_error(fmt::format("rulec list: {}\n", error.what));
    if (error.code == EPERM || error.code == EACCES) write_error("listing needs root (CAP_NET_ADMIN)\n");
    return ExitCode::system;
}

void tell_missing(const TableName& wanted, const std::vector<kernel::LiveTable>& live) {
    std::vector<std::string> names;
    for (const kernel::LiveTable& table : live)
        names.push_back(name_of({static_cast<catalog::Family>(table.family), table.name}));
    const std::vector<std::string_view> views(names.begin(), names.end());
    const auto near = nearest(name_of(wanted), views);
    write_error(fmt::format("rulec list: there is no table `{}`{}\n", name_of(wanted),
                            near ? fmt::format("; did you mean `{}`?", *near) : std::string()));
}

// Those that are wanted, as they are live; nothing if one is not there, which is said.
std::optional<std::vector<kernel::LiveTable>> find_wanted(const std::vector<TableName>& wanted,
                                                          const std::vector<kernel::LiveTable>& live) {
    std::vector<kernel::LiveTable> found;
    bool all = true;
    for (const TableName& one : wanted) {
        const auto table = std::ranges::find_if(live, [&](const kernel::LiveTable& candidate) {
            return candidate.family == static_cast<std::uint8_t>(one.family) && candidate.name == one.name;
        });
        if (table != live.end()) found.push_back(*table);
        if (table == live.end()) tell_missing(one, live);
        all = all && table != live.end();
    }
    return all ? std::optional(std::move(found)) : std::nullopt;
}

Result<nft::Program> read_program(kernel::Connection& connection, std::span<const kernel::LiveTable> wanted) {
    nft::Decoder decoder;
    bool well_formed = true;
    const kernel::DumpReceiver receiver = {
        .begin = [&] { decoder = {}; },
        .each = [&](kernel::Octets message) { well_formed = decoder.add(message) && well_formed; },
    };
    const auto done = kernel::dump_tables(connection, wanted, receiver);
    if (!done) return tl::unexpected(done.error());
    if (!well_formed) return system_error(EBADMSG, "the kernel's answer is malformed");
    return std::move(decoder).take();
}

ExitCode print_tables(nft::Program program, const ListOptions& options) {
    nft::Raised raised = nft::raise(std::move(program));
    raised.ruleset.host_names = host_names(raised.ruleset);
    SourceManager sources;
    diag::Sink sink;
    const std::string text = nft_text::print_ruleset(raised.ruleset, {.stateful = !options.stateless}, sink);
    Report report(sources, options.common, Stream::standard_error);
    report.add(sink);
    ExitCode exit = report.finish();
    if (exit != ExitCode::fine) return exit; // text that would be read as something else
    exit = write_output(text);
    if (raised.not_expressible == 0) return exit;
    write_error(fmt::format("rulec list: {} of the rules, sets and objects cannot be said in the language; search "
                            "the listing for `# not expressible`\n",
                            raised.not_expressible));
    return worse(exit, ExitCode::findings);
}

ExitCode list(const std::vector<TableName>& names, const ListOptions& options) {
    auto connection = kernel::Connection::open();
    if (!connection) return system_failure(connection.error());
    std::vector<kernel::LiveTable> wanted;
    if (!names.empty()) {
        const auto live = kernel::take_snapshot(*connection);
        if (!live) return system_failure(live.error());
        auto found = find_wanted(names, live->tables);
        if (!found) return ExitCode::findings;
        wanted = std::move(*found);
    }
    auto program = read_program(*connection, wanted);
    if (!program) return system_failure(program.error());
    return print_tables(std::move(*program), options);
}

} // namespace

ExitCode run_list(Arguments arguments) {
    ListOptions options;
    CLI::App app(kHelp, "rulec list");
    app.add_option("TABLE", options.words, "[table] [FAMILY] NAME, or several");
    app.add_flag("-s,--stateless", options.stateless, "without what counters, quotas and timeouts have come to");
    add_report_options(app, options.common);
    if (const auto exit = parse_arguments(app, arguments)) return *exit;
    return list(tables_in(options.words), options);
}

} // namespace rulec::cli
