// SPDX-License-Identifier: GPL-2.0-or-later
#include "backend/json/import/statements.h"

#include "backend/json/import/words.h"
#include "compiler/catalog/symbols.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

namespace rulec::json {
namespace {

using catalog::Vocabulary;
using diag::Code;

// ---- matches

constexpr auto kMatchOps = std::to_array<std::string_view>({"==", "!=", "<", ">", "<=", ">=", "in", "!"});

// A set, a range or a prefix: a value is in it or not, whatever its type.
bool is_collection(const Node& right) {
    if (right->is_string()) return right->get_ref<const std::string&>().starts_with('@');
    return right->is_object() && (right->contains("set") || right->contains("range") || right->contains("prefix"));
}

// `field value` tests bits where the type has flags, and is equality elsewhere.
std::string_view written_op(std::string_view op, const Expression& left, const Node& right) {
    if (op == "in") return "";
    if (op != "==") return op;
    const catalog::DataType* type = type_at(left.types, 0);
    return type != nullptr && type->bitmask && !is_collection(right) ? "==" : "";
}

// {"base": 42, "offset": 0, "len": 8} against true or false asks whether option 42 is there.
std::string presence(std::string left) {
    constexpr std::string_view kOption = "tcp option @", kWhole = ",0,8";
    if (!left.starts_with(kOption) || !left.ends_with(kWhole)) return left;
    left.erase(left.size() - kWhole.size());
    return left.erase(kOption.size() - 1, 1);
}

std::string match(Reader& reader, const Node& node) {
    Fields fields(reader, node, "a match");
    const auto op = fields.need("op");
    const auto left = fields.need("left");
    const auto right = fields.need("right");
    if (!op || !left || !right) return {};
    const std::string word = one_of(reader, *op, kMatchOps, "operator");
    const Expression lhs = expression(reader, *left);
    const std::string_view written = written_op(word, lhs, *right);
    const std::string subject = (*right)->is_boolean() ? presence(lhs.text) : lhs.text;
    const std::string_view joint = word == "in" || word == "!" ? "," : " | ";
    return fmt::format("{} {}{}{}", subject, written, written.empty() ? "" : " ",
                       flags(reader, *right, lhs.types, joint));
}

// Names of protocols are words of the grammar, and nft takes none of them behind `set` but in quotes.
std::string assigned(Reader& reader, const Node& node, const Types& types) {
    const catalog::DataType* type = type_at(types, 0);
    const bool protocol = type != nullptr && type->notation == catalog::Notation::protocol;
    return protocol && node->is_string() ? quoted(reader, node) : flags(reader, node, types, ",");
}

std::string mangle(Reader& reader, const Node& node) {
    Fields fields(reader, node, "an assignment");
    const auto key = fields.need("key");
    const auto what = fields.need("value");
    if (!key || !what) return {};
    const Expression target = expression(reader, *key);
    return fmt::format("{} set {}", target.text, assigned(reader, *what, target.types));
}

std::string vmap(Reader& reader, const Node& node) {
    return map_lookup(reader, node, "vmap", {});
}

// ---- others

std::string log_flags(Reader& reader, const Node& node) {
    constexpr auto kFlags =
        std::to_array<std::string_view>({"tcp sequence", "tcp options", "ip options", "skuid", "ether", "all"});
    std::string text = " flags " + list_of(reader, node, kFlags, "log flag", " flags ");
    const std::size_t both = text.find("tcp sequence flags tcp options"); // one word `tcp` for the two
    if (both != text.npos) text.replace(both, 30, "tcp sequence,options");
    return text;
}

std::string log(Reader& reader, const Node& node) {
    if (node->is_null()) return "log";
    const auto levels = vocabulary_words(Vocabulary::log_level);
    Fields fields(reader, node, "log");
    std::string text = "log";
    if (const auto prefix = fields.take("prefix")) text += " prefix " + quoted(reader, *prefix);
    if (const auto group = fields.take("group")) text += " group " + number(reader, *group, UINT16_MAX);
    if (const auto len = fields.take("snaplen")) text += " snaplen " + number(reader, *len, UINT32_MAX);
    if (const auto queued = fields.take("queue-threshold"))
        text += " queue-threshold " + number(reader, *queued, UINT16_MAX);
    if (const auto level = fields.take("level")) text += " level " + one_of(reader, *level, levels, "log level");
    if (const auto flags = fields.take("flags")) text += log_flags(reader, *flags);
    return text;
}

std::string reject(Reader& reader, const Node& node) {
    constexpr auto kKinds = std::to_array<std::string_view>({"tcp reset", "icmp", "icmpv6", "icmpx"});
    if (node->is_null()) return "reject";
    Fields fields(reader, node, "reject");
    const auto type = fields.take("type");
    const auto code = fields.take("expr");
    if (!type) return "reject";
    const std::string kind = one_of(reader, *type, kKinds, "kind of reject");
    if (kind == "tcp reset") return "reject with tcp reset";
    return fmt::format("reject with {} {}", kind, code ? value(reader, *code) : "0");
}

std::string synproxy(Reader& reader, const Node& node) {
    if (node->is_null()) return "synproxy";
    if (is_reference(node)) return reference(reader, node, "synproxy name");
    Fields fields(reader, node, "synproxy");
    return "synproxy" + synproxy_options(reader, fields);
}

std::string reset(Reader& reader, const Node& node) {
    const Expression option = expression(reader, node);
    if (!option.text.starts_with("tcp option")) return reader.expected(node, "a TCP option");
    return "reset " + option.text;
}

// A rule that adds to a set or, in later versions of the schema, to a map.
std::string set_update(Reader& reader, const Node& node) {
    constexpr auto kOps = std::to_array<std::string_view>({"add", "update", "delete"});
    Fields fields(reader, node, "a set update");
    const auto op = fields.need("op");
    const auto elem = fields.need("elem");
    const auto set = fields.need(node.key); // "set" or "map", as the statement itself
    const auto data = fields.take("data");
    const auto statements = fields.take("stmt");
    if (!op || !elem || !set) return {};
    std::string text = element(reader, *elem);
    if (statements) {
        for (const std::string& one : statement_list(reader, *statements))
            text += " " + one;
    }
    if (data) text += " : " + value(reader, *data);
    return fmt::format("{} {} {{ {} }}", one_of(reader, *op, kOps, "operation"), value(reader, *set), text);
}

std::string meter(Reader& reader, const Node& node) {
    Fields fields(reader, node, "a meter");
    const auto name = fields.need("name");
    const auto key = fields.need("key");
    const auto inner = fields.need("stmt");
    const auto size = fields.take("size");
    if (!name || !key || !inner) return {};
    const std::string room = size ? " size " + number(reader, *size, UINT32_MAX) : "";
    return fmt::format("meter {}{} {{ {} {} }}", identifier(reader, *name), room, element(reader, *key),
                       statement(reader, *inner));
}

std::string xt(Reader& reader, const Node& node) {
    return reader.fail(node, Code::kNotWritable, "a match or target of xtables: iptables-nft made this rule");
}

std::string plain(Reader& reader, const Node& node) {
    if (!node->is_null()) return reader.expected(node, "null");
    return std::string(node.key);
}

std::string jump(Reader& reader, const Node& node) {
    Fields fields(reader, node, "a jump");
    const auto target = fields.need("target");
    return target ? fmt::format("{} {}", node.key, identifier(reader, *target)) : "";
}

using Row = StatementRow;
constexpr auto kVerdicts = std::to_array<Row>({
    {"accept", plain},
    {"drop", plain},
    {"continue", plain},
    {"return", plain},
    {"jump", jump},
    {"goto", jump},
});
constexpr auto kStatements = std::to_array<Row>({
    {"match", match},
    {"mangle", mangle},
    {"vmap", vmap},
    {"log", log},
    {"reject", reject},
    {"snat", nat},
    {"dnat", nat},
    {"masquerade", nat},
    {"redirect", nat},
    {"tproxy", tproxy},
    {"notrack", plain},
    {"queue", queue},
    {"dup", dup},
    {"fwd", fwd},
    {"flow", flow},
    {"synproxy", synproxy},
    {"set", set_update},
    {"map", set_update},
    {"meter", meter},
    {"reset", reset},
    {"ct helper", [](Reader& reader, const Node& node) { return reference(reader, node, "ct helper set"); }},
    {"ct timeout", [](Reader& reader, const Node& node) { return reference(reader, node, "ct timeout set"); }},
    {"ct expectation",
     [](Reader& reader, const Node& node) { return reference(reader, node, "ct expectation set"); }},
    {"secmark", [](Reader& reader, const Node& node) { return reference(reader, node, "meta secmark set"); }},
    {"xt", xt},
});

ReadStatement find(std::span<const Row> rows, std::string_view kind) {
    const auto row = std::ranges::find(rows, kind, &Row::kind);
    return row == rows.end() ? nullptr : row->read;
}

std::string unknown(Reader& reader, const Node& node) {
    std::vector<std::string_view> kinds;
    for (const std::span<const Row> rows :
         {std::span<const Row>(kVerdicts), stateful_rows(), std::span<const Row>(kStatements)}) {
        for (const Row& row : rows)
            kinds.push_back(row.kind);
    }
    auto diagnostic = diag::make(Code::kUnknownWord, {}, "statement", node.key);
    diagnostic.suggest_in_words(node.key, kinds);
    return reader.report(node, std::move(diagnostic));
}

// Where nft has no JSON for a statement it lists its text. It is taken if it cannot end the rule that it stands in.
bool stays_inside_rule(std::string_view text) {
    int depth = 0;
    bool in_string = false;
    for (const char c : text) {
        if (c == '"') in_string = !in_string;
        if (c == '\0' || (in_string && c == '\n')) return false;
        if (in_string) continue;
        if (c == '{') ++depth;
        if (c == '}' && --depth < 0) return false;
        if (c == '#' || c == '\\' || (depth == 0 && (c == ';' || c == '\n'))) return false;
    }
    return depth == 0 && !in_string;
}

std::string text_statement(Reader& reader, const Node& node) {
    const std::string& text = node->get_ref<const std::string&>();
    if (stays_inside_rule(text)) return text;
    return reader.fail(node, Code::kNotWritable, "text that is no single statement");
}

} // namespace

std::string synproxy_options(Reader& reader, Fields& fields) {
    const auto words = vocabulary_words(Vocabulary::synproxy_flag);
    std::string text;
    if (const auto mss = fields.take("mss")) text += " mss " + number(reader, *mss, UINT16_MAX);
    if (const auto scale = fields.take("wscale")) text += " wscale " + number(reader, *scale, 14);
    if (const auto flags = fields.take("flags")) text += " " + list_of(reader, *flags, words, "synproxy flag", " ");
    return text;
}

bool is_verdict(const Node& node) {
    return node->is_object() && node->size() == 1 && find(kVerdicts, node->begin().key()) != nullptr;
}

std::string verdict(Reader& reader, const Node& node) {
    const Node member{&node->begin().value(), &node, node->begin().key()};
    return find(kVerdicts, member.key)(reader, member);
}

std::string statement(Reader& reader, const Node& node) {
    if (node->is_string()) return text_statement(reader, node);
    const auto member = only_member(reader, node, "a statement");
    if (!member) return {};
    for (const std::span<const Row> rows :
         {std::span<const Row>(kVerdicts), stateful_rows(), std::span<const Row>(kStatements)}) {
        if (const ReadStatement read = find(rows, member->key)) return read(reader, *member);
    }
    return unknown(reader, *member);
}

std::vector<std::string> statement_list(Reader& reader, const Node& node) {
    if (!node->is_array()) return {statement(reader, node)};
    std::vector<std::string> all;
    for (std::size_t i = 0; i < node->size(); ++i)
        all.push_back(statement(reader, node.item(i)));
    return all;
}

} // namespace rulec::json
