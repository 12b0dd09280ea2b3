// SPDX-License-Identifier: GPL-2.0-or-later
#include "backend/iptables/split_words.h"

namespace rulec::ipt {
namespace {

bool is_space(char c) {
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

// One word from `at` on; `at` is behind it afterwards. False: a quote stays open.
bool read_word(std::string_view text, std::size_t& at, Token& word) {
    bool open = false;
    for (; at < text.size() && (open || !is_space(text[at])); ++at) {
        if (text[at] == '"') {
            open = !open;
            word.quoted = true;
        } else if (open && text[at] == '\\' && at + 1 < text.size()) {
            word.text += text[++at];
        } else {
            word.text += text[at];
        }
    }
    return !open;
}

} // namespace

std::string shown(std::string_view word) {
    constexpr std::size_t kMost = 80;
    return word.size() <= kMost ? std::string(word) : std::string(word.substr(0, kMost)) + "...";
}

std::optional<std::vector<Token>> split_words(const SourceManager& sources, Span line, diag::Sink& sink) {
    const std::string_view text = sources.text(line);
    std::vector<Token> words;
    for (std::size_t at = 0; at < text.size();) {
        if (is_space(text[at])) {
            ++at;
            continue;
        }
        const auto begin = static_cast<std::uint32_t>(line.begin + at);
        Token word;
        const bool closed = read_word(text, at, word);
        word.span = {line.file, begin, static_cast<std::uint32_t>(line.begin + at)};
        if (!closed) {
            sink.report(diag::make(diag::Code::kIptSyntax, word.span, "a quote stays open to the end of the line"));
            return std::nullopt;
        }
        words.push_back(std::move(word));
    }
    return words;
}

} // namespace rulec::ipt
