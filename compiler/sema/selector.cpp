// SPDX-License-Identifier: GPL-2.0-or-later
#include "compiler/sema/selector.h"

#include "compiler/catalog/symbols.h"
#include "compiler/sema/constant.h"
#include "compiler/sema/describe.h"
#include "compiler/sema/words.h"
#include "compiler/support/check.h"

#include <algorithm>
#include <array>

#include <fmt/ranges.h>

namespace rulec::sema {
namespace {

using catalog::ByteOrder;
using catalog::Field;
using catalog::Header;
using catalog::HeaderKind;
using catalog::TypeId;
using diag::Code;
using model::FieldLoad;
using model::Value;

constexpr std::uint32_t kPresenceBits = 8; // the kernel writes one octet, 0 or 1

// The words of one selector, taken one after the other.
class Words {
  public:
    explicit Words(const ast::Selector& selector) : words_(selector.words) {}
    bool done() const { return at_ >= words_.size(); }
    std::string_view peek() const { return done() ? std::string_view() : words_[at_].text; }
    Span span() const { return words_[std::min(at_, words_.size() - 1)].span; }
    const ast::Name& take() { return words_[at_++]; }
    bool take_if(std::string_view word) {
        if (done() || peek() != word) return false;
        ++at_;
        return true;
    }
    std::string rest() const { // what is left, joined by spaces
        std::string all;
        for (std::size_t i = at_; i < words_.size(); ++i) {
            if (!all.empty()) all += ' ';
            all += words_[i].text;
        }
        return all;
    }

