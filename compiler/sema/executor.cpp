// SPDX-License-Identifier: GPL-2.0-or-later
#include "compiler/sema/analyze.h"
#include "compiler/sema/session.h"
#include "compiler/support/overloaded.h"

#include <algorithm>
#include <climits>
#include <cstdlib>
#include <cstring>

#include <glob.h>

namespace rulec::sema {
namespace {

using diag::Code;

constexpr std::size_t kMostIncludes = 16; // nft's MAX_INCLUDE_DEPTH

// A few lines of variables made of variables can stand for more than any memory holds.
constexpr std::uint32_t kDeepestVariable = 1000;
constexpr std::uint64_t kLongestVariable = 64U << 20; // what variables inside it stand for
constexpr std::uint64_t kCostOfVariable = 64;         // so that many empty ones count as well

syntax::Block block_of(const Frame* frame) {
    if (frame == nullptr) return syntax::Block::top;
    switch (frame->kind) {
    case ast::ObjectKind::table: return syntax::Block::table;
    case ast::ObjectKind::chain: return syntax::Block::chain;
    case ast::ObjectKind::set: return syntax::Block::set;
    case ast::ObjectKind::map: return syntax::Block::map;
    case ast::ObjectKind::element: return syntax::Block::elements;
    case ast::ObjectKind::flowtable: return syntax::Block::flowtable;
    default: return syntax::Block::object;
    }
}

std::string canonical(const std::string& path) {
    char buffer[PATH_MAX];
    return ::realpath(path.c_str(), buffer) != nullptr ? buffer : path;
}

std::string folder_of(const std::string& path) {
    const std::size_t slash = path.rfind('/');
    return slash == std::string::npos ? "." : slash == 0 ? "/" : path.substr(0, slash);
}

std::vector<std::string> glob_files(const std::string& pattern) {
    glob_t found = {};
    std::vector<std::string> files;
    if (::glob(pattern.c_str(), 0, nullptr, &found) == 0) { // sorted, as nft reads them
        for (std::size_t i = 0; i < found.gl_pathc; ++i)
            files.emplace_back(found.gl_pathv[i]);
    }
    ::globfree(&found);
    return files;
}

class Executor : public syntax::Consumer {
  public:
    explicit Executor(Session& session) : session_(session) {}

    void run(FileId file, const std::string& path) {
        session_.open_files.push_back(canonical(path));
        syntax::parse(session_.sources, file, block_of(session_.frame()), *this, session_.sink);
        session_.open_files.pop_back();
    }

    void consume(ast::Item item) override {
        Frame* frame = session_.frame();
        if (frame != nullptr && frame->ignored && !std::holds_alternative<ast::BlockClose>(item.node) &&
            !std::holds_alternative<ast::Open>(item.node)) {
            return;
        }
        const Span span = item.span;
        note_file(item);
        std::visit(
            overloaded{
                [&](ast::Define& node) { define(std::move(node)); },
                [&](ast::Include& node) { include(node); },
                [&](ast::Open& node) { open(node, span); },
                [&](ast::BlockClose&) { close(); },
                [&](ast::Command& node) { run_command(session_, node, span); },
                [&](ast::RuleItem& node) { add_rule(session_, std::move(node)); },
                [&](ast::HookSpec& node) {
                    in_frame([&](Frame& f) { set_hook(session_, std::move(node), f, span); });
                },
                [&](ast::PolicySpec& node) { in_frame([&](Frame& f) { set_policy(session_, node, f, span); }); },
                [&](ast::TypeSpec& node) {
                    in_frame(
                        [&](Frame& f) { is_set(f) ? set_type(session_, node, f) : object_type(session_, node, f); });
                },
                [&](ast::TypeofSpec& node) { in_frame([&](Frame& f) { set_typeof(session_, node, f); }); },
                [&](ast::FlagsSpec& node) { in_frame([&](Frame& f) { set_flags(session_, node, f, span); }); },
                [&](ast::ElementsChunk& node) {
                    in_frame([&](Frame& f) { add_elements(session_, std::move(node), f); });
                },
                [&](ast::PlainElements& node) { in_frame([&](Frame& f) { add_elements(session_, node, f); }); },
                [&](ast::ElementsFile& node) { elements_file(node); },
                [&](ast::DevicesSpec& node) { in_frame([&](Frame& f) { devices(node, f); }); },
                [&](ast::Property& node) { in_frame([&](Frame& f) { property(node, f); }); },
                [&](ast::StatefulSpec& node) { in_frame([&](Frame& f) { object_body(session_, node, f); }); },
            },
            item.node);
    }

