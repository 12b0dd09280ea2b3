// SPDX-License-Identifier: GPL-2.0-or-later
#include "backend/iptables/split_script.h"

#include "backend/iptables/shell_words.h"

#include <algorithm>
#include <map>
#include <utility>

#include <fmt/format.h>

namespace rulec::ipt {
namespace {

using After = ScriptCommand::After;

class Splitter {
  public:
    Splitter(const SourceManager& sources, FileId file, diag::Sink& sink)
        : text_(sources.text(file)), file_(file), sink_(sink) {}

    std::vector<ScriptCommand> split();

  private:
    bool skip_blank(); // true: something was there
    void read_comment();
    void read_word();
    void read_single_quotes(Token& word);
    void read_double_quotes(Token& word);
    bool read_dollar(); // false: it stands for itself
    void read_operator();
    void read_output(std::string_view sign);
    void read_input();
    void skip_here_documents();
    void end_line();
    void end_command(After next = After::anything);
    void refuse(std::size_t at, std::size_t len, std::string_view what, Span set_here = {});
    bool at(std::string_view what) const { return text_.substr(at_).starts_with(what); }
    Span span(std::size_t begin, std::size_t end) const {
        return {file_, static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end)};
    }

    std::string_view text_;
    FileId file_;
    diag::Sink& sink_;
    std::size_t at_ = 0;
    bool line_begins_ = true;
    bool refused_ = false; // the command that is being read
    ScriptCommand command_;
    std::vector<ScriptCommand> commands_;
    std::vector<std::string> here_documents_; // that begin with the next line: what ends them
    std::map<std::string, Span, std::less<>> assigned_;
};

// What a command that steers the script is made of is not told apart.
void Splitter::refuse(std::size_t at, std::size_t len, std::string_view what, Span set_here) {
    if (std::exchange(refused_, true)) return;
    if (!command_.words.empty() && begins_control(command_.words[0].text))
        return cannot_follow(command_.words[0].span, fmt::format("`{}`", command_.words[0].text), sink_);
    cannot_follow(span(at, at + len), what, sink_, set_here);
}

void Splitter::end_command(After next) {
    for (const Token& word : command_.words) {
        const auto name = assigned_name(word);
        if (!name && word.text != "export" && word.text != "readonly") break;
        if (name) assigned_.insert_or_assign(std::string(*name), word.span);
    }
    if (!command_.words.empty() && !refused_) commands_.push_back(std::move(command_));
    command_ = {.after = next};
    refused_ = false;
}

bool Splitter::skip_blank() {
    const char c = text_[at_];
    if (c == ' ' || c == '\t' || c == '\r') {
        ++at_;
    } else if (at("\\\n")) {
        at_ += 2;
    } else if (at("\\\r\n")) {
        at_ += 3;
    } else {
        return false;
    }
    return true;
}

// A comment waits for the command that it stands above; behind a command it belongs to that.
void Splitter::read_comment() {
    const std::size_t end = std::min(text_.find('\n', at_), text_.size());
    std::string_view comment = text_.substr(at_ + 1, end - at_ - 1);
    const bool interpreter = at_ == 0 && comment.starts_with('!');
    while (!comment.empty() && (comment.front() == ' ' || comment.front() == '#'))
        comment.remove_prefix(1);
    while (!comment.empty() && (comment.back() == ' ' || comment.back() == '\r'))
        comment.remove_suffix(1);
    const bool behind = !line_begins_ && command_.words.empty() && !commands_.empty();
    if (!interpreter && !comment.empty()) (behind ? commands_.back() : command_).remarks.emplace_back(comment);
    at_ = end;
}

void Splitter::read_single_quotes(Token& word) {
    const std::size_t end = text_.find('\'', at_ + 1);
    if (end == text_.npos) {
        refuse(at_, 1, "a quote that stays open");
        at_ = text_.size();
        return;
    }
    word.text += text_.substr(at_ + 1, end - at_ - 1);
    at_ = end + 1;
}

void Splitter::read_double_quotes(Token& word) {
    const std::size_t begin = at_++;
    for (; at_ < text_.size() && text_[at_] != '"'; ++at_) {
        const char c = text_[at_];
        if (c == '$') read_dollar();
        if (c == '`') refuse(at_, 1, "a command substitution");
        if (c == '\\' && at_ + 1 < text_.size() &&
            std::string_view("$`\"\\\n").find(text_[at_ + 1]) != std::string_view::npos)
            ++at_;
        word.text += text_[at_];
    }
    if (at_ >= text_.size()) return refuse(begin, 1, "a quote that stays open");
    ++at_;
}

void Splitter::read_word() {
    constexpr std::string_view kEnd = " \t\r\n;&|<>()";
    Token word;
    const std::size_t begin = at_;
    while (at_ < text_.size() && kEnd.find(text_[at_]) == kEnd.npos) {
        const char c = text_[at_];
        if (c == '\'' || c == '"') {
            word.quoted = true;
            if (c == '"')
                read_double_quotes(word);
            else
                read_single_quotes(word);
            continue;
        }
        if (c == '\\' && at_ + 1 < text_.size()) {
            if (text_[at_ + 1] == '\n') break;
            word.quoted = true;
            ++at_;
        } else if (c == '$') {
            read_dollar();
        } else if (c == '`') {
            refuse(at_, 1, "a command substitution");
        } else if (c == '*' || c == '?') {
            refuse(at_, 1, "a pattern");
        }
        word.text += text_[at_++];
    }
    word.span = span(begin, at_);
    command_.words.push_back(std::move(word));
}

bool Splitter::read_dollar() {
    constexpr std::string_view kSpecial = "0123456789@*#?$!-";
    constexpr std::string_view kName = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_0123456789";
    if (at("$(") || at("$'") || at("$\"")) {
        refuse(at_, 2, at("$((") ? "arithmetic" : at("$(") ? "a command substitution" : "a quote with `$`");
        return true;
    }
    const bool braces = at("${");
    const std::size_t begin = at_ + (braces ? 2 : 1);
    const std::size_t end = std::min(text_.find_first_not_of(kName, begin), text_.size());
    if (begin < text_.size() && kSpecial.find(text_[begin]) != kSpecial.npos) {
        refuse(at_, begin + 1 - at_, fmt::format("the parameter `${}`", text_[begin]));
        return true;
    }
    if (end == begin && !braces) return false;
    const std::string_view name = text_.substr(begin, end - begin);
    const auto known = assigned_.find(name);
    refuse(at_, end - at_ + (braces && end < text_.size() && text_[end] == '}' ? 1 : 0),
           fmt::format("the variable `{}`", name), known == assigned_.end() ? Span{} : known->second);
    return true;
}

// `>`, `>>`, `>&` and `&>`, a number before them or not: rules are the same wherever the output goes.
void Splitter::read_output(std::string_view sign) {
    auto& words = command_.words;
    const bool numbered = !words.empty() && words.back().span.end == at_ && !words.back().quoted &&
                          words.back().text.find_first_not_of("0123456789") == std::string::npos;
    if (numbered && sign[0] == '>') words.pop_back();
    at_ += sign.size();
    while (at_ < text_.size() && skip_blank()) {
    }
    if (at("(")) return refuse(at_, 1, "a process substitution");
    const std::size_t before = words.size();
    if (at_ < text_.size() && text_[at_] != '\n') read_word();
    if (words.size() == before) return;
    command_.quiet = command_.quiet || words.back().text == "/dev/null";
    words.pop_back();
}

void Splitter::read_input() {
    if (!at("<<") || at("<<<")) {
        refuse(at_, 1, "input from a file or a text");
        at_ += at("<<<") ? 3 : 1;
        return;
    }
    refuse(at_, 2, "a here-document");
    at_ += at("<<-") ? 3 : 2;
    while (at_ < text_.size() && skip_blank()) {
    }
    const std::size_t before = command_.words.size();
    if (at_ < text_.size() && text_[at_] != '\n') read_word();
    if (command_.words.size() > before) here_documents_.push_back(command_.words.back().text);
}

// Up to the line that is nothing but the word that ends the document, with tabs before it for `<<-`.
void Splitter::skip_here_documents() {
    for (const std::string& end : std::exchange(here_documents_, {})) {
        while (at_ < text_.size()) {
            const std::size_t line_end = std::min(text_.find('\n', at_), text_.size());
            std::string_view line = text_.substr(at_, line_end - at_);
            at_ = std::min(line_end + 1, text_.size());
            while (!line.empty() && line.front() == '\t')
                line.remove_prefix(1);
            while (!line.empty() && line.back() == '\r')
                line.remove_suffix(1);
            if (line == end) break;
        }
    }
}

void Splitter::end_line() {
    const bool empty = line_begins_ && command_.words.empty() && text_[at_] == '\n' && command_.remarks.empty();
    if (command_.words.empty())
        refused_ = false; // remarks wait for the command that they stand above
    else
        end_command();
    command_.paragraph = command_.paragraph || empty;
    if (text_[at_++] != '\n') return;
    line_begins_ = true;
    skip_here_documents();
}

void Splitter::read_operator() {
    for (const std::string_view sign : {"&>>", "&>", ">>", ">&", ">|", ">"}) {
        if (at(sign)) return read_output(sign);
    }
    if (at("<")) return read_input();
    if (at("&&") || at("||")) {
        end_command(at("&&") ? After::success : After::failure);
        at_ += 2;
        return;
    }
    const bool one_word = command_.words.size() == 1;
    if (at("|")) refuse(at_, 1, "a pipe");
    if (at("&")) refuse(at_, 1, "a command in the background");
    if (at("(")) refuse(at_, 1, one_word ? "a function" : "a subshell");
    if (at(")")) refuse(at_, 1, one_word ? "a pattern of `case`" : "`)`");
    ++at_;
}

std::vector<ScriptCommand> Splitter::split() {
    while (at_ < text_.size()) {
        if (skip_blank()) continue;
        const char c = text_[at_];
        if (c == '\n' || c == ';') {
            end_line();
        } else if (c == '#') {
            read_comment();
        } else {
            line_begins_ = false;
            if (std::string_view("&|<>()").find(c) != std::string_view::npos)
                read_operator();
            else
                read_word();
        }
    }
    end_command();
    return std::move(commands_);
}

} // namespace

std::vector<ScriptCommand> split_script(const SourceManager& sources, FileId file, diag::Sink& sink) {
    return Splitter(sources, file, sink).split();
}

} // namespace rulec::ipt
