// SPDX-License-Identifier: GPL-2.0-or-later
#include "backend/json/context.h"

namespace rulec::json {
namespace {

std::vector<bool> sets_filled_by_rules(const model::Table& table) {
    std::vector<bool> filled(table.sets.size());
    for (const model::Chain& chain : table.chains) {
        for (const model::Rule& rule : chain.rules) {
            for (const model::Statement& statement : rule.statements) {
                const auto* action = std::get_if<model::Action>(&statement.node);
                const auto* update = action == nullptr ? nullptr : std::get_if<model::SetUpdate>(action);
                if (update != nullptr) filled[update->set] = true;
            }
        }
    }
    return filled;
}

} // namespace

Context::Context(const model::Ruleset& all, const model::Table& one, diag::Sink& problems)
    : ruleset(all), table(one), sink(problems), protocols(one.family), filled(sets_filled_by_rules(one)) {}

Json cannot_say(Context& context, Span span, std::string_view what) {
    context.sink.report(diag::make(diag::Code::kJsonCannotSay, span, what));
    return nullptr;
}

void leaves_out(Context& context, Span span, std::string_view what) {
    context.sink.report(diag::make(diag::Code::kJsonLeavesOut, span, what));
}

Json head(const Context& context, const std::string& name) {
    return {{"family", catalog::name(context.table.family)}, {"table", context.table.name}, {"name", name}};
}

Json flag_words(std::span<const catalog::Symbol> symbols, std::uint64_t flags) {
    Json words = Json::array();
    for (const catalog::Symbol& symbol : symbols) {
        if ((flags & symbol.value) == symbol.value) words.push_back(symbol.name);
    }
    if (words.size() != 1) return words;
    return Json(words.front());
}

void append(Context& context, Span span, const Json& json, std::string& out) {
    try {
        out += json.dump();
    } catch (const nlohmann::json::exception&) { // its only reason here: a string that is not UTF-8
        cannot_say(context, span, "text that is not UTF-8");
    }
}

} // namespace rulec::json
