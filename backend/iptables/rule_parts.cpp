// SPDX-License-Identifier: GPL-2.0-or-later
#include "backend/iptables/rule_parts.h"

#include "backend/iptables/check_rule.h"

#include <algorithm>

namespace rulec::ipt {

std::vector<Found> RuleParts::candidates_among(std::string_view name, bool exact) {
    const auto fits = [&](std::string_view known) {
        return !known.empty() && (exact ? known == name : known.starts_with(name));
    };
    std::vector<Found> found;
    const auto look = [&](Extension& owner) {
        for (const OptionRow& row : owner.row->options) {
            if (fits(row.name) || fits(row.alias)) found.push_back({.option = &row, .owner = &owner});
        }
    };
    if (target) look(*target);
    for (auto match = matches.rbegin(); match != matches.rend(); ++match) { // the last one is meant
        look(*match);
        if (exact && !found.empty()) return found;
    }
    look(header);
    for (const GeneralRow& row : general_options()) {
        if (fits(row.name)) found.push_back({.general = &row});
    }
    return found;
}

std::vector<Found> RuleParts::candidates(std::string_view name) {
    auto found = candidates_among(name, true);
    if (!found.empty()) {
        found.resize(1);
        return found;
    }
    return candidates_among(name, false);
}

bool RuleParts::load_match_of_protocol(Family family) {
    Rule so_far;
    so_far.matches.push_back(header);
    const auto protocol = protocol_of(so_far);
    const ExtensionRow* row = protocol ? match_of_protocol(*protocol, family) : nullptr;
    if (row == nullptr || std::ranges::find(matches, row, &Extension::row) != matches.end()) return false;
    matches.push_back({.row = row, .options = {}, .span = header.find("protocol")->span});
    return true;
}

std::vector<std::string_view> RuleParts::known_names() {
    std::vector<std::string_view> names;
    for (const Found& found : candidates_among("", false)) {
        names.push_back(found.option != nullptr ? found.option->name : found.general->name);
        if (found.option != nullptr && !found.option->alias.empty()) names.push_back(found.option->alias);
    }
    return names;
}

std::vector<Rule> RuleParts::rules(Span span) const {
    Rule rule;
    if (!header.options.empty()) rule.matches.push_back(header);
    rule.matches.insert(rule.matches.end(), matches.begin(), matches.end());
    if (jump) rule.target = *jump;
    if (target) rule.target = *target;
    rule.counters = counters;
    rule.span = span;
    if (sources.size() <= 1 && destinations.size() <= 1) return {std::move(rule)};

    std::vector<Rule> product;
    const auto with = [](Rule one, const std::vector<Option>& list, std::size_t i) {
        if (list.empty()) return one;
        auto& options = one.matches.front().options;
        *std::ranges::find(options, list[i].row, &Option::row) = list[i];
        return one;
    };
    for (std::size_t s = 0; s < std::max<std::size_t>(1, sources.size()); ++s) {
        for (std::size_t d = 0; d < std::max<std::size_t>(1, destinations.size()); ++d)
            product.push_back(with(with(rule, sources, s), destinations, d));
    }
    return product;
}

} // namespace rulec::ipt
