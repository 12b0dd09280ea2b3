// SPDX-License-Identifier: GPL-2.0-or-later
// A shell script as commands of constant words (POSIX shell, 2.2 and 2.3): quotes, backslashes, comments, lines that
// continue, lists with `;`, `&&` and `||`, and where output goes, which does not matter. Variables, substitutions,
// patterns, pipes, input from elsewhere and control words are refused.
#pragma once

#include "backend/iptables/split_words.h"

namespace rulec::ipt {

struct ScriptCommand {
    enum class After : std::uint8_t { anything, success, failure }; // of the command before: `;`, `&&`, `||`

    std::vector<Token> words = {};
    std::vector<std::string> remarks = {}; // comments in front of it, and behind it in its line
    After after = After::anything;
    bool paragraph = false; // an empty line is in front of it, and of the comments
    bool quiet = false;     // output goes to /dev/null: complaints are expected
};

std::vector<ScriptCommand> split_script(const SourceManager& sources, FileId file, diag::Sink& sink);

} // namespace rulec::ipt
