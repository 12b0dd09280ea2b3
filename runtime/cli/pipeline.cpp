// SPDX-License-Identifier: GPL-2.0-or-later
#include "runtime/cli/pipeline.h"

#include "backend/iptables/place_comments.h"
#include "backend/json/print.h"
#include "backend/nft/encode.h"
#include "backend/nft/lower/excess.h"
#include "backend/nft/lower/lower.h"
#include "backend/nft_text/print_ruleset.h"
#include "compiler/ir/build.h"
#include "compiler/ir/intervals.h"
#include "compiler/lint/lint.h"
#include "compiler/sema/analyze.h"
#include "runtime/apply/report.h"
#include "runtime/stages/stage.h"

#include <algorithm>
#include <cstring>
#include <unordered_set>

namespace rulec::cli {

std::optional<FileId> open_source(SourceManager& sources, const std::string& path, diag::Sink& sink) {
    const Stage stage("read");
    const auto file = sources.open(path);
    if (file) return *file;
    const SystemError& error = file.error();
    sink.report(
        diag::make(diag::Code::kCannotRead, {}, path, error.code != 0 ? std::strerror(error.code) : error.what));
    return std::nullopt;
}

std::optional<model::Ruleset> to_model(SourceManager& sources, FileId file, const CommonOptions& options,
                                       const HostFacts* host, diag::Sink& sink) {
    const Stage stage("parse and resolve");
    const sema::Options sema_options = {.defines = options.defines,
                                        .include_dirs = options.include_dirs,
                                        .target_kernel = options.target_kernel,
                                        .host = host};
    model::Ruleset ruleset = sema::analyze(sources, file, sema_options, sink);
    if (sink.failed()) return std::nullopt;
    return ruleset;
}

std::optional<ir::Ruleset> to_ir(SourceManager& sources, FileId file, const CommonOptions& options,
                                 const HostFacts* host, diag::Sink& sink) {
    auto ruleset = to_model(sources, file, options, host, sink);
    if (!ruleset) return std::nullopt;
    const Stage stage("ir");
    ir::Ruleset ir = ir::build(std::move(*ruleset), sink);
    if (sink.failed()) return std::nullopt;
    return ir;
}

std::optional<nft::Program> to_program(SourceManager& sources, FileId file, const CommonOptions& options,
                                       const HostFacts* host, diag::Sink& sink) {
    auto ir = to_ir(sources, file, options, host, sink);
    if (!ir) return std::nullopt;
    const Stage stage("lower");
    return nft::lower(std::move(*ir));
}

void find_mistakes(SourceManager& sources, FileId file, const CommonOptions& options, diag::Sink& sink) {
    auto ruleset = to_model(sources, file, options, nullptr, sink);
    if (!ruleset) return;
    {
        const Stage stage("lints");
        lint::run(*ruleset, sink);
    }
    const Stage stage("ir");
    ir::Ruleset ir = ir::build_lazily(std::move(*ruleset), sink);
    if (sink.failed()) return;
    for (const nft::Excess& excess : nft::excesses(std::move(ir)))
        sink.report(diag::make(diag::Code::kBeyondKernelFormat, excess.span, excess.what));
}

std::optional<Ready> to_prepared(SourceManager& sources, FileId file, const CommonOptions& options,
                                 const HostFacts* host, diag::Sink& sink) {
    auto ruleset = to_model(sources, file, options, host, sink);
    if (!ruleset) return std::nullopt;
    const Stage stage("lower and encode");
    ir::Ruleset ir = ir::build_lazily(std::move(*ruleset), sink);
    if (sink.failed()) return std::nullopt;
    const bool flush_ruleset = ir.flush_ruleset;
    const Span flush_span = ir.flush_span;
    apply::Preparation preparation;
    nft::lower(std::move(ir), preparation, {.element_spans = false});
    const auto remake = [&sources, file, &options, host] {
        diag::Sink said_already;
        return to_program(sources, file, options, host, said_already).value_or(nft::Program{});
    };
    return Ready{std::move(preparation).take(remake), flush_ruleset, flush_span};
}

namespace {

// The model with its elements sorted and merged, as a listing shows them.
std::optional<model::Ruleset> to_listed_model(SourceManager& sources, FileId file, const CommonOptions& options,
                                              diag::Sink& sink) {
    auto ruleset = to_model(sources, file, options, nullptr, sink);
    if (!ruleset) return std::nullopt;
    const Stage stage("elements");
    for (model::Table& table : ruleset->tables) {
        for (model::Set& set : table.sets)
            ir::normalise_elements(set, sink);
    }
    if (sink.failed()) return std::nullopt;
    return ruleset;
}

} // namespace

std::optional<std::string> to_nft_text(SourceManager& sources, FileId file, const CommonOptions& options,
                                       diag::Sink& sink) {
    const auto ruleset = to_listed_model(sources, file, options, sink);
    if (!ruleset) return std::nullopt;
    const Stage stage("nft text");
    std::string text = nft_text::print_ruleset(*ruleset, {}, sink);
    if (sink.failed()) return std::nullopt;
    return text;
}

std::optional<std::string> to_json_text(SourceManager& sources, FileId file, const CommonOptions& options,
                                        diag::Sink& sink) {
    const auto ruleset = to_listed_model(sources, file, options, sink);
    if (!ruleset) return std::nullopt;
    const Stage stage("json");
    std::string text = json::print(*ruleset, sink);
    if (sink.failed()) return std::nullopt;
    return text;
}

namespace {

struct ExportedFile {
    ipt::Exported made;
    bool flush_ruleset = false;
    Span flush_span;
};

std::optional<ExportedFile> export_model(model::Ruleset ruleset, const ipt::ExportOptions& how, diag::Sink& sink,
                                         const ipt::TakeRules& take = {}) {
    const model::HostNames hosts = std::move(ruleset.host_names);
    auto lowered = ir::build_lazily(std::move(ruleset), sink);
    if (sink.failed()) return std::nullopt;
    const Stage stage("iptables");
    ExportedFile result{.made = {}, .flush_ruleset = lowered.flush_ruleset, .flush_span = lowered.flush_span};
    result.made = ipt::export_ruleset(std::move(lowered), hosts, how, sink, take);
    if (sink.failed()) return std::nullopt;
    return result;
}

bool is_known(const diag::Sink& sink, const diag::Diagnostic& diagnostic) {
    return std::ranges::any_of(sink.all(), [&](const diag::Diagnostic& known) {
        return known.code == diagnostic.code && known.primary.span == diagnostic.primary.span &&
               known.message == diagnostic.message;
    });
}

} // namespace

std::optional<IptablesText> to_iptables_text(SourceManager& sources, FileId file, const CommonOptions& options,
                                             ipt::Family family, diag::Sink& sink) {
    ipt::RuleTexts texts;
    const auto write = [&](const ipt::Ruleset& ruleset, std::size_t table, std::size_t chain,
                           std::span<ipt::Rule> rules) {
        if (options.with_places) {
            for (ipt::Rule& rule : rules)
                ipt::add_place(rule, sources);
        }
        texts.add(ruleset, table, chain, rules);
    };
    const ipt::ExportOptions how{.family = family, .expand_sets = options.expand_sets, .prefix = {}};
    auto ruleset = to_model(sources, file, options, nullptr, sink);
    if (!ruleset) return std::nullopt;
    const auto exported = export_model(std::move(*ruleset), how, sink, write);
    if (!exported) return std::nullopt;
    return IptablesText{.text = ipt::emit(exported->made.rules, texts).text, .sets = exported->made.sets.sets.size()};
}

std::optional<IptablesRulesets> to_both_iptables(SourceManager& sources, FileId file, const CommonOptions& options,
                                                 const ipt::ExportOptions& how, diag::Sink& sink) {
    auto ruleset = to_model(sources, file, options, nullptr, sink);
    if (!ruleset) return std::nullopt;
    IptablesRulesets rulesets;
    std::unordered_set<std::string> names; // of sets
    for (const ipt::Family family : {ipt::Family::ipv4, ipt::Family::ipv6}) {
        ipt::ExportOptions own = how;
        own.family = family;
        diag::Sink found;
        const bool last = family == ipt::Family::ipv6;
        auto exported = export_model(last ? std::move(*ruleset) : *ruleset, own, found);
        for (const diag::Diagnostic& diagnostic : found.all()) {
            if (!is_known(sink, diagnostic)) sink.report(diagnostic);
        }
        if (!exported) continue;
        rulesets.families.push_back(std::move(exported->made.rules));
        for (ipset::Set& set : exported->made.sets.sets) {
            if (names.insert(set.name).second) rulesets.sets.sets.push_back(std::move(set));
        }
        rulesets.flush_ruleset = exported->flush_ruleset;
        rulesets.flush_span = exported->flush_span;
    }
    if (sink.failed()) return std::nullopt;
    return rulesets;
}

std::optional<nft::Batch> to_batch(const nft::Program& program, diag::Sink& sink) {
    const Stage stage("encode");
    nft::Batch batch = nft::encode(program);
    if (apply::report_problems(batch, sink)) return std::nullopt;
    return batch;
}

} // namespace rulec::cli
