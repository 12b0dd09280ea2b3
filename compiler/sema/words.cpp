// SPDX-License-Identifier: GPL-2.0-or-later
#include "compiler/sema/words.h"

#include <vector>

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace rulec::sema {

diag::Diagnostic unknown_word(std::string_view what, std::string_view word, Span span,
                              std::span<const std::string_view> known) {
    auto diagnostic = diag::make(diag::Code::kUnknownWord, span, what, word);
    if (!diagnostic.suggest(word, known))
        diagnostic.helps.push_back(fmt::format("known are: {}", fmt::join(known, ", ")));
    return diagnostic;
}

std::optional<std::uint64_t> find_word(Context& context, catalog::Vocabulary vocabulary, std::string_view what,
                                       std::string_view word, Span span) {
    if (const auto value = catalog::find(vocabulary, word)) return value;
    std::vector<std::string_view> names;
    for (const catalog::Symbol& symbol : catalog::words(vocabulary))
        names.push_back(symbol.name);
    return context.fail(unknown_word(what, word, span, names));
}

} // namespace rulec::sema
