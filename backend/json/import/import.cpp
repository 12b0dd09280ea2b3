// SPDX-License-Identifier: GPL-2.0-or-later
// The list of objects and commands, one after the other.
#include "backend/json/import/import.h"

#include "backend/json/import/declarations.h"
#include "backend/json/import/document.h"
#include "backend/json/import/layout.h"
#include "backend/json/import/words.h"

#include <algorithm>
#include <array>
#include <set>

#include <fmt/format.h>

namespace rulec::json {
namespace {

using diag::Code;

constexpr std::uint64_t kSchemaVersion = 1;

class Importer {
  public:
    Importer(const SourceManager& sources, FileId file, diag::Sink& sink) : reader_{sources, file, sink} {}

    void document(const Node& top);
    Imported finish() { return layout_.finish(); }

  private:
    void item(const Node& node);
    void declare(const Node& thing, std::string_view verb);
    void declare_table(const Node& thing, std::string_view verb);
    void declare_block(const Node& thing, std::string_view verb);
    void rule(const Node& thing, std::string_view verb);
    void element(const Node& thing, std::string_view verb);
    void command(const Node& verb);
    void remove(const Node& thing, std::string_view verb);
    void flush(const Node& thing);
    void rename(const Node& thing);
    void metainfo(const Node& thing);
    void live(const Node& node, std::string_view what) { reader_.fail(node, Code::kLiveCommand, what, what); }
    std::string chain_key(const Identity& chain) const { return chain.table + " " + chain.name; }

