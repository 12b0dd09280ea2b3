// SPDX-License-Identifier: GPL-2.0-or-later
#include "runtime/cli/legal_places.h"

#include "compiler/sema/analyze.h"

#include <utility>
#include <vector>

#include <fmt/format.h>

namespace rulec::cli {
namespace {

using catalog::Family;

constexpr Family kFamilies[] = {Family::ip, Family::ip6, Family::inet, Family::bridge, Family::netdev, Family::arp};

bool compiles(const std::string& text) {
    SourceManager sources;
    diag::Sink sink;
    sema::analyze(sources, sources.add("example", text), {}, sink);
    return !sink.failed();
}

struct Places {
    std::vector<std::string_view> hooks; // where the rule is legal
    bool all = true;                     // in every hook that has such chains
};

Places places_in(Family family, std::string_view rule, std::string_view declares, catalog::ChainType type) {
    Places places;
    for (const std::string_view word : catalog::hook_names()) {
        const catalog::Hook hook = *catalog::find_hook(word);
        if (!catalog::chain_type_fits(family, type, hook)) continue;
        const bool legal = compiles(fmt::format(
            "table {} t {{\n{}\nchain c {{\ntype {} hook {}{} priority 0\n{}\n}}\n}}\n", catalog::name(family),
            declares, catalog::name(type), word, catalog::needs_devices(family, hook) ? " device \"lo\"" : "", rule));
        if (legal)
            places.hooks.push_back(word);
        else
            places.all = false;
    }
    return places;
}

} // namespace

std::string legal_places(std::string_view rule, std::string_view declares, catalog::ChainType type) {
    std::vector<std::pair<std::string, std::string>> groups; // hooks, families that have just these
    std::size_t complete = 0;
    for (const Family family : kFamilies) {
        const Places places = places_in(family, rule, declares, type);
        complete += places.all ? 1 : 0;
        if (places.hooks.empty()) continue;
        const std::string hooks = places.all ? "" : fmt::format(" ({})", fmt::join(places.hooks, ", "));
        const std::string name(catalog::name(family));
        if (!groups.empty() && groups.back().first == hooks)
            groups.back().second += ", " + name;
        else
            groups.emplace_back(hooks, name);
    }
    if (complete == std::size(kFamilies)) return "everywhere";
    std::string text;
    for (const auto& [hooks, families] : groups)
        text += fmt::format("{}{}{}", text.empty() ? "" : "; ", families, hooks);
    return text.empty() ? "nowhere" : text;
}

} // namespace rulec::cli
