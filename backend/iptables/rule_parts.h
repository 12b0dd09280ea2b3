// SPDX-License-Identifier: GPL-2.0-or-later
// RuleParts: a rule while its command line is read, and which option of which part a word stands for.
#pragma once

#include "backend/iptables/general_options.h"

namespace rulec::ipt {

// What an option word stands for: one of the two.
struct Found {
    const GeneralRow* general = nullptr;
    const OptionRow* option = nullptr;
    Extension* owner = nullptr; // of the option
};

struct RuleParts {
    Extension header{.row = &header_row(), .options = {}, .span = {}};
    std::vector<Option> sources, destinations; // -s and -d, each of their addresses
    std::vector<Extension> matches;
    std::optional<Extension> target;
    std::optional<Jump> jump;
    std::optional<Counters> counters;

    // What `--name` may be: one if it is that very name, else all that begin so.
    std::vector<Found> candidates(std::string_view name);
    std::vector<std::string_view> known_names();

    // iptables loads the match of `-p` when it meets an option that nothing else knows. False: there is none.
    bool load_match_of_protocol(Family family);

    // One rule, or where -s or -d has a list one for every source with every destination.
    std::vector<Rule> rules(Span span) const;

  private:
    std::vector<Found> candidates_among(std::string_view name, bool exact);
};

} // namespace rulec::ipt
