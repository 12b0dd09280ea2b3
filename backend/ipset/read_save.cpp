// SPDX-License-Identifier: GPL-2.0-or-later
#include "backend/ipset/read_save.h"

#include "backend/ipset/set_store.h"

#include <algorithm>

namespace rulec::ipset {
namespace {

void fail(Span span, std::string_view why, diag::Sink& sink) {
    sink.report(diag::make(diag::Code::kIptSyntax, span, why));
}

// `words` is there so that it need not be made anew for each of a million lines.
void read_line(std::string_view text, Span line, SetStore& store, std::vector<Word>& words, diag::Sink& sink) {
    const std::size_t first = text.find_first_not_of(" \t\r");
    if (first == text.npos || text[first] == '#') return;
    if (text.find('\0') != text.npos) return fail(line, "a zero byte", sink);
    if (!split_line(text, line, words))
        return fail(words.back().span, "a quote stays open to the end of the line", sink);
    store.run(words, line);
}

} // namespace

Sets read_save(const SourceManager& sources, FileId file, diag::Sink& sink) {
    const std::string_view text = sources.text(file);
    SetStore store(false, sink);
    std::vector<Word> words;
    for (std::size_t begin = 0; begin < text.size();) {
        const std::size_t end = std::min(text.find('\n', begin), text.size());
        const Span line = {file, static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end)};
        read_line(text.substr(begin, end - begin), line, store, words, sink);
        begin = end + 1;
    }
    return store.finish();
}

Sets read_commands(const std::vector<std::vector<ipt::Token>>& commands, diag::Sink& sink) {
    SetStore store(true, sink);
    for (const std::vector<ipt::Token>& command : commands) {
        std::vector<Word> words;
        for (const ipt::Token& word : command)
            words.push_back({.text = word.text, .span = word.span, .quoted = word.quoted});
        const Span line = command.empty() ? Span{} : cover(command.front().span, command.back().span);
        if (!words.empty()) words.erase(words.begin()); // ipset
        store.run(words, line);
    }
    return store.finish();
}

} // namespace rulec::ipset