    Reader reader_;
    Layout layout_;
    std::set<std::string> chains_; // "family table chain" of those declared
    std::size_t item_ = 0;
};

// ---- declarations

void Importer::declare_table(const Node& thing, std::string_view verb) {
    Fields fields(reader_, thing, "a table");
    const auto table = table_identity(reader_, fields);
    const auto lines = table_lines(reader_, fields);
    if (!table) return;
    if (verb == "create") layout_.command("create table " + table->table, item_);
    layout_.table(table->table, lines, item_);
}

void Importer::declare_block(const Node& thing, std::string_view verb) {
    Fields fields(reader_, thing, thing.key);
    const auto who = identity(reader_, fields);
    if (!who) return;
    fields.ignore("handle");
    const bool is_chain = thing.key == "chain";
    auto lines = block_lines(reader_, fields, thing.key);
    if (is_chain) chains_.insert(chain_key(*who));
    if (verb != "create") {
        layout_.block(who->table, {fmt::format("{} {}", thing.key, who->name), std::move(lines), item_});
        return;
    }
    std::string text = fmt::format("create {} {} {}", thing.key, who->table, who->name);
    if (!lines.empty()) text += " {";
    for (const std::string& line : lines)
        text += "\n\t" + line;
    layout_.command(lines.empty() ? text : text + "\n}", item_);
}

// Without its chain the rule would hang nowhere, and the chain's hook would be lost in silence.
void Importer::rule(const Node& thing, std::string_view verb) {
    Fields fields(reader_, thing, "a rule");
    const auto chain = identity(reader_, fields, "chain");
    if (!chain) return;
    const auto handle = fields.take("handle");
    const auto index = fields.take("index");
    const std::string text = rule_text(reader_, fields);
    if (!chains_.contains(chain_key(*chain))) {
        reader_.fail(thing, Code::kUnknownChain, chain->name, chain->table);
        return;
    }
    if (handle && !verb.empty()) return live(*handle, "a place by handle");
    if (verb != "insert" && !index) return layout_.rule(chain->table, chain->name, text, item_);
    const std::string place = index ? " index " + number(reader_, *index, UINT32_MAX) : "";
    layout_.command(
        fmt::format("{} rule {} {}{} {}", verb.empty() ? "add" : verb, chain->table, chain->name, place, text),
        item_);
}

void Importer::element(const Node& thing, std::string_view verb) {
    Fields fields(reader_, thing, "elements");
    const auto set = identity(reader_, fields);
    if (!set) return;
    const auto elem = fields.need("elem");
    if (!elem) return;
    layout_.command(fmt::format("{} element {} {} {}", verb.empty() ? "add" : verb, set->table, set->name,
                                element_list(reader_, *elem)),
                    item_);
}

void Importer::declare(const Node& thing, std::string_view verb) {
    if (thing.key == "table") return declare_table(thing, verb);
    if (thing.key == "rule") return rule(thing, verb);
    if (thing.key == "element") return element(thing, verb);
    if (is_block(thing.key)) return declare_block(thing, verb);
    constexpr auto kKinds = std::to_array<std::string_view>(
        {"table",    "chain",    "rule",    "set",       "map",        "element",        "flowtable",
         "counter",  "quota",    "limit",   "ct helper", "ct timeout", "ct expectation", "secmark",
         "synproxy", "metainfo", "add",     "create",    "insert",     "delete",         "destroy",
         "flush",    "rename",   "replace", "list",      "reset"});
    auto unknown = diag::make(Code::kUnknownWord, {}, "object or command", thing.key);
    unknown.suggest_in_words(thing.key, kKinds);
    reader_.report(thing, std::move(unknown));
}

// ---- commands

void Importer::remove(const Node& thing, std::string_view verb) {
    if (thing.key == "rule") return live(thing, "delete rule");
    if (thing.key == "element") return element(thing, verb);
    Fields fields(reader_, thing, "what to delete");
    const bool is_table = thing.key == "table";
    if (!fields.has("name") && fields.has("handle")) {
        fields.ignore_rest();
        return live(thing, "delete by handle");
    }
    const auto who = is_table ? table_identity(reader_, fields) : identity(reader_, fields);
    if (!who) return;
    fields.ignore_rest(); // the rest of a declaration may stand there, and says nothing
    const std::string prefix = is_table ? who->table : who->table + " ";
    std::erase_if(chains_, [&](const std::string& chain) {
        return is_table ? chain.starts_with(prefix + " ") : thing.key == "chain" && chain == prefix + who->name;
    });
    if (!is_table && !is_block(thing.key)) return declare(thing, verb);
    layout_.command(fmt::format("{} {} {}{}", verb, thing.key, is_table ? who->table : prefix, who->name), item_);
}

void Importer::flush(const Node& thing) {
    if (thing.key == "ruleset") {
        if (!thing->is_null()) {
            Fields fields(reader_, thing, "a ruleset");
            if (const auto family = fields.take("family"))
                return layout_.command("flush ruleset " + identifier(reader_, *family), item_);
        }
        chains_.clear();
        return layout_.command("flush ruleset", item_);
    }
    Fields fields(reader_, thing, "what to flush");
    const bool is_table = thing.key == "table";
    const auto who = is_table ? table_identity(reader_, fields) : identity(reader_, fields);
    if (!who) return;
    fields.ignore("handle");
    const bool known = is_table || thing.key == "chain" || thing.key == "set" || thing.key == "map";
    if (!known) {
        fields.ignore_rest();
        reader_.expected(thing, "a table, chain, set, map or ruleset to flush");
        return;
    }
    fields.ignore_rest();
    layout_.command(fmt::format("flush {} {}{}{}", thing.key, who->table, is_table ? "" : " ", who->name), item_);
}

void Importer::rename(const Node& thing) {
    Fields fields(reader_, thing, "a chain to rename");
    const auto who = identity(reader_, fields);
    if (!who) return;
    fields.ignore("handle");
    const auto name = fields.need("newname");
    if (thing.key != "chain" || !name) {
        if (name) reader_.expected(thing, "a chain");
        return;
    }
    const std::string to = identifier(reader_, *name);
    chains_.insert(chain_key({who->table, to}));
    layout_.command(fmt::format("rename chain {} {} {}", who->table, who->name, to), item_);
}

void Importer::command(const Node& verb) {
    const auto thing = only_member(reader_, verb, "what the command is about");
    if (!thing) return;
    if (verb.key == "add" || verb.key == "create" || verb.key == "insert") return declare(*thing, verb.key);
    if (verb.key == "delete" || verb.key == "destroy") return remove(*thing, verb.key);
    if (verb.key == "flush") return flush(*thing);
    if (verb.key == "rename") return rename(*thing);
    live(verb, fmt::format("{} {}", verb.key, thing->key));
}

bool is_verb(std::string_view word) {
    constexpr auto kVerbs = std::to_array<std::string_view>(
        {"add", "create", "insert", "delete", "destroy", "flush", "rename", "replace", "list", "reset"});
    return std::ranges::find(kVerbs, word) != kVerbs.end();
}

void Importer::metainfo(const Node& thing) {
    Fields fields(reader_, thing, "metainfo");
    fields.ignore("version");
    fields.ignore("release_name");
    const auto version = fields.take("json_schema_version");
    if (version && (!(*version)->is_number_unsigned() || (*version)->get<std::uint64_t>() > kSchemaVersion))
        reader_.expected(*version, fmt::format("version {} of the schema", kSchemaVersion));
}

void Importer::item(const Node& node) {
    const auto member = only_member(reader_, node, "a command or something declared");
    if (!member) return;
    if (member->key == "metainfo") return metainfo(*member);
    is_verb(member->key) ? command(*member) : declare(*member, "");
}

void Importer::document(const Node& top) {
    Fields fields(reader_, top, "the document");
    const auto list = fields.need("nftables");
    if (!list) return;
    if (!(*list)->is_array()) {
        reader_.expected(*list, "an array of objects and commands");
        return;
    }
    for (item_ = 0; item_ < (*list)->size(); ++item_) {
        if (reader_.sink.error_count() >= diag::Sink::kMaxErrors) return;
        item(list->item(item_));
    }
}

} // namespace

Imported import(const SourceManager& sources, FileId file, diag::Sink& sink) {
    const auto json = parse_document(sources, file, sink);
    if (!json) return {};
    Importer importer(sources, file, sink);
    importer.document({&*json});
    return importer.finish();
}

Span item_span(const SourceManager& sources, FileId file, std::size_t item) {
    constexpr std::size_t kShown = 60;
    const Extent extent = locate(sources.text(file), {std::string("nftables"), item});
    return {file, static_cast<std::uint32_t>(extent.begin),
            static_cast<std::uint32_t>(std::min(extent.end, extent.begin + kShown))};
}

} // namespace rulec::json
