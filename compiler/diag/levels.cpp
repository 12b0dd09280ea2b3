// SPDX-License-Identifier: GPL-2.0-or-later
#include "compiler/diag/levels.h"

namespace rulec::diag {
namespace {

std::vector<Code> all_warnings() {
    std::vector<Code> warnings;
    for (std::size_t i = 0; i < code_count(); ++i) {
        const auto code = static_cast<Code>(i);
        if (info(code).severity == Severity::warning) warnings.push_back(code);
    }
    return warnings;
}

} // namespace

std::vector<Code> find_warnings(std::string_view word) {
    std::vector<Code> found = all_warnings();
    if (word == "all") return found;
    const bool maybe_id = word.starts_with('W');
    std::erase_if(found, [&](Code code) {
        const CodeInfo& row = info(code);
        return !(row.is_lint() && row.word == word) && !(maybe_id && row.id.starts_with(word));
    });
    return found;
}

std::vector<std::string_view> warning_names() {
    std::vector<std::string_view> names{"all"};
    for (const Code code : all_warnings()) {
        names.push_back(info(code).id);
        if (info(code).is_lint()) names.push_back(info(code).word);
    }
    return names;
}

Levels::Levels() : levels_(code_count(), Level::error) {
    for (const Code code : all_warnings())
        set(code, info(code).level);
}

} // namespace rulec::diag
