// SPDX-License-Identifier: GPL-2.0-or-later
#include "runtime/cli/import_iptables.h"

#include "backend/ipset/read_save.h"
#include "backend/iptables/import/idiomatic.h"
#include "backend/iptables/import/import.h"
#include "backend/iptables/import/ipset_sets.h"
#include "backend/iptables/import/merge_families.h"
#include "backend/iptables/import/write_sets.h"
#include "backend/iptables/import/write_tables.h"
#include "backend/iptables/read_save.h"
#include "backend/iptables/read_script.h"
#include "compiler/fmt/format.h"
#include "runtime/cli/check_imported.h"
#include "runtime/cli/output.h"
#include "runtime/cli/pipeline.h"
#include "runtime/cli/report.h"
#include "runtime/stages/stage.h"

#include <algorithm>
#include <iterator>
#include <map>
#include <set>

#include <fmt/format.h>

namespace rulec::cli {
namespace {

constexpr std::string_view kNotTranslated = "NOT TRANSLATED"; // as write_tables() says it

struct Run {
    SourceManager& sources;
    const IptablesRequest& request;
    const CommonOptions& options;
    diag::Sink& sink;
};

struct Input {
    std::vector<ipt::Ruleset> rulesets;
    std::optional<ipset::Sets> sets;
};

void add_sets(ipset::Sets more, Input& input, diag::Sink& sink) {
    if (!input.sets) {
        input.sets = std::move(more);
        return;
    }
    std::map<std::string, Span> known;
    for (const ipset::Set& set : input.sets->sets)
        known.emplace(set.name, set.span);
    for (ipset::Set& set : more.sets) {
        const auto other = known.find(set.name);
        if (other == known.end()) {
            input.sets->sets.push_back(std::move(set));
            continue;
        }
        sink.report(
            diag::make(diag::Code::kIptCombination, set.span, fmt::format("set `{}` is created twice", set.name))
                .also(other->second, "the first time"));
    }
}

void read_script(Run& run, FileId file, Input& input) {
    ipt::ScriptRules rules = ipt::read_script(run.sources, file, run.sink);
    input.rulesets.push_back(std::move(rules.v4));
    input.rulesets.push_back(std::move(rules.v6));
    if (!rules.ipset_commands.empty())
        add_sets(ipset::read_commands(rules.ipset_commands, run.sink), input, run.sink);
}

void read_input(Run& run, std::string_view kind, FileId file, Input& input) {
    if (kind == "iptables-script") return read_script(run, file, input);
    if (kind == "ipset") return add_sets(ipset::read_save(run.sources, file, run.sink), input, run.sink);
    const ipt::Family family = kind == "ip6tables" ? ipt::Family::ipv6 : ipt::Family::ipv4;
    input.rulesets.push_back(ipt::read_save(run.sources, file, family, run.sink));
}

std::optional<Input> read_all(Run& run) {
    Input all;
    for (const IptablesRequest::Input& input : run.request.inputs) {
        const auto file = open_source(run.sources, input.path, run.sink);
        if (!file) return std::nullopt;
        read_input(run, input.kind, *file, all);
    }
    return all;
}

using Tables = std::vector<ipt::TableText>;

// What a ruleset of one family, or of both, is written from.
struct Origin {
    const std::vector<ipt::Ruleset>& rulesets;
    ipt::IpsetSets& ipsets;
};

Tables write(Run& run, const Origin& origin, ipt::Family family, bool inet, diag::Sink& sink) {
    Tables tables;
    for (const ipt::Ruleset& ruleset : origin.rulesets) {
        if (ruleset.family == family)
            std::ranges::move(ipt::write_tables(run.sources, ruleset, origin.ipsets, inet, sink),
                              std::back_inserter(tables));
    }
    return tables;
}

ipt::TableText* find(Tables& tables, std::string_view name) {
    const auto found = std::ranges::find(tables, name, &ipt::TableText::name);
    return found == tables.end() ? nullptr : &*found;
}

// Tables that both families have become one where they can.
Tables merged(Run& run, const Origin& origin) {
    diag::Sink told_already;
    Tables v4 = write(run, origin, ipt::Family::ipv4, false, run.sink);
    Tables v6 = write(run, origin, ipt::Family::ipv6, false, run.sink);
    Tables inet4, inet6;
    if (!v4.empty() && !v6.empty()) {
        inet4 = write(run, origin, ipt::Family::ipv4, true, told_already);
        inet6 = write(run, origin, ipt::Family::ipv6, true, told_already);
    }
    Tables all;
    for (ipt::TableText& table : v4) {
        ipt::TableText* one = find(inet4, table.name);
        ipt::TableText* other = find(inet6, table.name);
        const bool both = one != nullptr && other != nullptr && can_merge(*one, *other);
        all.push_back(both ? merge_families(*one, *other) : std::move(table));
        if (both) std::erase_if(v6, [&](const ipt::TableText& left) { return left.name == all.back().name; });
    }
    std::ranges::move(v6, std::back_inserter(all));
    return all;
}

// Rules that the compiler refused become remarks, like those that could not be written.
void strike_out(Run& run, std::vector<ipt::TableText>& tables, const std::vector<diag::Diagnostic>& mistakes) {
    const auto is_wrong = [&](const ipt::Line& line) {
        return line.remark.empty() && std::ranges::any_of(mistakes, [&](const diag::Diagnostic& mistake) {
                   return mistake.severity == diag::Severity::error && mistake.primary.span == line.span;
               });
    };
    for (ipt::TableText& table : tables) {
        for (ipt::ChainText& chain : table.chains) {
            for (ipt::Line& line : chain.lines) {
                if (!is_wrong(line)) continue;
                line = {.remark = fmt::format("{}: {}", kNotTranslated, run.sources.text(line.span)),
                        .span = line.span};
            }
        }
    }
}

// The lines of mistakes that have no remark in their place: those outside of rules.
std::string lost_lines(const Run& run, const std::vector<ipt::TableText>& tables) {
    std::set<std::string_view> told;
    const auto line_of = [&](Span span) { return run.sources.line_text(span.file, span.begin); };
    for (const ipt::TableText& table : tables) {
        for (const ipt::ChainText& chain : table.chains) {
            for (const ipt::Line& line : chain.lines) {
                if (line.remark.starts_with(kNotTranslated)) told.insert(line_of(line.span));
            }
        }
    }
    std::string lines;
    for (const diag::Diagnostic& mistake : run.sink.in_source_order()) {
        const Span span = mistake.primary.span;
        if (mistake.severity != diag::Severity::error || !span.known() || !told.insert(line_of(span)).second)
            continue;
        lines += fmt::format("# {}: {}\n", kNotTranslated, line_of(span));
    }
    std::ranges::replace_if(
        lines, [](char c) { return c != '\n' && static_cast<unsigned char>(c) < ' '; }, ' ');
    return lines.empty() ? lines : lines + "\n";
}

// The text, compiled to see whether it is right.
std::string checked_text(Run& run, std::vector<ipt::TableText>& tables) {
    ipt::Imported imported = ipt::lay_out(tables);
    if (run.sink.failed() && !run.request.keep_going) return "";
    diag::Sink found;
    check_imported(run.sources, imported.text, run.options, found,
                   [&](std::uint32_t offset) { return imported.origin_of(offset); });
    for (const diag::Diagnostic& mistake : found.all())
        run.sink.report(mistake);
    if (found.failed()) {
        strike_out(run, tables, found.all());
        imported = ipt::lay_out(tables);
    }
    return lost_lines(run, tables) + imported.text;
}

// As `rulec fmt` would write it, if it is text of the language: with --keep-going it may not be.
std::string formatted(Run& run, std::string text) {
    const FileId file = run.sources.add("<imported>", text);
    diag::Sink told_already;
    if (run.sink.failed() && !style::can_format(run.sources, file, told_already)) return text;
    text.clear();
    style::format(run.sources, file, [&](std::string_view part) { text += part; });
    return text;
}

} // namespace

ExitCode import_iptables(const IptablesRequest& request, const CommonOptions& options) {
    SourceManager sources;
    diag::Sink sink;
    Report report(sources, options, Stream::standard_error);
    Run run{sources, request, options, sink};
    const auto input = read_all(run);
    ipt::IpsetSets ipsets;
    std::string text;
    if (input) {
        const Stage stage("import");
        if (input->sets) ipsets = ipt::IpsetSets(*input->sets, input->rulesets);
        Tables tables = input->rulesets.empty() ? ipt::write_sets(*input->sets, ipsets, sink)
                                                : merged(run, {input->rulesets, ipsets});
        if (request.idiomatic) std::ranges::for_each(tables, ipt::make_idiomatic);
        text = formatted(run, checked_text(run, tables));
    }
    report.add(sink);
    const ExitCode found = worse(report.finish(), input ? ExitCode::fine : ExitCode::system);
    const bool print = found == ExitCode::fine || (found == ExitCode::findings && request.keep_going);
    return print ? worse(found, write_output(text)) : found;
}

} // namespace rulec::cli