  private:
    void note_file(const ast::Item& item) {
        if (std::holds_alternative<ast::Define>(item.node) || std::holds_alternative<ast::Include>(item.node)) return;
        auto& files = session_.acting_files;
        if (files.empty() || files.back() != item.span.file) files.push_back(item.span.file);
    }

    template <class Use>
    void in_frame(Use use) {
        if (Frame* frame = session_.frame()) use(*frame);
    }

    static bool is_set(const Frame& frame) {
        return frame.kind == ast::ObjectKind::set || frame.kind == ast::ObjectKind::map;
    }

    void property(ast::Property& node, Frame& frame) {
        if (node.key.text != "elements" && !first_time(session_, frame, node.key)) return;
        if (is_set(frame))
            set_property(session_, node, frame);
        else
            object_property(session_, node, frame);
    }

    void devices(const ast::DevicesSpec& node, Frame& frame) {
        if (frame.kind != ast::ObjectKind::flowtable) return;
        auto& known = frame.table->table.flowtables[frame.index].devices; // a second declaration adds some
        for (std::string& device : eval_devices(session_, node.devices)) {
            if (std::find(known.begin(), known.end(), device) == known.end()) known.push_back(std::move(device));
        }
    }

    // A value that is too large is replaced by a small one: whatever uses it stays cheap.
    void measure(Binding& binding) {
        for (const auto& [name, inner] : binding.captures) {
            binding.depth = std::max(binding.depth, inner->depth + 1);
            binding.expanded += inner->expanded + kCostOfVariable;
        }
        if (binding.depth > kDeepestVariable || binding.expanded > kLongestVariable) {
            session_.sink.report(diag::make(Code::kNestedTooDeeply, binding.span)
                                     .label("variables in variables make this value too large"));
            binding.value.node = ast::Literal{ast::LiteralKind::number, "1"};
            binding.captures.clear();
            binding.depth = 1;
            binding.expanded = 0;
        }
        binding.expanded += binding.value.span.end - binding.value.span.begin;
    }

    void define(ast::Define node) {
        Scope& scope = session_.scope;
        if (node.kind == ast::DefineKind::undefine) {
            if (!scope.unbind(node.name.text)) {
                session_.sink.report(diag::make(Code::kUndefineUnknown, node.name.span, node.name.text));
            }
            return;
        }
        Context context = session_.context(nullptr);
        Captures captures = capture(context, *node.value);
        auto binding =
            std::make_shared<Binding>(Binding{node.name.span, std::move(*node.value), std::move(captures)});
        measure(*binding);
        if (session_.sink.wants(Code::kUnusedDefine)) session_.defines.push_back(binding);
        if (node.kind == ast::DefineKind::redefine) {
            warn_shadowing(node.name);
            return scope.bind(node.name.text, binding);
        }
        if (const BindingPtr before = scope.find(node.name.text)) { // in an outer block too, as in nft
            session_.sink.report(diag::make(Code::kVariableRedefined, node.name.span, node.name.text)
                                     .also(before->span, "first defined here")
                                     .help("`redefine` gives it a new value"));
            return;
        }
        scope.bind(node.name.text, binding);
    }

    // What `redefine` says ends with its block.
    void warn_shadowing(const ast::Name& name) {
        const Scope& scope = session_.scope;
        const BindingPtr outer = scope.binds_here(name.text) ? nullptr : scope.find(name.text);
        if (outer == nullptr) return;
        session_.sink.report(diag::make(Code::kDefineShadows, name.span, name.text)
                                 .also(outer->span, "behind the block it has this value again"));
    }

    std::vector<std::string> resolve(const ast::Name& name) const {
        const std::string path(name.text);
        if (path.starts_with('/')) return glob_files(path);
        const std::string here = folder_of(session_.sources.name(name.span.file));
        std::vector<std::string> bases{here};
        bases.insert(bases.end(), session_.options.include_dirs.begin(), session_.options.include_dirs.end());
        bases.insert(bases.end(), {".", "/etc"}); // where nft looks for `./x` and for `x`
        for (const std::string& base : bases) {
            auto files = glob_files(base == "." ? path : base + "/" + path);
            if (!files.empty()) return files;
        }
        return {};
    }

    std::vector<std::string> find_files(const ast::Name& path) {
        auto files = resolve(path);
        const bool pattern = path.text.find_first_of("*?[") != std::string_view::npos;
        session_.open_ended = session_.open_ended || (files.empty() && pattern);
        if (files.empty() && !pattern) { // a pattern may match nothing, as in nft
            session_.sink.report(diag::make(Code::kCannotRead, path.span, path.text, std::strerror(ENOENT)));
        }
        return files;
    }

