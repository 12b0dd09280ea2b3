// SPDX-License-Identifier: GPL-2.0-or-later
// Session: the state of executing a file: the tables made so far, the blocks that are open, the variables in scope.
// executor.cpp routes each item to one of the functions below; each family of them has a file of its own.
#pragma once

#include "compiler/model/chain_graph.h"
#include "compiler/sema/analyze.h"
#include "compiler/sema/context.h"
#include "compiler/syntax/parse.h"

#include <memory>
#include <string>
#include <vector>

namespace rulec::sema {

// A set while its block is open: `elements` may stand before `type`.
struct SetDraft {
    model::Set set;
    bool typed = false;
    bool type_seen = false; // it may have been wrong: then that was said already
    bool flags_wrong = false;
    std::vector<ast::Element> early; // elements seen before the type
};

// A base chain's lines while its block is open.
struct ChainDraft {
    std::optional<ast::HookSpec> hook; // the last line with one; evaluated at the end of the block
    Span hook_span;
    std::optional<bool> policy_accept;
    Span policy_span;
};

struct Frame {
    ast::ObjectKind kind;
    Span span;            // of the opening item
    bool ignored = false; // the opening was wrong: what is inside is skipped
    bool again = false;   // the thing was declared before: its properties are settled
    TableState* table = nullptr;
    std::uint32_t index = 0; // chain, set (add element), object or flowtable in its table
    ast::Verb verb = ast::Verb::none;
    std::vector<ast::Name> properties; // seen so far
    bool filled = false;               // an object's block says more than a comment
    bool flags_seen = false;
    std::uint32_t table_flags = 0;
    bool hook_seen = false;                // of a flowtable
    std::vector<ast::Expr> timeout_policy; // of a ct timeout: means something once the protocol is known
    std::optional<model::Object> before;   // an object as it was declared first
    SetDraft set;
    ChainDraft chain;
};

// A rule that refers to a set declared further down in its table.
struct DeferredRule {
    TableState* table;
    std::string chain;
    std::size_t slot; // its place in the chain, held by an empty rule
    ast::Rule rule;
    Captures captures;
};

struct Session {
    SourceManager& sources;
    const Options& options;
    diag::Sink& sink;
    Scope scope = {};
    std::vector<std::unique_ptr<TableState>> tables = {};
    std::vector<Frame> frames = {};
    std::vector<DeferredRule> deferred = {};
    std::vector<std::pair<catalog::Family, std::string>> removed_tables = {};
    model::HostNames host_names = {};
    std::vector<std::string> open_files = {}; // canonical paths, outermost first
    Span flush_span = {};                     // of `flush ruleset`, if the file says it
    bool open_ended = false;                  // a pattern of an include found nothing
    std::vector<BindingPtr> defines = {};     // while somebody asks for unused ones
    std::vector<FileId> acting_files = {};    // that do more than define and include, several times each

    Context context(TableState* table) {
        return Context{.sources = sources,
                       .sink = sink,
                       .host = options.host,
                       .scope = scope,
                       .host_names = host_names,
                       .table = table};
    }
    Frame* frame() { return frames.empty() ? nullptr : &frames.back(); }
};

// ---- tables.cpp
std::optional<catalog::Family> eval_family(Session& session, const ast::Path& path);
TableState* find_table(Session& session, const ast::Path& path); // reports when it is not there
void open_table(Session& session, const ast::Open& open, Frame& frame);
void close_table(Session& session, Frame& frame);
void flush_table(Session& session, TableState& table);
void delete_table(Session& session, const ast::Command& command);
bool check_name(Session& session, const ast::Name& name);
// Notes that the block has the property, and warns if it has it already. False: that is an error, as with nft.
bool first_time(Session& session, Frame& frame, const ast::Name& property);
void warn_ignored(Session& session, Span span, std::string_view kind, std::string_view name, std::string_view what,
                  Span first);

// ---- chains.cpp
void open_chain(Session& session, const ast::Open& open, Frame& frame);
void close_chain(Session& session, Frame& frame);
void set_hook(Session& session, ast::HookSpec spec, Frame& frame, Span span);
void set_policy(Session& session, const ast::PolicySpec& spec, Frame& frame, Span span);
void delete_chain(Session& session, const ast::Command& command, TableState& table);
void rename_chain(Session& session, const ast::Command& command, TableState& table);
model::Chain* find_chain(Session& session, TableState& table, const ast::Name& name);
std::optional<std::int32_t> eval_priority(Session& session, const ast::HookSpec& spec, catalog::Family family,
                                          catalog::Hook hook);
std::vector<std::string> eval_devices(Session& session, const std::vector<ast::Expr>& devices);

// ---- rules.cpp
void add_rule(Session& session, ast::RuleItem item);
void run_deferred(Session& session, const TableState* table);                            // null: of all tables
void forget_deferred(Session& session, const TableState& table, std::string_view chain); // its rules are gone
void rename_deferred(Session& session, const TableState& table, std::string_view from, std::string_view to);

// ---- set_declarations.cpp
void open_set(Session& session, const ast::Open& open, Frame& frame);
void close_set(Session& session, Frame& frame);
void open_elements(Session& session, const ast::Open& open, Frame& frame);
void set_type(Session& session, const ast::TypeSpec& spec, Frame& frame);
void set_typeof(Session& session, const ast::TypeofSpec& spec, Frame& frame);
void set_flags(Session& session, const ast::FlagsSpec& spec, Frame& frame, Span span);
void set_property(Session& session, const ast::Property& property, Frame& frame);
void add_elements(Session& session, ast::ElementsChunk chunk, Frame& frame);
void add_elements(Session& session, const ast::PlainElements& elements, Frame& frame);
void delete_set(Session& session, const ast::Command& command, TableState& table);
void delete_elements(Session& session, const ast::Command& command, TableState& table);

// ---- objects.cpp
void open_object(Session& session, const ast::Open& open, Frame& frame);
void object_property(Session& session, ast::Property& property, Frame& frame);
void object_type(Session& session, const ast::TypeSpec& spec, Frame& frame);
void object_body(Session& session, const ast::StatefulSpec& spec, Frame& frame);
void close_object(Session& session, Frame& frame);
void open_flowtable(Session& session, const ast::Open& open, Frame& frame);
void close_flowtable(Session& session, const Frame& frame);
void delete_object(Session& session, const ast::Command& command, TableState& table);

// ---- commands.cpp
void run_command(Session& session, const ast::Command& command, Span span);

// ---- check_*.cpp
void check_defines(Session& session);
void check_references(Session& session);
void check_jumps(const model::Table& table, const model::ChainGraph& graph, diag::Sink& sink);
void check_placement(Session& session, const model::Table& table, const model::ChainGraph& graph);
void check_sets(Session& session);
void check_target(Session& session);
// False, and said, if the kernel that the ruleset is for is older.
bool target_knows(Session& session, Span span, std::string_view what, catalog::KernelVersion since);

} // namespace rulec::sema
