// SPDX-License-Identifier: GPL-2.0-or-later
#include "compiler/diag/apply_fixes.h"

#include <algorithm>
#include <map>

namespace rulec::diag {
namespace {

bool is_safe(const FixIt& fixit) {
    return fixit.applicability == Applicability::safe && fixit.span.known();
}

// The replacements that are to be made, by where they begin. They never touch: two insertions at one place would
// depend on their order.
class Replacements {
  public:
    bool has(const FixIt& fixit) const {
        const auto found = by_begin_.find(fixit.span.begin);
        return found != by_begin_.end() && found->second->span == fixit.span &&
               found->second->replacement == fixit.replacement;
    }

    bool touches(const FixIt& fixit) const {
        const auto after = by_begin_.lower_bound(fixit.span.begin);
        if (after != by_begin_.end() && after->second->span.begin <= fixit.span.end) return true;
        return after != by_begin_.begin() && std::prev(after)->second->span.end >= fixit.span.begin;
    }

    void add(const FixIt& fixit) { by_begin_.emplace(fixit.span.begin, &fixit); }

    void take(Replacements& others) { by_begin_.merge(others.by_begin_); }

    std::string in(std::string_view text) const {
        std::string result;
        std::size_t at = 0;
        for (const auto& [begin, fixit] : by_begin_) {
            result += text.substr(at, begin - at);
            result += fixit->replacement;
            at = fixit->span.end;
        }
        return result += text.substr(at);
    }

  private:
    std::map<std::uint32_t, const FixIt*> by_begin_;
};

enum class Fate : std::uint8_t { applied, overlapping, elsewhere };

Fate take(const std::vector<FixIt>& fixits, FileId file, Replacements& replacements) {
    Replacements added;
    for (const FixIt& fixit : fixits) {
        if (fixit.span.file != file) return Fate::elsewhere;
        if (replacements.has(fixit)) continue;
        if (replacements.touches(fixit) || added.touches(fixit)) return Fate::overlapping;
        added.add(fixit);
    }
    replacements.take(added);
    return Fate::applied;
}

} // namespace

FixedText apply_fixes(std::string_view text, FileId file, std::span<const Diagnostic> diagnostics) {
    FixedText fixed;
    Replacements replacements;
    for (const Diagnostic& diagnostic : diagnostics) {
        if (diagnostic.fixits.empty() || !std::ranges::all_of(diagnostic.fixits, is_safe)) continue;
        const Fate fate = take(diagnostic.fixits, file, replacements);
        fixed.applied += fate == Fate::applied ? 1 : 0;
        fixed.overlapping += fate == Fate::overlapping ? 1 : 0;
        fixed.elsewhere += fate == Fate::elsewhere ? 1 : 0;
    }
    fixed.text = replacements.in(text);
    return fixed;
}

} // namespace rulec::diag
