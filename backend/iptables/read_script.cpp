// SPDX-License-Identifier: GPL-2.0-or-later
#include "backend/iptables/read_script.h"

#include "backend/iptables/edit.h"
#include "backend/iptables/places.h"
#include "backend/iptables/shell_words.h"
#include "backend/iptables/split_script.h"

#include <algorithm>
#include <iterator>
#include <optional>

#include <fmt/format.h>

namespace rulec::ipt {
namespace {

using diag::Code;
using After = ScriptCommand::After;

// Which tables a command works on; nothing: it is none of iptables'.
std::optional<Family> family_of(std::string_view name) {
    name = program(name);
    for (const std::string_view kind : {"-legacy", "-nft"}) {
        if (name.ends_with(kind)) name.remove_suffix(kind.size());
    }
    if (name == "iptables") return Family::ipv4;
    if (name == "ip6tables") return Family::ipv6;
    return std::nullopt;
}

Table& open(Ruleset& ruleset, std::string_view name, Span span) {
    if (Table* table = ruleset.find(name)) return *table;
    return ruleset.tables.emplace_back(Table{.name = std::string(name), .chains = {}, .remarks = {}, .span = span});
}

bool has_e(std::string_view options) {
    return options.size() > 1 && options[0] == '-' && options.find('e') != options.npos;
}

// #!/bin/sh -e
bool interpreter_has_e(std::string_view text) {
    const std::string_view line = text.substr(0, text.find('\n'));
    const std::size_t space = line.find(' ');
    return line.starts_with("#!") && space != line.npos && has_e(line.substr(space + 1));
}

// Comments on a chain as a whole stand at these.
bool of_chain(const Command& command) {
    return command.kind == Command::Kind::create || command.kind == Command::Kind::policy;
}

// Runs the commands one after the other. What a command returns decides about those behind `&&` and `||`.
class Runner {
  public:
    Runner(bool ends_on_failure, diag::Sink& sink) : ends_on_failure_(ends_on_failure), sink_(sink) {}

    void run(std::span<const ScriptCommand> commands);
    ScriptRules finish();

  private:
    bool run(const ScriptCommand& command, bool may_fail); // false: it failed
    bool run_iptables(const ScriptCommand& command, std::span<const Token> arguments, Ruleset& ruleset,
                      bool may_fail);
    bool other_command(std::span<const Token> words);
    bool assignments(std::span<const Token> words);

    bool ends_on_failure_; // set -e
    diag::Sink& sink_;
    ScriptRules rules_;
};

bool Runner::run_iptables(const ScriptCommand& command, std::span<const Token> arguments, Ruleset& ruleset,
                          bool may_fail) {
    auto what = read_command(arguments, ruleset.family, sink_);
    if (!what) return false;
    const std::string table = what->table ? what->table->text : "filter";
    if (!is_table(table)) {
        sink_.report(diag::make(Code::kIptUnknownName, what->table->span, "table", table));
        return false;
    }
    const Span span = what->span;
    const bool asks = what->kind == Command::Kind::check;
    const std::optional<Token> chain = of_chain(*what) ? what->chain : std::nullopt;
    if (!what->rules.empty()) {
        what->rules[0].remarks = command.remarks;
        what->rules[0].paragraph = command.paragraph;
    }
    diag::Sink expected;
    Table& edited = open(ruleset, table, span);
    const bool done = carry_out(edited, *std::move(what), may_fail || asks ? expected : sink_);
    if (done && chain) std::ranges::copy(command.remarks, std::back_inserter(edited.find(chain->text)->remarks));
    if (!done && may_fail && !asks)
        sink_.report(diag::make(Code::kIptDiffers, span, "this command fails on empty tables and is left out"));
    return done;
}

bool Runner::other_command(std::span<const Token> words) {
    const Token& name = words[0];
    if (name.text == "true" || name.text == ":") return true;
    if (continues_control(name.text) && sink_.failed()) return true; // its beginning was told
    if (begins_control(name.text) || continues_control(name.text)) {
        cannot_follow(name.span, fmt::format("`{}`", name.text), sink_);
    } else if (makes_no_rules(words)) {
        sink_.report(diag::make(Code::kIptDiffers, name.span,
                                fmt::format("`{}` makes no rules and is left out", program(name.text))));
    } else {
        cannot_follow(name.span, fmt::format("the command `{}`", shown(name.text)), sink_);
    }
    return true;
}

bool Runner::assignments(std::span<const Token> words) {
    for (const Token& word : words)
        sink_.report(diag::make(
            Code::kIptDiffers, word.span,
            fmt::format("the assignment of `{}` makes no rules and is left out", assigned_name(word).value_or(""))));
    return true;
}

bool Runner::run(const ScriptCommand& command, bool may_fail) {
    std::span<const Token> words = command.words;
    const auto first =
        std::ranges::find_if_not(words, [](const Token& word) { return assigned_name(word).has_value(); });
    if (first == words.end()) return assignments(words);
    words = words.subspan(static_cast<std::size_t>(first - words.begin())); // for this command only
    if (program(words[0].text) == "sudo" && words.size() > 1) words = words.subspan(1);
    if (program(words[0].text) == "ipset") {
        rules_.ipset_commands.emplace_back(words.begin(), words.end());
        return true;
    }
    const auto family = family_of(words[0].text);
    if (!family) return other_command(words);
    if (words.size() == 1) {
        sink_.report(diag::make(Code::kIptSyntax, words[0].span, "a command is missing: `-A CHAIN` or the like"));
        return false;
    }
    return run_iptables(command, words.subspan(1), *family == Family::ipv4 ? rules_.v4 : rules_.v6, may_fail);
}

void Runner::run(std::span<const ScriptCommand> commands) {
    bool succeeded = true;
    for (std::size_t i = 0; i < commands.size(); ++i) {
        const ScriptCommand& command = commands[i];
        if (command.after != After::anything && (command.after == After::success) != succeeded) continue;
        const std::string& name = command.words[0].text;
        if (name == "set" && command.words.size() > 1 && has_e(command.words[1].text)) ends_on_failure_ = true;
        if (name == "exit" && sink_.failed()) continue; // it may depend on what was told
        if (name == "exit") {
            if (i + 1 < commands.size())
                sink_.report(diag::make(Code::kIptDiffers, command.words[0].span,
                                        "the script ends here: what follows is left out"));
            return;
        }
        const bool or_else = i + 1 < commands.size() && commands[i + 1].after == After::failure;
        succeeded = run(command, or_else || (command.quiet && !ends_on_failure_));
    }
}

ScriptRules Runner::finish() {
    for (const Ruleset* ruleset : {&rules_.v4, &rules_.v6}) {
        for (const Table& table : ruleset->tables)
            check_jumps(table, sink_);
    }
    return std::move(rules_);
}

} // namespace

ScriptRules read_script(const SourceManager& sources, FileId file, diag::Sink& sink) {
    Runner runner(interpreter_has_e(sources.text(file)), sink);
    runner.run(split_script(sources, file, sink));
    return runner.finish();
}

} // namespace rulec::ipt
