// SPDX-License-Identifier: GPL-2.0-or-later
#include "runtime/apply/apply.h"

#include "runtime/cli/choice.h"
#include "runtime/cli/other_backend.h"
#include "runtime/cli/output.h"
#include "runtime/cli/pipeline.h"
#include "runtime/cli/progress.h"
#include "runtime/cli/report.h"
#include "runtime/cli/statistics.h"
#include "runtime/cli/system_host_facts.h"
#include "runtime/restore/apply.h"
#include "runtime/restore/state.h"

#include <array>
#include <cerrno>

#include <fmt/format.h>

namespace rulec::cli {
namespace {

constexpr const char* kHelp =
    "Makes the kernel's tables what FILE says, in one transaction: either all of it is in force afterwards, or the\n"
    "kernel is as it was. Needs CAP_NET_ADMIN. Says nothing when all is well.\n"
    "\n"
    "Only the tables that the file declares are touched, each replaced as a whole. `flush ruleset` in the file "
    "means\n"
    "that the file is the whole ruleset: tables that rulec made and the file does not declare are removed, and "
    "those\n"
    "that somebody else made are a refusal unless --prune is given.\n"
    "\n"
    "With --backend iptables the rules go to iptables-restore and ip6tables-restore instead: iptables-legacy and\n"
    "iptables-nft name one kind, iptables is what the machine has. They stand in chains that start with `rulec-`, "
    "to\n"
    "which the built-in chains jump before anything else; chains and rules of others stay. The ruleset is loaded in "
    "a\n"
    "network namespace of its own first. IPv4 and IPv6, and each of their tables, are transactions of their own; if\n"
    "one fails, the others are taken back. --prune lets `flush ruleset` remove what others have in the tables.\n"
    "A program of iptables or ipset that runs longer than --timeout is killed, and what was done is taken back.\n"
    "\n"
    "Interface indexes, users, groups and cgroups are looked up on this machine now.\n"
    "Exit code: 0 applied, 1 the file has errors or the kernel refused a line of it, 3 the system failed.";

struct ApplyOptions {
    CommonOptions common;
    std::string path;
    std::string backend = "nftables";
    bool dry_run = false;
    bool prune = false;
    std::uint32_t timeout_s = restore::kLimit.count();
};

struct Backend {
    std::string_view name;
    std::optional<restore::Kind> kind; // none: nf_tables
};

constexpr auto kBackends = std::to_array<Backend>({
    {"nftables", std::nullopt},
    {"iptables", restore::Kind::host},
    {"iptables-legacy", restore::Kind::legacy},
    {"iptables-nft", restore::Kind::nft},
});

std::string forecast(const apply::Outcome& outcome) {
    std::string text;
    for (const std::string& table : outcome.removed)
        text += fmt::format("would remove table {}\n", table);
    for (const std::string& table : outcome.replaced)
        text += fmt::format("would replace table {}\n", table);
    return text + "the kernel would take this ruleset; nothing was changed\n";
}

ExitCode system_failure(const SystemError& error) {
    write_error(fmt::format("rulec apply: {}\n", error.what));
    if (error.code == EPERM || error.code == EACCES) {
        write_error("applying needs root (CAP_NET_ADMIN); to try a file in a namespace of its own without it:\n"
                    "    unshare -Urn rulec apply FILE\n");
    }
    return ExitCode::system;
}

// What the kernel says of it; the diagnostics among it go to `sink`.
ExitCode send(const Ready& ready, const ApplyOptions& options, diag::Sink& sink) {
    auto connection = kernel::Connection::open();
    if (!connection) return system_failure(connection.error());
    const apply::Options how = {.dry_run = options.dry_run,
                                .prune = options.prune,
                                .flush_ruleset = ready.flush_ruleset,
                                .flush_span = ready.flush_span};
    const auto outcome = apply::apply(*connection, ready.prepared, how, sink);
    if (!outcome) return system_failure(outcome.error());
    if (outcome->applied) warn_of_iptables(ready.prepared.tables, outcome->strangers, sink);
    if (options.dry_run && outcome->applied) return write_output(forecast(*outcome));
    return ExitCode::fine;
}

ExitCode apply_to_nftables(SourceManager& sources, FileId file, const ApplyOptions& options, diag::Sink& sink) {
    const SystemHostFacts host;
    const auto ready = to_prepared(sources, file, options.common, &host, sink);
    return ready ? send(*ready, options, sink) : ExitCode::fine;
}

std::string forecast(const restore::Outcome& outcome) {
    std::string text;
    for (const std::string& change : outcome.changes)
        text += fmt::format("would {}\n", change);
    if (text.empty()) return "nothing would change\n";
    return text + "iptables would take this ruleset; nothing was changed\n";
}

ExitCode apply_to_iptables(SourceManager& sources, FileId file, const ApplyOptions& options, restore::Kind kind,
                           diag::Sink& sink) {
    const auto rulesets =
        to_both_iptables(sources, file, options.common, {.prefix = std::string(restore::kPrefix)}, sink);
    if (!rulesets) return ExitCode::fine;
    const restore::Options how = {.kind = kind,
                                  .dry_run = options.dry_run,
                                  .prune = options.prune,
                                  .flush_ruleset = rulesets->flush_ruleset,
                                  .flush_span = rulesets->flush_span,
                                  .limit = std::chrono::seconds(options.timeout_s)};
    const auto outcome = restore::apply(rulesets->families, rulesets->sets, how, sink);
    if (!outcome && outcome.error().code == ETIMEDOUT) {
        sink.report(diag::make(diag::Code::kProgramTooSlow, {}, outcome.error().what)
                        .help("see what it waits for; `--timeout SECONDS` gives a large ruleset more time"));
        return ExitCode::system;
    }
    if (!outcome) return system_failure(outcome.error());
    if (outcome->applied) warn_of_nftables(sink);
    for (const std::string& set : outcome->sets_left)
        write_error(fmt::format("rulec apply: set {} is not in the file any more and stays: others use it\n", set));
    if (outcome->mended && outcome->applied)
        write_error("rulec apply: an earlier run did not finish writing the tables; they are whole again\n");
    if (options.dry_run && outcome->applied) return write_output(forecast(*outcome));
    return ExitCode::fine;
}

ExitCode apply_file(const ApplyOptions& options, const Backend& backend) {
    SourceManager sources;
    diag::Sink sink;
    Report report(sources, options.common, Stream::standard_error);
    ExitCode exit = ExitCode::fine;
    if (const auto file = open_source(sources, options.path, sink)) {
        exit = backend.kind ? apply_to_iptables(sources, *file, options, *backend.kind, sink)
                            : apply_to_nftables(sources, *file, options, sink);
    } else {
        exit = ExitCode::system;
    }
    report.add(sink);
    return worse(exit, report.finish());
}

} // namespace

ExitCode run_apply(Arguments arguments) {
    ApplyOptions options;
    CLI::App app(kHelp, "rulec apply");
    app.add_option("FILE", options.path, "ruleset; - is standard input")->required();
    app.add_flag("--dry-run", options.dry_run, "ask the kernel and change nothing");
    app.add_flag("--prune", options.prune, "let `flush ruleset` remove tables that rulec did not make");
    app.add_option("--backend", options.backend, "through what: nftables unless said otherwise")
        ->type_name("nftables|iptables|iptables-legacy|iptables-nft");
    app.add_option("--timeout", options.timeout_s, "of each program of iptables or ipset that is run")
        ->type_name("SECONDS")
        ->check(CLI::Range(1U, 86400U));
    add_input_options(app, options.common);
    add_target_option(app, options.common);
    add_report_options(app, options.common);
    add_stats_option(app, options.common);
    if (const auto exit = parse_arguments(app, arguments)) return *exit;
    const Statistics statistics(options.common.stats);
    const Progress progress;

    const Backend* backend = find_choice(kBackends, options.backend, "rulec apply: --backend");
    if (backend == nullptr) return ExitCode::usage;
    return apply_file(options, *backend);
}

} // namespace rulec::cli
