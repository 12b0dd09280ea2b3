// SPDX-License-Identifier: GPL-2.0-or-later
#include "tests/unit/lower/ir_samples.h"

#include "backend/nft/lower/lower.h"
#include "backend/nft/print.h"
#include "compiler/support/check.h"

namespace rulec::samples {
namespace {

using model::FieldLoad;

// `rt` is an extension header and a word for routes: the field tells which.
FieldLoad find_load(std::string_view header, std::string_view name) {
    FieldLoad load{};
    for (const catalog::Header& row : catalog::all_headers()) {
        if (row.name != header) continue;
        load.header = &row;
        load.field = catalog::find_field(row, name);
        if (load.field != nullptr) return load;
    }
    RULEC_CHECK(false, "tests name fields that exist");
}

Value typed(catalog::TypeId type, std::uint32_t bit_len, catalog::ByteOrder order) {
    Value value{};
    value.type = &catalog::type(type);
    value.bit_len = bit_len;
    value.order = order;
    return value;
}

} // namespace

Value field(std::string_view header, std::string_view name) {
    const FieldLoad load = find_load(header, name);
    Value value = typed(load.field->type, load.field->bit_len, load.field->order);
    value.node = load;
    return value;
}

Value presence(catalog::HeaderKind kind, std::string_view header) {
    Value value = typed(catalog::TypeId::boolean, 1, catalog::ByteOrder::none);
    FieldLoad load{};
    load.header = catalog::find_header(kind, header);
    RULEC_CHECK(load.header != nullptr, "tests name headers that exist");
    value.node = load;
    return value;
}

Value raw(model::RawLoad::From from, std::uint32_t bit_offset, std::uint32_t bit_len) {
    Value value = typed(catalog::TypeId::integer, bit_len, catalog::ByteOrder::network);
    value.node = model::RawLoad{from, 0, bit_offset, bit_len};
    return value;
}

Value constant(const Value& like, std::uint64_t number) {
    Value value = like;
    value.node = model::Constant{octets(like, number)};
    return value;
}

Value masked(Value of, std::uint64_t mask, std::uint64_t flip) {
    Value value = of;
    value.node = model::Masked{of, octets(of, mask), octets(of, flip)};
    return value;
}

Value shifted(Value of, bool left, std::uint32_t bits) {
    Value value = of;
    value.node = model::Shifted{of, left, bits};
    return value;
}

Value concat(std::vector<Value> parts) {
    Value value = parts.front();
    value.bit_len = 0;
    for (const Value& part : parts)
        value.bit_len += (part.byte_len() + 3) / 4 * 32;
    value.node = model::Concat{std::move(parts)};
    return value;
}

Value map_get(Value key, std::uint32_t map, const Value& like) {
    Value value = like;
    value.node = model::MapGet{std::move(key), map};
    return value;
}

Bytes octets(const Value& like, std::uint64_t number) {
    return big_endian(number, like.byte_len());
}

Bytes text(const Value& like, std::string_view string) {
    Bytes bytes(string.begin(), string.end());
    bytes.resize(like.byte_len(), 0);
    return bytes;
}

Bytes hex(std::string_view digits) {
    Bytes bytes;
    for (std::size_t i = 0; i + 1 < digits.size(); i += 2) {
        bytes.push_back(static_cast<unsigned char>(std::stoul(std::string(digits.substr(i, 2)), nullptr, 16)));
    }
    return bytes;
}

ir::Test equal(Value lhs, std::uint64_t rhs) {
    return compare(std::move(lhs), ir::CompareOp::eq, rhs);
}

ir::Test compare(Value lhs, ir::CompareOp op, std::uint64_t rhs) {
    Bytes bytes = octets(lhs, rhs);
    return ir::Compare{std::move(lhs), op, std::move(bytes)};
}

ir::Test range(Value lhs, std::uint64_t low, std::uint64_t high, bool invert) {
    Bytes from = octets(lhs, low);
    Bytes to = octets(lhs, high);
    return ir::InRange{std::move(lhs), std::move(from), std::move(to), invert};
}

ir::Test prefix(Value lhs, Bytes base, std::uint32_t len, bool invert) {
    return ir::InPrefix{std::move(lhs), std::move(base), len, invert};
}

ir::Test any_bit(Value lhs, std::uint64_t mask, bool invert) {
    Bytes bytes = octets(lhs, mask);
    return ir::AnyBit{std::move(lhs), std::move(bytes), invert};
}

ir::Test in_set(Value key, std::uint32_t set, bool invert) {
    return ir::InSet{std::move(key), set, invert};
}

model::KeyPart part_like(const Value& value) {
    return {value.type, value.bit_len, value.order};
}

model::Set set_of(const Value& key, std::initializer_list<Pair> ranges, bool interval) {
    model::Set set{};
    set.anonymous = true;
    set.is_constant = true;
    set.is_interval = interval;
    set.key = {part_like(key)};
    set.elements.key_len = key.byte_len();
    for (const Pair& pair : ranges) {
        set.elements.low += octets(key, pair.low);
        if (interval) set.elements.high += octets(key, pair.high);
        ++set.elements.count;
    }
    return set;
}

ir::Statement statement(ir::Test test) {
    return {{}, false, std::move(test)};
}
ir::Statement statement(ir::Action action) {
    return {{}, false, std::move(action)};
}

ir::Ruleset ruleset(std::vector<ir::Statement> statements, std::vector<model::Set> sets) {
    ir::Rule rule{};
    rule.statements = std::move(statements);
    ir::Chain chain{};
    chain.name = "c";
    chain.rules.push_back(std::move(rule));
    ir::Table table{};
    table.family = catalog::Family::inet;
    table.name = "t";
    table.chains.push_back(std::move(chain));
    table.sets = std::move(sets);
    ir::Ruleset ruleset{};
    ruleset.tables.push_back(std::move(table));
    return ruleset;
}

nft::Program lowered(const ir::Ruleset& ruleset) {
    return nft::lower(ruleset);
}

std::string program(const ir::Ruleset& ruleset) {
    return nft::print(nft::lower(ruleset));
}

std::string rule(std::vector<ir::Statement> statements, std::vector<model::Set> sets) {
    const nft::Program lowered = nft::lower(ruleset(std::move(statements), std::move(sets)));
    std::string text;
    for (const nft::Expression& expression : std::get<nft::NewRule>(lowered.messages.back()).expressions) {
        text += nft::print(expression) + "\n";
    }
    return text;
}

std::string rule(ir::Test test, std::vector<model::Set> sets) {
    return rule({statement(std::move(test))}, std::move(sets));
}

std::string rule(ir::Action action, std::vector<model::Set> sets) {
    return rule({statement(std::move(action))}, std::move(sets));
}

std::string sets_of(std::vector<ir::Statement> statements, std::vector<model::Set> sets) {
    nft::Program lowered = nft::lower(ruleset(std::move(statements), std::move(sets)));
    std::erase_if(lowered.messages, [](const nft::Message& message) {
        return !std::holds_alternative<nft::NewSet>(message) && !std::holds_alternative<nft::NewElements>(message);
    });
    for (nft::Message& message : lowered.messages) {
        if (auto* set = std::get_if<nft::NewSet>(&message)) set->userdata.clear();
    }
    return nft::print(lowered);
}

} // namespace rulec::samples
