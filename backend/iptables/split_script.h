// SPDX-License-Identifier: GPL-2.0-or-later
// A shell script as commands of constant words (POSIX shell, 2.2 and 2.3): quotes, backslashes, comments, lines that
// continue. Variables, substitutions, patterns, pipes, redirections and control words are refused.
#pragma once

#include "backend/iptables/split_words.h"

namespace rulec::ipt {

struct ScriptCommand {
    std::vector<Token> words;
    std::vector<std::string> remarks; // comments on lines of their own in front of it
};

std::vector<ScriptCommand> split_script(const SourceManager& sources, FileId file, diag::Sink& sink);

} // namespace rulec::ipt
