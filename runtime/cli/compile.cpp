// SPDX-License-Identifier: GPL-2.0-or-later
#include "backend/ipset/emit.h"
#include "backend/iptables/emit.h"
#include "backend/nft/annotate.h"
#include "backend/nft/encode.h"
#include "backend/nft/print.h"
#include "compiler/ir/print.h"
#include "compiler/model/print.h"
#include "compiler/syntax/print_ast.h"
#include "runtime/cli/choice.h"
#include "runtime/cli/output.h"
#include "runtime/cli/pipeline.h"
#include "runtime/cli/progress.h"
#include "runtime/cli/statistics.h"
#include "runtime/cli/translation.h"

#include <array>

#include <fmt/format.h>

namespace rulec::cli {
namespace {

constexpr const char* kHelp =
    "Shows a ruleset as one of the compiler's stages sees it. Needs no root and no kernel; same input, same bytes.\n"
    "\n"
    "  --to ast       what was written, statement by statement (includes are not followed)\n"
    "  --to model     tables, chains and sets with names resolved and constants folded\n"
    "  --to ir        every rule with what it depends on made explicit\n"
    "  --to program   the register program for nf_tables\n"
    "  --to netlink   the messages that would be sent, with names and source lines\n"
    "  --to nft       one file in the language of stock nft, as it would list the ruleset; includes and variables\n"
    "                 are gone\n"
    "  --to json      the schema of libnftables, for `nft -j -f`; what it cannot say is an error\n"
    "  --to iptables  the IPv4 part for iptables-restore; what it cannot say exactly is an error\n"
    "  --to ip6tables the IPv6 part for ip6tables-restore\n"
    "  --to ipset     the named sets that both refer to, for `ipset restore`: load them first\n"
    "\n"
    "The result goes to standard output, diagnostics to standard error. Nothing is printed if there is an error.";

using Input = Translation;

std::string to_ast(Input in) {
    std::string text;
    syntax::AstPrinter printer(text);
    syntax::parse(in.sources, in.file, syntax::Block::top, printer, in.sink);
    return text;
}

std::string to_model_text(Input in) {
    const auto ruleset = to_model(in.sources, in.file, in.options, nullptr, in.sink);
    return ruleset ? model::print(*ruleset) : "";
}

std::string to_ir_text(Input in) {
    const auto ruleset = to_ir(in.sources, in.file, in.options, nullptr, in.sink);
    return ruleset ? ir::print(*ruleset) : "";
}

std::string to_program_text(Input in) {
    const auto compiled = to_program(in.sources, in.file, in.options, nullptr, in.sink);
    return compiled ? nft::print(*compiled) : "";
}

std::string to_netlink_text(Input in) {
    const auto compiled = to_program(in.sources, in.file, in.options, nullptr, in.sink);
    if (!compiled) return "";
    const auto batch = to_batch(*compiled, in.sink);
    return batch ? nft::annotate(*compiled, *batch, in.sources) : "";
}

std::string to_nft(Input in) {
    return to_nft_text(in.sources, in.file, in.options, in.sink).value_or("");
}

std::string to_json(Input in) {
    return to_json_text(in.sources, in.file, in.options, in.sink).value_or("");
}

std::string to_family_text(Input in, ipt::Family family) {
    auto made = to_iptables_text(in.sources, in.file, in.options, family, in.sink);
    if (!made) return "";
    if (made->sets > 0) {
        const bool one = made->sets == 1;
        in.sink.report(diag::make(diag::Code::kIptNeedsSets, {}, one ? "a set" : fmt::format("{} sets", made->sets),
                                  one ? "it" : "them"));
    }
    return std::move(made->text);
}

std::string to_iptables4(Input in) {
    return to_family_text(in, ipt::Family::ipv4);
}

std::string to_iptables6(Input in) {
    return to_family_text(in, ipt::Family::ipv6);
}

std::string to_ipset_text(Input in) {
    const auto made =
        to_both_iptables(in.sources, in.file, in.options, {.expand_sets = in.options.expand_sets}, in.sink);
    return made ? ipset::emit(made->sets).text : "";
}

struct Stage {
    std::string_view name;
    std::string (*print)(Input);
};

constexpr auto kStages = std::to_array<Stage>({
    {"ast", to_ast},
    {"model", to_model_text},
    {"ir", to_ir_text},
    {"program", to_program_text},
    {"netlink", to_netlink_text},
    {"nft", to_nft},
    {"json", to_json},
    {"iptables", to_iptables4},
    {"ip6tables", to_iptables6},
    {"ipset", to_ipset_text},
});

} // namespace

ExitCode run_compile(Arguments arguments) {
    CommonOptions options;
    std::string path;
    std::string stage_name;
    CLI::App app(kHelp, "rulec compile");
    app.add_option("FILE", path, "ruleset; - is standard input")->required();
    app.add_option("--to", stage_name, "what to show")
        ->required()
        ->type_name("ast|model|ir|program|netlink|nft|json|iptables|ip6tables|ipset");
    app.add_flag(
        "--with-places", options.with_places,
        "iptables, ip6tables: comments say which line a rule is from, `own comment (gateway.rules:27)`; without "
        "it a line more in FILE changes no other rule's text");
    app.add_flag("--no-ipset", options.expand_sets,
                 "write named sets out as rules of iptables, a rule or so an element");
    add_input_options(app, options);
    add_target_option(app, options);
    add_report_options(app, options);
    add_stats_option(app, options);
    if (const auto exit = parse_arguments(app, arguments)) return *exit;
    const Statistics statistics(options.stats);
    const Progress progress;

    const Stage* stage = find_choice(kStages, stage_name, "rulec compile: --to");
    if (stage == nullptr) return ExitCode::usage;
    if (options.with_places && !stage_name.ends_with("tables")) {
        write_error("rulec compile: --with-places goes with --to iptables and --to ip6tables\n");
        return ExitCode::usage;
    }
    return translate_file(path, options, stage->print);
}

} // namespace rulec::cli
