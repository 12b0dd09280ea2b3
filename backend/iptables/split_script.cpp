// SPDX-License-Identifier: GPL-2.0-or-later
#include "backend/iptables/split_script.h"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

namespace rulec::ipt {
namespace {

using diag::Code;

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
    void end_command();
    void refuse(std::size_t at, std::size_t len, std::string_view what);
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
};

void Splitter::refuse(std::size_t at, std::size_t len, std::string_view what) {
    if (!refused_) sink_.report(diag::make(Code::kIptShell, span(at, at + len), what));
    refused_ = true;
}

void Splitter::end_command() {
    if (!command_.words.empty() && !refused_) commands_.push_back(std::move(command_));
    command_ = {};
    refused_ = false;
}

bool Splitter::skip_blank() {
    const char c = text_[at_];
    if (c == ' ' || c == '\t' || c == '\r') {
        ++at_;
    } else if (text_.substr(at_).starts_with("\\\n")) {
        at_ += 2;
    } else if (text_.substr(at_).starts_with("\\\r\n")) {
        at_ += 3;
    } else {
        return false;
    }
    return true;
}

void Splitter::read_comment() {
    const std::size_t end = std::min(text_.find('\n', at_), text_.size());
    std::string_view comment = text_.substr(at_ + 1, end - at_ - 1);
    const bool interpreter = at_ == 0 && comment.starts_with('!');
    while (!comment.empty() && (comment.front() == ' ' || comment.front() == '#'))
        comment.remove_prefix(1);
    if (line_begins_ && !interpreter && !comment.empty()) command_.remarks.emplace_back(comment);
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
        if (c == '$' || c == '`') refuse(at_, 1, c == '$' ? "a variable or a substitution" : "a substitution");
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
            refuse(at_, 1, "a variable or a substitution");
        } else if (c == '`') {
            refuse(at_, 1, "a substitution");
        } else if (c == '*' || c == '?' || (c == '{' && word.text.empty())) {
            refuse(at_, 1, "a pattern or a group");
        }
        word.text += text_[at_++];
    }
    word.span = span(begin, at_);
    command_.words.push_back(std::move(word));
}

std::vector<ScriptCommand> Splitter::split() {
    while (at_ < text_.size()) {
        if (skip_blank()) continue;
        const char c = text_[at_];
        if (c == '\n' || c == ';') {
            // Remarks wait for the command that they stand above.
            if (command_.words.empty())
                refused_ = false;
            else
                end_command();
            line_begins_ = c == '\n';
            ++at_;
            continue;
        }
        if (c == '#') {
            read_comment();
            continue;
        }
        line_begins_ = false;
        if (text_.substr(at_).starts_with("&&")) {
            end_command();
            at_ += 2;
        } else if (std::string_view("&|<>()").find(c) != std::string_view::npos) {
            refuse(at_, 1, "a pipe, a redirection, a list or a subshell");
            ++at_;
        } else {
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
