// SPDX-License-Identifier: GPL-2.0-or-later
#include "backend/iptables/read_script.h"

#include "backend/iptables/edit.h"
#include "backend/iptables/places.h"
#include "backend/iptables/split_script.h"

#include <algorithm>
#include <optional>

#include <fmt/format.h>

namespace rulec::ipt {
namespace {

using diag::Code;

std::string_view base_name(std::string_view path) {
    return path.substr(path.find_last_of('/') + 1);
}

// Which tables a command works on; nothing: it is none of iptables'.
std::optional<Family> family_of(std::string_view name) {
    name = base_name(name);
    for (const std::string_view kind : {"-legacy", "-nft"}) {
        if (name.ends_with(kind)) name.remove_suffix(kind.size());
    }
    if (name == "iptables") return Family::ipv4;
    if (name == "ip6tables") return Family::ipv6;
    return std::nullopt;
}

// Commands that make no rules.
bool is_harmless(std::string_view name) {
    constexpr std::string_view kNames[] = {"set",      "exit",   "true",  ":",     "echo",
                                           "modprobe", "sysctl", "sleep", "printf"};
    return std::ranges::find(kNames, base_name(name)) != std::end(kNames);
}

// Words that follow one of those below.
bool continues_control(std::string_view name) {
    constexpr std::string_view kWords[] = {"do", "done", "then", "else", "elif", "fi", "esac", "}"};
    return std::ranges::find(kWords, name) != std::end(kWords);
}

bool is_control_word(std::string_view name) {
    constexpr std::string_view kWords[] = {"for", "while", "until", "if", "case", "function", "{"};
    return std::ranges::find(kWords, name) != std::end(kWords);
}

Table& open(Ruleset& ruleset, std::string_view name, Span span) {
    if (Table* table = ruleset.find(name)) return *table;
    return ruleset.tables.emplace_back(Table{.name = std::string(name), .chains = {}, .span = span});
}

void run(const ScriptCommand& command, std::span<const Token> arguments, Ruleset& ruleset, diag::Sink& sink) {
    const auto read = read_command(arguments, ruleset.family, sink);
    if (!read) return;
    const std::string table = read->table ? read->table->text : "filter";
    if (!is_table(table)) {
        sink.report(diag::make(Code::kIptUnknownName, read->table->span, "table", table));
        return;
    }
    Command what = *read;
    if (!what.rules.empty()) what.rules[0].remarks = command.remarks;
    carry_out(open(ruleset, table, what.span), std::move(what), sink);
}

void refuse(const ScriptCommand& command, diag::Sink& sink) {
    const Token& name = command.words[0];
    if (continues_control(name.text) && sink.failed()) return; // its beginning was told
    if (is_control_word(name.text) || continues_control(name.text)) {
        sink.report(diag::make(Code::kIptShell, name.span, fmt::format("`{}`", name.text)));
    } else if (name.text.find('=') != name.text.npos) {
        sink.report(diag::make(Code::kIptShell, name.span, "an assignment"));
    } else if (is_harmless(name.text)) {
        sink.report(diag::make(Code::kIptDiffers, name.span,
                               fmt::format("`{}` makes no rules and is left out", base_name(name.text))));
    } else {
        sink.report(diag::make(Code::kIptShell, name.span, fmt::format("the command `{}`", name.text)));
    }
}

} // namespace

ScriptRules read_script(const SourceManager& sources, FileId file, diag::Sink& sink) {
    ScriptRules rules;
    for (const ScriptCommand& command : split_script(sources, file, sink)) {
        std::span<const Token> words = command.words;
        if (base_name(words[0].text) == "sudo" && words.size() > 1) words = words.subspan(1);
        if (base_name(words[0].text) == "ipset") {
            rules.ipset_commands.emplace_back(words.begin(), words.end());
            continue;
        }
        const auto family = family_of(words[0].text);
        if (!family) {
            refuse(command, sink);
            continue;
        }
        run(command, words.subspan(1), *family == Family::ipv4 ? rules.v4 : rules.v6, sink);
    }
    for (const Ruleset* ruleset : {&rules.v4, &rules.v6}) {
        for (const Table& table : ruleset->tables)
            check_jumps(table, sink);
    }
    return rules;
}

} // namespace rulec::ipt
