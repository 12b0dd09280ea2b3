// SPDX-License-Identifier: GPL-2.0-or-later
#include "backend/json/print_value.h"

#include "backend/json/print_constant.h"
#include "backend/json/print_set.h"
#include "compiler/catalog/symbols.h"
#include "compiler/support/overloaded.h"

namespace rulec::json {
namespace {

using catalog::HeaderKind;
using model::FieldLoad;
using model::KeyPart;
using model::Value;

KeyPart part_of(const Value& value) {
    return {value.type, value.bit_len, value.order};
}

// {"KIND": {"name": HEADER, "field": FIELD}}: extension headers, options, chunks.
Json named_field(std::string_view kind, const FieldLoad& load) {
    Json body = {{"name", load.header->name}};
    if (load.field != nullptr) body["field"] = load.field->name;
    return Json::object({{std::string(kind), std::move(body)}});
}

Json exthdr(Context& context, const FieldLoad& load, Span span) {
    if (load.field == nullptr || load.field->stride_bits == 0) return named_field("exthdr", load);
    if (load.header->name == "rt0") return cannot_say(context, span, "an address of the routing header of type 0");
    Json body = {{"name", load.header->name}, {"field", fmt::format("{}[{}]", load.field->name, load.list_index)}};
    return Json::object({{"exthdr", std::move(body)}});
}

// An option that has a number but no name: its presence is asked by naming its first octet.
Json tcp_option(Context& context, const FieldLoad& load, Span span) {
    if (load.option_number == load.header->number) return named_field("tcp option", load);
    if (load.field != nullptr) return cannot_say(context, span, "a field of a TCP option without a name");
    return {{"tcp option", {{"base", load.option_number}, {"offset", 0}, {"len", 8}}}};
}

// "ip saddr" is key "saddr" and family "ip".
Json key_and_family(std::string_view name) {
    const std::size_t space = name.find(' ');
    if (space == name.npos) return {{"key", name}};
    return {{"key", name.substr(space + 1)}, {"family", name.substr(0, space)}};
}

Json ct(const FieldLoad& load) {
    Json body = {{"key", load.field->name}};
    if (load.ct_direction) body["dir"] = *load.ct_direction == 0 ? "original" : "reply";
    return {{"ct", std::move(body)}};
}

Json socket(Context& context, const FieldLoad& load, Span span) {
    if (load.cgroup_level) return cannot_say(context, span, "`socket cgroupv2`");
    return {{"socket", {{"key", load.field->name}}}};
}

Json osf(const FieldLoad& load) {
    constexpr std::string_view kTtl[] = {"", "loose", "skip"}; // NF_OSF_TTL_*
    Json body = {{"key", load.field->name}};
    if (load.osf_ttl != 0) body["ttl"] = kTtl[load.osf_ttl];
    return {{"osf", std::move(body)}};
}

Json fib(const FieldLoad& load) {
    Json flags = flag_words(catalog::words(catalog::Vocabulary::fib_flag), load.fib_flags);
    return {{"fib", {{"result", load.field->name}, {"flags", std::move(flags)}}}};
}

Json ipsec(const FieldLoad& load) {
    Json body = key_and_family(load.field->name);
    body["dir"] = load.ipsec_direction == 0 ? "in" : "out";
    body["spnum"] = load.ipsec_spnum;
    return {{"ipsec", std::move(body)}};
}

Json masked(Context& context, const Value& value, const model::Masked& node) {
    const KeyPart part = part_of(value);
    const auto join = [&](std::string_view op, Json left, const Bytes& right) {
        Json operands = Json::array({std::move(left), print_constant(context, part, right)});
        return Json::object({{std::string(op), std::move(operands)}});
    };
    const Bytes zeros(node.mask.size(), 0);
    const Bytes ones = low_bits(value.bit_len, node.mask.size());
    Json of = print_value(context, *node.of);
    if (bit_and(node.mask, ones) == bit_and(bit_not(node.xor_), ones) && node.xor_ != zeros)
        return join("|", std::move(of), node.xor_);
    if (bit_and(node.mask, ones) != ones) of = join("&", std::move(of), node.mask);
    if (node.xor_ == zeros) return of;
    const bool disjoint = bit_and(node.mask, node.xor_) == zeros; // then both say the same, and people say `or`
    return join(disjoint ? "|" : "^", std::move(of), node.xor_);
}

Json hash(Context& context, const model::Hash& node) {
    Json body = {{"mod", node.modulus}};
    if (node.offset != 0) body["offset"] = node.offset;
    if (!node.key) return {{"symhash", std::move(body)}};
    body["expr"] = print_value(context, **node.key);
    if (node.seed) body["seed"] = *node.seed;
    return {{"jhash", std::move(body)}};
}

Json numgen(const model::Numgen& node) {
    return {{"numgen", {{"mode", node.random ? "random" : "inc"}, {"mod", node.modulus}, {"offset", node.offset}}}};
}

Json concat(Context& context, const model::Concat& node) {
    Json parts = Json::array();
    for (const Value& part : node.parts)
        parts.push_back(print_value(context, part));
    return Json::object({{"concat", std::move(parts)}});
}

Json shifted(Context& context, const model::Shifted& node) {
    Json operands = Json::array({print_value(context, *node.of), node.bits});
    return Json::object({{node.left ? "<<" : ">>", std::move(operands)}});
}

} // namespace

Json print_field(Context& context, const FieldLoad& load, Span span) {
    static_cast<void>(context.protocols.require(load)); // reading it tells of the packet: sema has refused conflicts
    switch (load.header->kind) {
    case HeaderKind::payload: return {{"payload", {{"protocol", load.header->name}, {"field", load.field->name}}}};
    case HeaderKind::exthdr: return exthdr(context, load, span);
    case HeaderKind::tcp_option: return tcp_option(context, load, span);
    case HeaderKind::ip_option: return named_field("ip option", load);
    case HeaderKind::sctp_chunk: return named_field("sctp chunk", load);
    case HeaderKind::meta: return {{"meta", {{"key", load.field->name}}}};
    case HeaderKind::ct: return ct(load);
    case HeaderKind::rt: return Json::object({{"rt", key_and_family(load.field->name)}});
    case HeaderKind::socket: return socket(context, load, span);
    case HeaderKind::osf: return osf(load);
    case HeaderKind::fib: return fib(load);
    case HeaderKind::ipsec: return ipsec(load);
    }
    return nullptr;
}

Json print_raw(const model::RawLoad& raw) {
    constexpr std::string_view kBases[] = {"ll", "nh", "th", "ih"}; // by RawLoad::From
    Json body = Json::object();
    const bool option = raw.from == model::RawLoad::From::tcp_option;
    body["base"] = option ? Json(raw.option_number) : Json(kBases[static_cast<std::size_t>(raw.from)]);
    body["offset"] = raw.bit_offset;
    body["len"] = raw.bit_len;
    return Json::object({{option ? "tcp option" : "payload", std::move(body)}});
}

Json print_set_use(Context& context, std::uint32_t index) {
    const model::Set& set = context.table.sets[index];
    if (!set.anonymous) return "@" + set.name;
    return Json::object({{"set", print_elements(context, set)}});
}

Json print_lookup(Context& context, const Value& key, std::uint32_t map) {
    return {{"key", print_value(context, key)}, {"data", print_set_use(context, map)}};
}

Json print_value(Context& context, const Value& value) {
    return std::visit(overloaded{
                          [&](const model::Constant& c) { return print_constant(context, part_of(value), c.bytes); },
                          [&](const FieldLoad& load) { return print_field(context, load, value.span); },
                          [&](const model::RawLoad& raw) { return print_raw(raw); },
                          [&](const model::Numgen& node) { return numgen(node); },
                          [&](const model::Hash& node) { return hash(context, node); },
                          [&](const model::Masked& node) { return masked(context, value, node); },
                          [&](const model::Shifted& node) { return shifted(context, node); },
                          [&](const model::Concat& node) { return concat(context, node); },
                          [&](const model::MapGet& node) {
                              return Json::object({{"map", print_lookup(context, *node.key, node.map)}});
                          },
                      },
                      value.node);
}

Json print_operand(Context& context, const Value& value, const model::Operand& operand, bool tests_bits) {
    const auto style = tests_bits ? catalog::ValueStyle::list : catalog::ValueStyle::value;
    const KeyPart part = part_of(value);
    return std::visit(overloaded{
                          [&](const model::Constant& c) { return print_constant(context, part, c.bytes, style); },
                          [&](const model::Prefix& p) { return print_prefix(context, part, p.base, p.len); },
                          [&](const model::Range& r) {
                              Json ends = Json::array(
                                  {print_constant(context, part, r.low), print_constant(context, part, r.high)});
                              return Json::object({{"range", std::move(ends)}});
                          },
                          [&](const model::SetUse& use) { return print_set_use(context, use.set); },
                      },
                      operand);
}

Json print_ends(Context& context, const Value& low, const OptionalBox<Value>& high) {
    const auto* begin = std::get_if<model::Constant>(&low.node);
    const auto* end = high ? std::get_if<model::Constant>(&high->node) : nullptr;
    if (begin == nullptr || end == nullptr) return print_value(context, low);
    return print_range(context, part_of(low), begin->bytes, end->bytes);
}

} // namespace rulec::json
