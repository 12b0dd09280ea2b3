// SPDX-License-Identifier: GPL-2.0-or-later
#include "backend/json/import/fields.h"

#include "backend/json/import/words.h"
#include "compiler/catalog/field.h"
#include "compiler/catalog/symbols.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

namespace rulec::json {
namespace {

using catalog::Header;
using catalog::HeaderKind;

constexpr auto kFamilies = std::to_array<std::string_view>({"ip", "ip6"});

std::string_view without_index(std::string_view name) {
    return name.substr(0, name.find('['));
}

// The field of a header by its catalogue row; `name` may be `sid[1]`.
FieldText of_header(Reader& reader, std::string_view words, const Header& header, const Node& name) {
    std::vector<std::string_view> names;
    for (const catalog::Field& row : header.fields)
        names.push_back(row.name);
    if (!name->is_string()) return {reader.expected(name, "the name of a field"), nullptr};
    const std::string& text = name->get_ref<const std::string&>();
    const catalog::Field* row = catalog::find_field(header, without_index(text));
    if (row == nullptr) return {one_of(reader, name, names, "field"), nullptr};
    const std::string_view index = std::string_view(text).substr(row->name.size());
    const bool plain = index.find_first_not_of("[]0123456789") == index.npos;
    if (!plain) return {reader.expected(name, "the name of a field"), nullptr};
    return {fmt::format("{} {}", words, text), &catalog::type(row->type)};
}

std::vector<std::string_view> header_names(HeaderKind kind) {
    std::vector<std::string_view> names;
    for (const Header& header : catalog::all_headers()) {
        if (header.kind == kind) names.push_back(header.name);
    }
    return names;
}

const Header* header_of(Reader& reader, HeaderKind kind, const Node& name, std::string_view what) {
    const std::string word = one_of(reader, name, header_names(kind), what);
    return word.empty() ? nullptr : catalog::find_header(kind, word);
}

FieldText raw(Reader& reader, Fields& fields, std::string_view prefix) {
    constexpr std::uint64_t kMost = 0xffff;
    const auto offset = fields.need("offset");
    const auto len = fields.need("len");
    if (!offset || !len) return {};
    return {fmt::format("{},{},{}", prefix, number(reader, *offset, kMost), number(reader, *len, kMost)), nullptr};
}

FieldText payload(Reader& reader, const Node& node) {
    constexpr auto kBases = std::to_array<std::string_view>({"ll", "nh", "th", "ih"});
    Fields fields(reader, node, "a payload expression");
    if (const auto base = fields.take("base"))
        return raw(reader, fields, "@" + one_of(reader, *base, kBases, "base"));
    const auto protocol = fields.need("protocol");
    const auto name = fields.need("field");
    if (!protocol || !name) return {};
    const Header* header = header_of(reader, HeaderKind::payload, *protocol, "protocol header");
    return header == nullptr ? FieldText{} : of_header(reader, header->name, *header, *name);
}

// {"name": HEADER, "field": FIELD}; without a field the question is whether the header is there.
FieldText named(Reader& reader, Fields& fields, HeaderKind kind, std::string_view words, std::string_view presence) {
    const auto name = fields.need("name");
    const auto field_name = fields.take("field");
    if (!name) return {};
    const Header* header = header_of(reader, kind, *name, fields.what());
    if (header == nullptr) return {};
    const std::string all = words.empty() ? std::string(header->name) : fmt::format("{} {}", words, header->name);
    if (field_name) return of_header(reader, all, *header, *field_name);
    return {fmt::format("{}{}", presence, all), &catalog::type(catalog::TypeId::boolean)};
}

FieldText exthdr(Reader& reader, const Node& node) {
    Fields fields(reader, node, "an extension header");
    const auto offset = fields.take("offset"); // of rt0 only: which address
    FieldText text = named(reader, fields, HeaderKind::exthdr, "", "exthdr ");
    if (offset) text.text += fmt::format("[{}]", number(reader, *offset, 255));
    return text;
}

// {"base": 42, "offset": 0, "len": 8} compared with true: is option 42 there?
FieldText tcp_option(Reader& reader, const Node& node) {
    Fields fields(reader, node, "a TCP option");
    const auto base = fields.take("base");
    if (!base) return named(reader, fields, HeaderKind::tcp_option, "tcp option", "");
    const std::string kind = number(reader, *base, 255);
    return raw(reader, fields, "tcp option @" + kind);
}

FieldText ip_option(Reader& reader, const Node& node) {
    Fields fields(reader, node, "an IP option");
    return named(reader, fields, HeaderKind::ip_option, "ip option", "");
}

FieldText sctp_chunk(Reader& reader, const Node& node) {
    Fields fields(reader, node, "an SCTP chunk");
    return named(reader, fields, HeaderKind::sctp_chunk, "sctp chunk", "");
}

// `words` and the key by its row; the rows have `ip saddr` where JSON has family and key apart.
FieldText key_of(Reader& reader, Fields& fields, HeaderKind kind, std::string words) {
    const auto key = fields.need("key");
    const auto family = fields.take("family");
    if (!key) return {};
    const Header* header = catalog::find_header(kind, fields.node().key);
    const std::string prefix = family ? one_of(reader, *family, kFamilies, "family") : "";
    if (!family) return of_header(reader, words, *header, *key);
    if (!(*key)->is_string()) return {reader.expected(*key, "a key"), nullptr};
    const nlohmann::json whole = prefix + " " + (*key)->get<std::string>();
    const Node named_key{&whole, key->parent, key->key};
    return of_header(reader, words, *header, named_key);
}

// A meta key that may stand without the word does, as in listings.
FieldText meta(Reader& reader, const Node& node) {
    Fields fields(reader, node, "a meta key");
    FieldText text = key_of(reader, fields, HeaderKind::meta, "meta");
    const std::string_view name = std::string_view(text.text).substr(std::min<std::size_t>(text.text.size(), 5));
    const bool short_form = name == "iif" || name == "oif" || name == "iifname" || name == "oifname" ||
                            name == "iiftype" || name == "oiftype" || name == "iifgroup" || name == "oifgroup";
    if (short_form) text.text.erase(0, 5);
    return text;
}

FieldText ct(Reader& reader, const Node& node) {
    constexpr auto kDirections = std::to_array<std::string_view>({"original", "reply"});
    Fields fields(reader, node, "a ct key");
    const auto direction = fields.take("dir");
    const std::string word = direction ? one_of(reader, *direction, kDirections, "direction") : "";
    return key_of(reader, fields, HeaderKind::ct, direction ? "ct " + word : "ct");
}

FieldText rt(Reader& reader, const Node& node) {
    Fields fields(reader, node, "a routing key");
    return key_of(reader, fields, HeaderKind::rt, "rt");
}

FieldText socket(Reader& reader, const Node& node) {
    Fields fields(reader, node, "a socket key");
    const auto level = fields.take("level");
    FieldText text = key_of(reader, fields, HeaderKind::socket, "socket");
    if (level) text.text += " level " + number(reader, *level, 255);
    return text;
}

FieldText osf(Reader& reader, const Node& node) {
    constexpr auto kModes = std::to_array<std::string_view>({"loose", "skip"});
    Fields fields(reader, node, "an osf key");
    const auto ttl = fields.take("ttl");
    return key_of(reader, fields, HeaderKind::osf,
                  ttl ? "osf ttl " + one_of(reader, *ttl, kModes, "ttl mode") : "osf");
}

FieldText ipsec(Reader& reader, const Node& node) {
    constexpr auto kDirections = std::to_array<std::string_view>({"in", "out"});
    Fields fields(reader, node, "an ipsec key");
    const auto direction = fields.need("dir");
    const auto spnum = fields.take("spnum");
    if (!direction) return {};
    std::string words = "ipsec " + one_of(reader, *direction, kDirections, "direction");
    if (spnum) words += " spnum " + number(reader, *spnum, 255);
    return key_of(reader, fields, HeaderKind::ipsec, std::move(words));
}

FieldText fib(Reader& reader, const Node& node) {
    Fields fields(reader, node, "a fib expression");
    const auto result = fields.need("result");
    const auto flags = fields.need("flags");
    if (!result || !flags) return {};
    const auto words = vocabulary_words(catalog::Vocabulary::fib_flag);
    const std::string keys = list_of(reader, *flags, words, "fib key", " . ");
    return of_header(reader, "fib " + keys, *catalog::find_header(HeaderKind::fib, "fib"), *result);
}

struct Row {
    std::string_view kind;
    FieldText (*read)(Reader&, const Node&);
};
constexpr auto kRows = std::to_array<Row>({
    {"payload", payload},
    {"exthdr", exthdr},
    {"tcp option", tcp_option},
    {"ip option", ip_option},
    {"sctp chunk", sctp_chunk},
    {"meta", meta},
    {"ct", ct},
    {"rt", rt},
    {"socket", socket},
    {"osf", osf},
    {"ipsec", ipsec},
    {"fib", fib},
});

} // namespace

bool is_field(std::string_view kind) {
    return std::ranges::find(kRows, kind, &Row::kind) != kRows.end();
}

FieldText field(Reader& reader, const Node& node) {
    return std::ranges::find(kRows, node.key, &Row::kind)->read(reader, node);
}

} // namespace rulec::json