  private:
    const std::vector<ast::Name>& words_;
    std::size_t at_ = 0;
};

Value field_value(const FieldLoad& load, Span span) {
    const Field& field = *load.field;
    return {&catalog::type(field.type), field.bit_len, field.order, span, load};
}

Value presence_value(FieldLoad load, Span span) {
    load.presence = true;
    return {&catalog::type(TypeId::boolean), kPresenceBits, ByteOrder::none, span, load};
}

std::nullopt_t unknown_field(Context& context, const Header& header, const std::string& name, Span span) {
    std::vector<std::string_view> names;
    for (const Field& field : header.fields)
        names.push_back(field.name);
    auto diagnostic = diag::make(Code::kUnknownSelector, span, header.name, name);
    if (!diagnostic.suggest(name, names))
        diagnostic.helps.push_back(fmt::format("`{}` has: {}", header.name, fmt::join(names, ", ")));
    return context.fail(std::move(diagnostic));
}

// Headers of tunnels and what is inside them: nft has them since 1.0.7, for Linux 6.2.
bool is_tunnel(std::string_view name) {
    constexpr std::string_view kTunnels[] = {"vxlan", "geneve", "gre", "gretap"};
    return std::ranges::find(kTunnels, name) != std::end(kTunnels);
}

std::nullopt_t unknown_header(Context& context, HeaderKind kind, std::string_view what, std::string_view name,
                              Span span) {
    if (is_tunnel(name)) {
        return context.fail(
            diag::make(Code::kNotSupportedYet, span, fmt::format("matching inside `{}` tunnels", name))
                .help("nft can do it from 1.0.7 on, with Linux 6.2; match the outer packet here, or the inner one "
                      "when the "
                      "tunnel's interface has unpacked it"));
    }
    std::vector<std::string_view> names;
    for (const Header& header : catalog::all_headers()) {
        if (header.kind == kind) names.push_back(header.name);
    }
    auto diagnostic = diag::make(Code::kUnknownHeader, span, what, name);
    diagnostic.suggest(name, names);
    return context.fail(std::move(diagnostic));
}

// `sid[2]`: the name and 2; 0 where there is no index.
std::pair<std::string_view, std::uint8_t> without_index(std::string_view name) {
    const std::size_t bracket = name.find('[');
    if (bracket == std::string_view::npos || !name.ends_with(']')) return {name, 0};
    const auto number = catalog::parse_number(name.substr(bracket + 1, name.size() - bracket - 2));
    if (!number || *number == 0 || *number > 255) return {name, 0};
    return {name.substr(0, bracket), static_cast<std::uint8_t>(*number)};
}

// The field named by all remaining words.
std::optional<Value> last_field(Context& context, FieldLoad load, Words& words, Span span) {
    const std::string name = words.rest();
    const auto [base, index] = without_index(name);
    load.field = catalog::find_field(*load.header, base);
    if (load.field == nullptr || (load.field->stride_bits != 0) != (index != 0)) {
        return unknown_field(context, *load.header, name, words.span());
    }
    if (index != 0) load.list_index = index;
    return field_value(load, span);
}

FieldLoad load_of(const Header& header) {
    FieldLoad load;
    load.header = &header;
    return load;
}

const Header& key_header(HeaderKind kind, std::string_view name) {
    const Header* header = catalog::find_header(kind, name);
    RULEC_CHECK(header != nullptr, "the catalogue has every kind of key");
    return *header;
}

// ---- kinds of selectors

std::optional<Value> meta(Context& context, Words& words, Span span) {
    const bool one_protocol = context.in_rule && context.table->table.family != catalog::Family::inet;
    if (one_protocol && words.peek() == "nfproto") { // as nft has it
        return context.fail(
            diag::make(Code::kBadOption, words.span(), "`meta nfproto` tells packets apart only in inet tables")
                .help("in bridge and netdev tables use `meta protocol`"));
    }
    return last_field(context, load_of(key_header(HeaderKind::meta, "meta")), words, span);
}

// saddr, daddr and nexthop without a family: the IP version that the rule has established.
std::optional<std::string> with_family(Context& context, std::string_view key, Span span) {
    const auto version = context.protocols.ip_version();
    if (!version) {
        return context.fail(
            diag::make(Code::kUnknownFamily, span, key).help(fmt::format("write `ip {0}` or `ip6 {0}`", key)));
    }
    return fmt::format("{} {}", *version == 2 ? "ip" : "ip6", key);
}

std::optional<Value> ct(Context& context, Words& words, Span span) {
    FieldLoad load = load_of(key_header(HeaderKind::ct, "ct"));
    if (words.take_if("original"))
        load.ct_direction = 0;
    else if (words.take_if("reply"))
        load.ct_direction = 1;
    const std::string name = words.rest();
    load.field = catalog::find_field(*load.header, name);
    if (load.field == nullptr) return unknown_field(context, *load.header, name, words.span());
    Value value = field_value(load, span);
    if (name == "saddr" ||
        name == "daddr") { // the old spelling: the kernel key without a family, typed by the packet's
        const auto full = with_family(context, name, words.span());
        if (!full) return std::nullopt;
        const Field& typed = *catalog::find_field(*load.header, *full);
        value.type = &catalog::type(typed.type);
        value.bit_len = typed.bit_len;
        value.order = typed.order;
    }
    return value;
}

std::optional<Value> rt(Context& context, Words& words, Span span) {
    std::string name = words.rest();
    const Header& routing = key_header(HeaderKind::rt, "rt");
    if (name == "nexthop") {
        const auto full = with_family(context, name, words.span());
        if (!full) return std::nullopt;
        name = *full;
    }
    FieldLoad load = load_of(routing);
    load.field = catalog::find_field(routing, name);
    if (load.field != nullptr) return field_value(load, span);
    const Header& extension = key_header(HeaderKind::exthdr, "rt"); // rt type, rt seg-left: the extension header
    load = load_of(extension);
    load.field = catalog::find_field(extension, name);
    if (load.field != nullptr) return field_value(load, span);
    return unknown_field(context, routing, name, words.span());
}

std::optional<Value> fib(Context& context, const ast::Selector& selector, Words& words, Span span) {
    FieldLoad load = load_of(key_header(HeaderKind::fib, "fib"));
    for (const ast::Name& flag : selector.fib_flags) {
        const auto bit = find_word(context, catalog::Vocabulary::fib_flag, "fib key", flag.text, flag.span);
        if (!bit) return std::nullopt;
        load.fib_flags |= static_cast<std::uint32_t>(*bit);
    }
    constexpr std::uint32_t kSaddr = 1, kDaddr = 2; // NFTA_FIB_F_SADDR, _DADDR
    const std::uint32_t addresses = load.fib_flags & (kSaddr | kDaddr);
    if (addresses == 0 || addresses == (kSaddr | kDaddr)) {
        return context.fail(diag::make(Code::kBadOption, span, "fib needs exactly one of saddr and daddr"));
    }
    return last_field(context, load, words, span);
}

std::optional<Value> socket(Context& context, Words& words, Span span) {
    FieldLoad load = load_of(key_header(HeaderKind::socket, "socket"));
    const ast::Name& key = words.take();
    load.field = catalog::find_field(*load.header, key.text);
    if (load.field == nullptr) return unknown_field(context, *load.header, std::string(key.text), key.span);
    if (words.take_if("level")) {
        const auto level = eval_number(context, words.take(), 255, "of a cgroup level");
        if (!level) return std::nullopt;
        load.cgroup_level = static_cast<std::uint32_t>(*level);
    }
    return field_value(load, span);
}

std::optional<Value> osf(Context& context, Words& words, Span span) {
    FieldLoad load = load_of(key_header(HeaderKind::osf, "osf"));
    if (words.take_if("ttl")) {
        const ast::Name& mode = words.take();
        if (mode.text != "loose" && mode.text != "skip") {
            return context.fail(diag::make(Code::kUnknownWord, mode.span, "osf ttl mode", mode.text)
                                    .help("the modes are `loose` and `skip`"));
        }
        load.osf_ttl = mode.text == "loose" ? 1 : 2; // NF_OSF_TTL_LESS, NF_OSF_TTL_NOCHECK
    }
    return last_field(context, load, words, span);
}

std::optional<Value> ipsec(Context& context, Words& words, Span span) {
    FieldLoad load = load_of(key_header(HeaderKind::ipsec, "ipsec"));
    const ast::Name& direction = words.take();
    if (direction.text != "in" && direction.text != "out") {
        return context.fail(diag::make(Code::kUnknownWord, direction.span, "ipsec direction", direction.text));
    }
    load.ipsec_direction = direction.text == "out" ? 1 : 0;
    if (words.take_if("spnum")) {
        const auto number = eval_number(context, words.take(), 255, "of a policy");
        if (!number) return std::nullopt;
        load.ipsec_spnum = static_cast<std::uint32_t>(*number);
    }
    return last_field(context, load, words, span);
}

// `tcp option @255,8,8`: bits of an option given by its number.
std::optional<Value> raw_tcp_option(Context& context, Words& words, Span span) {
    const ast::Name& kind_word = words.take();
    const auto kind = eval_number(context, {kind_word.span, kind_word.text.substr(1)}, 255, "of a TCP option");
    if (!kind || words.done()) return std::nullopt;
    const auto offset = eval_number(context, words.take(), 0xffff, "of bits");
    const auto len = words.done() ? std::nullopt : eval_number(context, words.take(), 128, "of bits");
    if (!offset || !len) return std::nullopt;
    return Value{&catalog::type(TypeId::integer), static_cast<std::uint32_t>(*len), ByteOrder::network, span,
                 model::RawLoad{model::RawLoad::From::tcp_option, static_cast<std::uint32_t>(*kind),
                                static_cast<std::uint32_t>(*offset), static_cast<std::uint32_t>(*len)}};
}

// tcp option NAME [FIELD], ip option NAME [FIELD], sctp chunk NAME [FIELD]; names may be numbers.
std::optional<Value> option(Context& context, HeaderKind kind, std::string_view what, Words& words, Span span) {
    if (kind == HeaderKind::tcp_option && words.peek().starts_with('@')) return raw_tcp_option(context, words, span);
    const ast::Name& name = words.take();
    const auto number = catalog::parse_number(name.text);
    const Header* header = nullptr;
    if (!number)
        header = catalog::find_header(kind, name.text);
    else if (*number <= 255)
        header = catalog::find_header(kind, static_cast<std::uint32_t>(*number));
    if (header == nullptr && number && *number <= 255 && kind == HeaderKind::tcp_option) {
        header = catalog::find_header(kind, "nop"); // an option without fields of its own; the number says which
    }
    if (header == nullptr) return unknown_header(context, kind, what, name.text, name.span);
    FieldLoad load = load_of(*header);
    load.option_number = number ? static_cast<std::uint32_t>(*number) : header->number;
    if (words.done()) return presence_value(load, span);
    return last_field(context, load, words, span);
}

std::optional<Value> header_field(Context& context, const ast::Name& head, Words& words, Span span) {
    const Header* header = catalog::find_header(HeaderKind::payload, head.text);
    if (header == nullptr) header = catalog::find_header(HeaderKind::exthdr, head.text);
    if (header == nullptr)
        return unknown_header(context, HeaderKind::payload, "protocol header", head.text, head.span);
    return last_field(context, load_of(*header), words, span);
}

// `exthdr frag exists`. A routing header of one type cannot be asked for: the kernel looks for the protocol number.
std::optional<Value> extension(Context& context, const ast::Name& name, Span span) {
    const Header* header = catalog::find_header(HeaderKind::exthdr, name.text);
    if (header == nullptr)
        return unknown_header(context, HeaderKind::exthdr, "extension header", name.text, name.span);
    if (header != catalog::find_header(HeaderKind::exthdr, header->number)) {
        return context.fail(diag::make(Code::kUnknownHeader, name.span, "extension header", name.text)
                                .help("`exthdr rt` asks for a routing header of any type, `rt type` for its type"));
    }
    return presence_value(load_of(*header), span);
}

std::optional<Value> typed(Context& context, const ast::Selector& selector, Span span) {
    Words words(selector);
    const ast::Name& head = words.take();
    if (words.done()) {
        Words whole(selector);
        return meta(context, whole, span); // iifname: a meta key without the word
    }
    if (head.text == "meta") return meta(context, words, span);
    if (head.text == "ct") return ct(context, words, span);
    if (head.text == "rt") return rt(context, words, span);
    if (head.text == "fib") return fib(context, selector, words, span);
    if (head.text == "socket") return socket(context, words, span);
    if (head.text == "osf") return osf(context, words, span);
    if (head.text == "ipsec") return ipsec(context, words, span);
    if (head.text == "exthdr") return extension(context, words.take(), span);
    if (head.text == "tcp" && words.take_if("option")) {
        return option(context, HeaderKind::tcp_option, "TCP option", words, span);
    }
    if (head.text == "ip" && words.take_if("option")) {
        return option(context, HeaderKind::ip_option, "IP option", words, span);
    }
    if (head.text == "sctp" && words.take_if("chunk")) {
        return option(context, HeaderKind::sctp_chunk, "SCTP chunk", words, span);
    }
    return header_field(context, head, words, span);
}

} // namespace

std::optional<Value> eval_selector(Context& context, const ast::Selector& selector, Span span) {
    auto value = typed(context, selector, span);
    if (!value || !context.in_rule) return value;
    if (auto* load = std::get_if<FieldLoad>(&value->node)) load->vlan_depth = context.protocols.vlan_depth();
    const auto answer = context.protocols.require(*value);
    if (const auto* conflict = std::get_if<model::ProtocolConflict>(&answer)) {
        return context.fail(
            diag::make(Code::kConflictingProtocols, span, conflict->known, words_of(selector), conflict->asked));
    }
    return value;
}

std::optional<Value> eval_raw_payload(Context& context, const ast::RawPayload& raw, Span span) {
    using From = model::RawLoad::From;
    struct Base {
        std::string_view word;
        From from;
    };
    static constexpr auto kBases = std::to_array<Base>(
        {{"ll", From::link}, {"nh", From::network}, {"th", From::transport}, {"ih", From::inner}});
    const auto* base =
        std::find_if(kBases.begin(), kBases.end(), [&](const Base& b) { return b.word == raw.base.text; });
    if (base == kBases.end()) {
        return context.fail(diag::make(Code::kUnknownWord, raw.base.span, "payload base", raw.base.text)
                                .help("the bases are ll, nh, th and ih"));
    }
    constexpr std::uint32_t kMostBits = 512;
    const auto offset = eval_number(context, raw.bit_offset, 2048, "of bits");
    const auto len = eval_number(context, raw.bit_len, 2048, "of bits");
    if (!offset || !len) return std::nullopt;
    if (*len == 0)
        return context.fail(diag::make(Code::kBadOption, raw.bit_len.span, "a payload field has at least one bit"));
    if (*len > kMostBits)
        return context.fail(
            diag::make(Code::kNotSupportedYet, raw.bit_len.span, "raw payload of more than 512 bits"));
    if (base->from == From::transport && *len == 16 && (*offset == 0 || *offset == 16)) { // ports, as nft reads it
        FieldLoad load = load_of(key_header(HeaderKind::payload, "th"));
        load.field = catalog::find_field(*load.header, *offset == 0 ? "sport" : "dport");
        return field_value(load, span);
    }
    return Value{
        &catalog::type(TypeId::integer), static_cast<std::uint32_t>(*len), ByteOrder::network, span,
        model::RawLoad{base->from, 0, static_cast<std::uint32_t>(*offset), static_cast<std::uint32_t>(*len)}};
}

} // namespace rulec::sema