    std::optional<FileId> open_file(const std::string& path, Span span) {
        const auto file = session_.sources.open(path, span);
        if (file) return *file;
        session_.sink.report(diag::make(Code::kCannotRead, span, path, std::strerror(file.error().code)));
        return std::nullopt;
    }

    void include(const ast::Include& node) {
        for (const std::string& file : find_files(node.path))
            include_file(file, node.path.span);
    }

    // Its elements come back to consume(), as if they stood here.
    void elements_file(const ast::ElementsFile& node) {
        for (const std::string& path : find_files(node.path)) {
            const auto file = open_file(path, node.path.span);
            if (file) syntax::parse(session_.sources, *file, syntax::Block::list_file, *this, session_.sink);
        }
    }

    void include_file(const std::string& path, Span span) {
        const auto& open = session_.open_files;
        if (std::find(open.begin(), open.end(), canonical(path)) != open.end()) {
            session_.sink.report(diag::make(Code::kIncludeCycle, span, path));
            return;
        }
        if (open.size() > kMostIncludes) {
            session_.sink.report(diag::make(Code::kIncludeDepth, span, kMostIncludes));
            return;
        }
        if (const auto file = open_file(path, span)) run(*file, path);
    }

    void open(const ast::Open& node, Span span) {
        Frame frame{};
        frame.kind = node.kind;
        frame.span = span;
        frame.verb = node.verb;
        const Frame* outer = session_.frame();
        if (outer != nullptr) frame.table = outer->table;
        if (outer != nullptr && outer->ignored)
            frame.ignored = true;
        else
            route_open(node, frame);
        if (node.has_block) {
            session_.scope.enter();
            session_.frames.push_back(std::move(frame));
        } else if (!frame.ignored) {
            finish(frame);
        }
    }

    static bool is_object(ast::ObjectKind kind) {
        using enum ast::ObjectKind;
        return kind == counter || kind == quota || kind == limit || kind == ct_helper || kind == ct_timeout ||
               kind == ct_expectation || kind == synproxy || kind == secmark;
    }

    void route_open(const ast::Open& node, Frame& frame) {
        using enum ast::ObjectKind;
        if (is_set(frame)) return open_set(session_, node, frame);
        if (is_object(node.kind)) return open_object(session_, node, frame);
        if (node.kind == table) return open_table(session_, node, frame);
        if (node.kind == chain) return open_chain(session_, node, frame);
        if (node.kind == element) return open_elements(session_, node, frame);
        if (node.kind == flowtable) return open_flowtable(session_, node, frame);
        frame.ignored = true; // syntax opens no other blocks
    }

    void finish(Frame& frame) {
        using enum ast::ObjectKind;
        if (is_set(frame)) return close_set(session_, frame);
        if (is_object(frame.kind)) return close_object(session_, frame);
        if (frame.kind == table) return close_table(session_, frame);
        if (frame.kind == chain) return close_chain(session_, frame);
        if (frame.kind == flowtable) return close_flowtable(session_, frame);
    }

    void close() {
        if (session_.frames.empty()) return;
        Frame frame = std::move(session_.frames.back());
        if (!frame.ignored) finish(frame);
        session_.frames.pop_back();
        session_.scope.leave();
    }

    Session& session_;
};

} // namespace

model::Ruleset analyze(SourceManager& sources, FileId file, const Options& options, diag::Sink& sink) {
    Session session{.sources = sources, .options = options, .sink = sink};
    Executor executor(session);
    for (const auto& [name, value] : options.defines) {
        executor.run(sources.add("<command line>", "define " + name + " = " + value + "\n"), "-D");
    }
    executor.run(file, sources.name(file));
    run_deferred(session, nullptr);
    check_defines(session);
    check_references(session);
    for (const auto& table : session.tables) {
        const model::ChainGraph graph(table->table);
        check_jumps(table->table, graph, session.sink);
        check_placement(session, table->table, graph);
    }
    check_sets(session);
    check_target(session);

    model::Ruleset ruleset;
    ruleset.flush_ruleset = session.flush_span.known();
    ruleset.flush_span = session.flush_span;
    ruleset.open_ended = session.open_ended;
    for (auto& table : session.tables)
        ruleset.tables.push_back(std::move(table->table));
    ruleset.removed_tables = std::move(session.removed_tables);
    ruleset.host_names = std::move(session.host_names);
    return ruleset;
}

} // namespace rulec::sema
