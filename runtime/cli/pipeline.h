// SPDX-License-Identifier: GPL-2.0-or-later
// The stages of the compiler in order, as the commands use them. Glue only: what a stage does is said in its header.
//
//     text -> model (sema::analyze) -> ir (ir::build) -> program (nft::lower) -> batch (nft::encode)
//                                   -> text (nft_text::print_ruleset), JSON (json::print)
#pragma once

#include "backend/iptables/emit.h"
#include "backend/iptables/export/export.h"
#include "backend/nft/batch.h"
#include "backend/nft/program.h"
#include "compiler/diag/diagnostic.h"
#include "compiler/ir/ir.h"
#include "compiler/model/ruleset.h"
#include "compiler/sema/host_facts.h"
#include "compiler/source/source_manager.h"
#include "runtime/apply/prepared.h"
#include "runtime/cli/arguments.h"

#include <optional>
#include <string>

namespace rulec::cli {

// Opens `path` ("-": standard input) and reports to `sink` if that fails.
std::optional<FileId> open_source(SourceManager& sources, const std::string& path, diag::Sink& sink);

// Each of these returns nothing once `sink` holds an error. `host` is null wherever the result must not depend on the
// machine.
std::optional<model::Ruleset> to_model(SourceManager& sources, FileId file, const CommonOptions& options,
                                       const HostFacts* host, diag::Sink& sink);
std::optional<ir::Ruleset> to_ir(SourceManager& sources, FileId file, const CommonOptions& options,
                                 const HostFacts* host, diag::Sink& sink);
std::optional<nft::Program> to_program(SourceManager& sources, FileId file, const CommonOptions& options,
                                       const HostFacts* host, diag::Sink& sink);
// The ruleset in the language of stock nft. Elements are sorted and merged first, as a listing shows them.
std::optional<std::string> to_nft_text(SourceManager& sources, FileId file, const CommonOptions& options,
                                       diag::Sink& sink);
// The same in the JSON schema of libnftables.
std::optional<std::string> to_json_text(SourceManager& sources, FileId file, const CommonOptions& options,
                                        diag::Sink& sink);
struct IptablesText {
    std::string text;
    std::size_t sets = 0; // of ipset, that the rules refer to
};

// The ruleset as text for iptables-restore or ip6tables-restore.
std::optional<IptablesText> to_iptables_text(SourceManager& sources, FileId file, const CommonOptions& options,
                                             ipt::Family family, diag::Sink& sink);
// The same for both families, with what the file says about the rest of the tables.
struct IptablesRulesets {
    std::vector<ipt::Ruleset> families;
    ipset::Sets sets;           // of both: one without addresses is the same for each
    bool flush_ruleset = false; // the file says that it is the whole ruleset
    Span flush_span;
};
std::optional<IptablesRulesets> to_both_iptables(SourceManager& sources, FileId file, const CommonOptions& options,
                                                 const ipt::ExportOptions& how, diag::Sink& sink);
std::optional<nft::Batch> to_batch(const nft::Program& program, diag::Sink& sink);

// Everything that can be said of a file without lowering it: what `check` reports. Lints as far as `sink` wants them.
void find_mistakes(SourceManager& sources, FileId file, const CommonOptions& options, diag::Sink& sink);

// From text to octets with no more than a rule of IR and program at a time.
struct Ready {
    apply::Prepared prepared;
    bool flush_ruleset = false; // the file says that it is the whole ruleset
    Span flush_span;
};
std::optional<Ready> to_prepared(SourceManager& sources, FileId file, const CommonOptions& options,
                                 const HostFacts* host, diag::Sink& sink);

} // namespace rulec::cli
