// SPDX-License-Identifier: GPL-2.0-or-later
#include "backend/iptables/command.h"

#include "backend/iptables/argument_values.h"
#include "backend/iptables/arguments.h"
#include "backend/iptables/check_rule.h"
#include "backend/iptables/rule_parts.h"
#include "compiler/support/suggest.h"

#include <algorithm>

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace rulec::ipt {
namespace {

using diag::Code;

class CommandReader {
  public:
    CommandReader(std::span<const Token> words, Family family, diag::Sink& sink)
        : words_(words), family_(family), sink_(sink) {}

    std::optional<Command> read();

  private:
    void read_option(const Token& word, bool negated);
    void read_long(const Token& word, bool negated);
    void read_short(const Token& word, bool negated);

    void take(const Found& found, const Token& word, bool negated);
    void take_general(const GeneralRow& row, const Token& word, bool negated);
    void take_option(Extension& owner, const OptionRow& row, const Token& word, bool negated);
    void take_addresses(Extension& owner, const OptionRow& row, const Token& word, bool negated);
    void store(Extension& owner, Option option);
    void take_command(Command::Kind kind, const Token& word);
    void take_match(const Token& word);
    void take_target(const Token& word, bool go_to);
    void take_counters(const Token& word);

    const Token* next(const Token& of, std::string_view what); // reports if there is none
    const Token* next_if_plain();
    bool fail(diag::Diagnostic diagnostic);

    Command finish();

    std::span<const Token> words_;
    Family family_;
    diag::Sink& sink_;
    std::size_t at_ = 0;
    bool failed_ = false;
    bool opaque_ = false;           // a match or target without rows: its options cannot be told from others
    bool other_family_ = false;     // -4 in ip6tables, -6 in iptables
    std::optional<Token> attached_; // "--name=attached", "-pattached"

    std::optional<Command> command_;
    std::optional<Token> table_;
    RuleParts parts_;
};

bool CommandReader::fail(diag::Diagnostic diagnostic) {
    failed_ = true;
    sink_.report(std::move(diagnostic));
    return false;
}

const Token* CommandReader::next(const Token& of, std::string_view what) {
    if (attached_) return &*attached_;
    if (at_ < words_.size()) return &words_[at_++];
    fail(diag::make(Code::kIptArgument, of.span, what, "the end of the line"));
    return nullptr;
}

const Token* CommandReader::next_if_plain() {
    if (at_ >= words_.size()) return nullptr;
    const Token& word = words_[at_];
    if (!word.quoted && (word.text.starts_with('-') || word.text == "!")) return nullptr;
    return &words_[at_++];
}

// ---- which option

void CommandReader::read_long(const Token& word, bool negated) {
    const auto [name, attached] = cut(std::string_view(word.text).substr(2), '=');
    auto found = parts_.candidates(name);
    if (found.empty() && parts_.load_match_of_protocol(family_)) found = parts_.candidates(name);
    if (found.empty()) {
        auto unknown = diag::make(Code::kIptUnknownOption, word.span, fmt::format("--{}", shown(name)));
        if (const auto meant = nearest(name, parts_.known_names()))
            unknown.helps.push_back(fmt::format("did you mean `--{}`?", *meant));
        fail(std::move(unknown));
        return;
    }
    if (found.size() > 1) {
        std::vector<std::string> names;
        for (const Found& one : found)
            names.push_back(fmt::format("--{}", one.option != nullptr ? one.option->name : one.general->name));
        fail(diag::make(Code::kIptUnknownOption, word.span, fmt::format("--{}", shown(name)))
                 .help(fmt::format("it could be {}", fmt::join(names, " or "))));
        return;
    }
    if (attached) attached_ = Token{.text = std::string(*attached), .span = word.span, .quoted = true};
    take(found[0], word, negated);
    attached_.reset();
}

void CommandReader::read_short(const Token& word, bool negated) {
    const char letter = word.text[1];
    if (word.text.size() > 2) attached_ = Token{.text = word.text.substr(2), .span = word.span, .quoted = true};
    const auto row = std::ranges::find(parts_.header.row->options, letter, &OptionRow::letter);
    const auto general = std::ranges::find(general_options(), letter, &GeneralRow::letter);
    const bool flag = general != general_options().end() && general->what == General::ignored;
    if (flag && attached_) { // -nvL
        attached_.reset();
        return read_short({.text = "-" + word.text.substr(2), .span = word.span}, negated);
    }
    if (row != parts_.header.row->options.end()) {
        take({.option = &*row, .owner = &parts_.header}, word, negated);
    } else if (general != general_options().end()) {
        take({.general = &*general}, word, negated);
    } else {
        fail(diag::make(Code::kIptUnknownOption, word.span, shown(word.text)));
    }
    attached_.reset();
}

void CommandReader::take(const Found& found, const Token& word, bool negated) {
    if (found.option != nullptr) {
        take_option(*found.owner, *found.option, word, negated);
    } else {
        take_general(*found.general, word, negated);
    }
}

// ---- options of matches and targets

void CommandReader::store(Extension& owner, Option option) {
    const auto clashes = [&](const Option& other) {
        return other.row == option.row || (other.row->group != 0 && other.row->group == option.row->group);
    };
    const auto other = std::ranges::find_if(owner.options, clashes);
    if (other == owner.options.end() || option.row->repeatable) {
        owner.options.push_back(std::move(option));
        return;
    }
    const std::string why = other->row == option.row
                                ? fmt::format("--{} is given twice", option.row->name)
                                : fmt::format("--{} and --{} exclude each other", other->row->name, option.row->name);
    fail(diag::make(Code::kIptCombination, option.span, why).also(other->span, "the other one"));
}

void CommandReader::take_addresses(Extension& owner, const OptionRow& row, const Token& word, bool negated) {
    auto& list = row.letter == 's' ? parts_.sources : parts_.destinations;
    if (!list.empty()) {
        fail(diag::make(Code::kIptCombination, words_[at_ - 1].span, fmt::format("--{} is given twice", row.name)));
        return;
    }
    const Token* argument = next(word, "an address");
    if (argument == nullptr) return;
    const auto parts = split(argument->text, ',');
    if (parts.size() > 1 && negated) {
        fail(diag::make(Code::kIptCombination, argument->span, "a list of addresses cannot be negated"));
        return;
    }
    for (const std::string_view part : parts) {
        const Token one{.text = std::string(part), .span = argument->span};
        auto value = read_argument(row, std::span(&one, 1), family_, sink_);
        if (!value) {
            failed_ = true;
            return;
        }
        list.push_back({.row = &row,
                        .negated = negated,
                        .argument = *std::move(value),
                        .span = cover(word.span, argument->span)});
    }
    owner.options.push_back(list.front());
}

void CommandReader::take_option(Extension& owner, const OptionRow& row, const Token& word, bool negated) {
    if (!negated && at_ < words_.size() && words_[at_].text == "!" && !words_[at_].quoted &&
        word_count(row.shape) > 0 && !attached_) {
        negated = true; // `--dport ! 80`, as old dumps have it
        ++at_;
    }
    if (negated && !row.negatable) {
        fail(diag::make(Code::kIptCombination, word.span, fmt::format("`!` cannot stand before --{}", row.name)));
        return;
    }
    if (row.letter == 's' || row.letter == 'd') {
        take_addresses(owner, row, word, negated);
        return;
    }
    std::vector<Token> arguments;
    for (std::size_t i = 0; i < word_count(row.shape); ++i) {
        const Token* argument = next(word, fmt::format("an argument of --{}", row.name));
        if (argument == nullptr) return;
        arguments.push_back(*argument);
        attached_.reset();
    }
    auto value = read_argument(row, arguments, family_, sink_);
    if (!value) {
        failed_ = true;
        return;
    }
    const Span span = arguments.empty() ? word.span : cover(word.span, arguments.back().span);
    store(owner, {.row = &row, .negated = negated, .argument = *std::move(value), .span = span});
}

// ---- general options

void CommandReader::take_general(const GeneralRow& row, const Token& word, bool negated) {
    if (negated) {
        fail(diag::make(Code::kIptCombination, word.span, fmt::format("`!` cannot stand before --{}", row.name)));
        return;
    }
    switch (row.what) {
    case General::command: take_command(row.command, word); break;
    case General::table:
        if (const Token* name = next(word, "a table")) table_ = *name;
        break;
    case General::match: take_match(word); break;
    case General::jump: take_target(word, false); break;
    case General::go_to: take_target(word, true); break;
    case General::counters: take_counters(word); break;
    case General::family4:
        other_family_ = other_family_ || family_ != Family::ipv4;
        break; // the rule is for the other one
    case General::family6: other_family_ = other_family_ || family_ != Family::ipv6; break;
    case General::ignored: break;
    case General::ignored_argument:
        if (!attached_) next_if_plain();
        break;
    }
}

// Which words follow the letter of a command.
void CommandReader::take_command(Command::Kind kind, const Token& word) {
    using enum Command::Kind;
    if (command_) {
        fail(diag::make(Code::kIptCombination, word.span, "two commands in one line")
                 .also(command_->span, "the first"));
        return;
    }
    command_.emplace();
    command_->kind = kind;
    command_->span = word.span;
    const bool needs_chain = kind != flush && kind != erase && kind != zero && kind != list;
    if (attached_) {
        command_->chain = *attached_;
        attached_.reset();
    } else if (const Token* chain = needs_chain ? next(word, "the name of a chain") : next_if_plain()) {
        command_->chain = *chain;
    }
    if (kind == policy || kind == rename) {
        if (const Token* argument = next(word, kind == policy ? "a policy" : "the new name"))
            command_->argument = *argument;
    }
    if (kind != insert && kind != remove && kind != replace && kind != zero && kind != list) return;
    const Token* number = next_if_plain();
    if (number == nullptr) return;
    const auto value = read_number(number->text, UINT32_MAX);
    if (!value || *value == 0)
        fail(diag::make(Code::kIptArgument, number->span, "the number of a rule, from 1 on", number->text));
    command_->number = value.value_or(0);
}

void CommandReader::take_match(const Token& word) {
    const Token* name = next(word, "the name of a match");
    if (name == nullptr) return;
    const ExtensionRow* row = find_match(name->text, family_);
    if (row == nullptr) {
        std::vector<std::string_view> names;
        for (const ExtensionRow& known : matches())
            names.push_back(known.name);
        auto unknown = diag::make(Code::kIptUnknownName, name->span, "match", shown(name->text));
        unknown.suggest_in_words(name->text, names);
        fail(std::move(unknown));
        opaque_ = true;
        return;
    }
    parts_.matches.push_back({.row = row, .options = {}, .span = name->span});
    opaque_ = opaque_ || (!row->refusal.empty() && row->options.empty());
}

void CommandReader::take_target(const Token& word, bool go_to) {
    const Token* name = next(word, "a target");
    if (name == nullptr) return;
    if (parts_.target || parts_.jump) {
        fail(diag::make(Code::kIptCombination, name->span, "a rule has one target"));
        return;
    }
    const ExtensionRow* row = go_to ? nullptr : find_target(name->text, family_);
    if (row == nullptr) {
        parts_.jump = Jump{.chain = name->text, .go_to = go_to, .span = name->span};
        return;
    }
    parts_.target = Extension{.row = row, .options = {}, .span = name->span};
    opaque_ = opaque_ || (!row->refusal.empty() && row->options.empty());
}

void CommandReader::take_counters(const Token& word) {
    const Token* packets = next(word, "a number of packets");
    const Token* bytes = packets == nullptr ? nullptr : next(word, "a number of bytes");
    if (bytes == nullptr) return;
    const auto packet_count = read_number(packets->text, UINT64_MAX);
    const auto byte_count = read_number(bytes->text, UINT64_MAX);
    if (!packet_count || !byte_count) {
        const Token& wrong = packet_count ? *bytes : *packets;
        fail(diag::make(Code::kIptArgument, wrong.span, "a number", wrong.text));
        return;
    }
    parts_.counters = Counters{*packet_count, *byte_count};
}

// ---- all of it

std::optional<Command> CommandReader::read() {
    bool negated = false;
    while (at_ < words_.size() && !opaque_ && !other_family_) {
        const Token& word = words_[at_++];
        if (!word.quoted && word.text == "!") {
            if (negated) fail(diag::make(Code::kIptSyntax, word.span, "`!` twice"));
            negated = true;
            continue;
        }
        if (word.text.starts_with("--") && word.text.size() > 2) {
            read_long(word, negated);
        } else if (word.text.starts_with('-') && word.text.size() > 1 && word.text != "--") {
            read_short(word, negated);
        } else {
            fail(diag::make(Code::kIptSyntax, word.span, fmt::format("`{}` belongs to no option", shown(word.text))));
        }
        negated = false;
        if (failed_) return std::nullopt; // what follows would be guessed at
    }
    if (negated && !opaque_ && !other_family_)
        fail(diag::make(Code::kIptSyntax, words_.back().span, "nothing stands behind `!`"));
    if (!failed_ && !command_) {
        const Span span = words_.empty() ? Span{} : cover(words_.front().span, words_.back().span);
        fail(diag::make(Code::kIptSyntax, span, "no command: a rule begins with `-A CHAIN`"));
    }
    return failed_ ? std::nullopt : std::optional(finish());
}

Command CommandReader::finish() {
    using enum Command::Kind;
    Command command = *std::move(command_);
    command.table = table_;
    command.span = cover(words_.front().span, words_.back().span);
    const bool has_rule = command.kind == append || command.kind == insert || command.kind == replace ||
                          command.kind == check || (command.kind == remove && command.number == 0);
    if (has_rule && !other_family_) command.rules = parts_.rules(command.span);
    if (other_family_) command.kind = list; // iptables-restore passes over the line
    return command;
}

} // namespace

std::optional<Command> read_command(std::span<const Token> words, Family family, diag::Sink& sink) {
    auto command = CommandReader(words, family, sink).read();
    if (!command) return std::nullopt;
    for (const Rule& rule : command->rules) {
        if (!check_rule(rule, sink)) return std::nullopt;
    }
    return command;
}

} // namespace rulec::ipt
