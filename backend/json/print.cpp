// SPDX-License-Identifier: GPL-2.0-or-later
#include "backend/json/print.h"

#include "backend/json/context.h"
#include "backend/json/print_action.h"
#include "backend/json/print_object.h"
#include "backend/json/print_set.h"
#include "compiler/catalog/symbols.h"

#include <fmt/format.h>

namespace rulec::json {
namespace {

constexpr int kSchemaVersion = 1; // "json_schema_version" of nft 1.0.6

// The list of all objects, one a line.
class Lines {
  public:
    explicit Lines(std::string& out) : out_(out) { out_ += "{\"nftables\":[\n"; }
    std::string& next() {
        if (!first_) out_ += ",\n";
        first_ = false;
        return out_;
    }
    void finish() { out_ += "\n]}\n"; }

  private:
    std::string& out_;
    bool first_ = true;
};

Json table_json(catalog::Family family, const std::string& name) {
    return {{"table", {{"family", catalog::name(family)}, {"name", name}}}};
}

Json print_table(Context& context) {
    const model::Table& table = context.table;
    if (table.comment) leaves_out(context, table.span, "the comment of a table");
    if (table.flags != 0) cannot_say(context, table.span, "flags of a table");
    return table_json(table.family, table.name);
}

Json print_chain(Context& context, const model::Chain& chain) {
    if (chain.comment) leaves_out(context, chain.span, "the comment of a chain");
    Json body = head(context, chain.name);
    if (!chain.base) return Json::object({{"chain", std::move(body)}});
    const model::BaseChain& base = *chain.base;
    body["type"] = catalog::name(base.type);
    body["hook"] = catalog::name(base.hook);
    body["prio"] = base.priority;
    if (base.devices.size() > 1) cannot_say(context, chain.span, "a chain with more than one device");
    if (!base.devices.empty()) body["dev"] = base.devices[0];
    if (base.policy_accept) body["policy"] = *base.policy_accept ? "accept" : "drop";
    return Json::object({{"chain", std::move(body)}});
}

Json print_rule(Context& context, const model::Chain& chain, const model::Rule& rule) {
    context.protocols = model::ProtocolContext(context.table.family);
    Json statements = Json::array();
    for (const model::Statement& statement : rule.statements)
        statements.push_back(print_statement(context, statement));
    Json body = {
        {"family", catalog::name(context.table.family)}, {"table", context.table.name}, {"chain", chain.name}};
    if (rule.comment) body["comment"] = *rule.comment;
    body["expr"] = std::move(statements);
    return Json::object({{"rule", std::move(body)}});
}

// In nft's order: what is referred to comes first.
void print_parts(Context& context, Lines& lines) {
    const model::Table& table = context.table;
    append(context, table.span, print_table(context), lines.next());
    for (const model::Chain& chain : table.chains) {
        if (!chain.bound) append(context, chain.span, print_chain(context, chain), lines.next());
    }
    for (const model::Object& object : table.objects)
        append(context, object.span, print_object(context, object), lines.next());
    for (const model::Set& set : table.sets) {
        if (!set.anonymous && !set.name.empty()) append_set(context, set, lines.next());
    }
    for (const model::Flowtable& flowtable : table.flowtables)
        append(context, flowtable.span, print_flowtable(context, flowtable), lines.next());
    for (const model::Chain& chain : table.chains) {
        if (chain.bound) continue; // whoever jumps there has said that this cannot be written
        for (const model::Rule& rule : chain.rules)
            append(context, rule.span, print_rule(context, chain, rule), lines.next());
    }
}

// `delete table` of what may not be there: made first, so that it is.
void print_removed(const model::Ruleset& ruleset, Lines& lines) {
    for (const auto& [family, name] : ruleset.removed_tables) {
        for (const char* verb : {"add", "delete"})
            lines.next() += Json::object({{verb, table_json(family, name)}}).dump();
    }
}

} // namespace

std::string print(const model::Ruleset& ruleset, diag::Sink& sink) {
    std::string out;
    Lines lines(out);
    lines.next() += fmt::format(R"({{"metainfo":{{"json_schema_version":{}}}}})", kSchemaVersion);
    if (ruleset.flush_ruleset) lines.next() += R"({"flush":{"ruleset":null}})";
    print_removed(ruleset, lines);
    for (const model::Table& table : ruleset.tables) {
        Context context(ruleset, table, sink);
        print_parts(context, lines);
    }
    lines.finish();
    return out;
}

} // namespace rulec::json
