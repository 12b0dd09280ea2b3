// SPDX-License-Identifier: GPL-2.0-or-later
#include "compiler/model/print_value.h"

#include "compiler/catalog/print_value.h"
#include "compiler/support/overloaded.h"

#include <algorithm>

#include <fmt/format.h>

namespace rulec::model {
namespace {

using catalog::DataType;
using catalog::Notation;

std::string print_string(BytesView bytes) {
    const BytesView used = bytes.substr(0, std::min(bytes.find(static_cast<unsigned char>(0)), bytes.size()));
    return fmt::format("\"{}\"", std::string(used.begin(), used.end()));
}

std::string print_number(const DataType& type, BytesView bytes) {
    if (bytes.size() > sizeof(std::uint64_t)) return "0x" + to_hex(bytes);
    const std::uint64_t number = from_big_endian(bytes);
    const auto symbol = std::ranges::find(type.symbols, number, &catalog::Symbol::value);
    if (symbol != type.symbols.end()) return std::string(symbol->name);
    return type.basehex || type.bitmask ? fmt::format("{:#x}", number) : fmt::format("{}", number);
}

std::string print_field(const FieldLoad& load) {
    std::string text(load.header->name);
    if (load.option_number != 0) text += fmt::format(" {}", load.option_number);
    if (load.vlan_depth != 0) text += fmt::format("[{}]", load.vlan_depth);
    if (load.ct_direction) text += *load.ct_direction == 0 ? ".original" : ".reply";
    if (load.header->kind == catalog::HeaderKind::ipsec) {
        text += fmt::format("({}, {})", load.ipsec_direction == 0 ? "in" : "out", load.ipsec_spnum);
    }
    if (load.header->kind == catalog::HeaderKind::fib) text += fmt::format("({:#x})", load.fib_flags);
    if (load.field == nullptr) return text + ".exists";
    text += fmt::format(".{}", load.field->name);
    if (load.field->stride_bits != 0) text += fmt::format("[{}]", load.list_index);
    if (load.cgroup_level) text += fmt::format("({})", *load.cgroup_level);
    return load.presence ? text + ".exists" : text;
}

std::string print_raw(const RawLoad& raw) {
    switch (raw.from) {
    case RawLoad::From::link: return fmt::format("@ll[{},{}]", raw.bit_offset, raw.bit_len);
    case RawLoad::From::network: return fmt::format("@nh[{},{}]", raw.bit_offset, raw.bit_len);
    case RawLoad::From::transport: return fmt::format("@th[{},{}]", raw.bit_offset, raw.bit_len);
    case RawLoad::From::inner: return fmt::format("@ih[{},{}]", raw.bit_offset, raw.bit_len);
    case RawLoad::From::tcp_option: break;
    }
    return fmt::format("tcp option @{}[{},{}]", raw.option_number, raw.bit_offset, raw.bit_len);
}

bool is_zero(BytesView bytes) {
    return std::ranges::all_of(bytes, [](unsigned char octet) { return octet == 0; });
}

std::string print_masked(const Masked& masked, std::span<const Set> sets) {
    const std::string text = fmt::format("({} & 0x{}", print(*masked.of, sets), to_hex(masked.mask));
    return is_zero(masked.xor_) ? text + ")" : fmt::format("{} ^ 0x{})", text, to_hex(masked.xor_));
}

std::string print_hash(const Hash& hash, std::span<const Set> sets) {
    std::string text = hash.key ? fmt::format("jhash({})", print(**hash.key, sets)) : "symhash()";
    text += fmt::format(" % {} + {}", hash.modulus, hash.offset);
    return hash.seed ? fmt::format("({}, seed {:#x})", text, *hash.seed) : fmt::format("({})", text);
}

std::string print_concat(const Concat& concat, std::span<const Set> sets) {
    std::string text;
    for (const Value& part : concat.parts)
        text += (text.empty() ? "" : " . ") + print(part, sets);
    return text;
}

} // namespace

std::string print_constant(const DataType* type, BytesView bytes) {
    if (type == nullptr) return "0x" + to_hex(bytes);
    switch (type->notation) {
    case Notation::address4:
    case Notation::address6:
    case Notation::mac: return catalog::print_value(*type, type->bit_len, bytes);
    case Notation::string: return print_string(bytes);
    default: return print_number(*type, bytes);
    }
}

std::string print_key(const std::vector<KeyPart>& parts, BytesView bytes) {
    if (parts.size() == 1) return print_constant(parts[0].type, bytes);
    std::string text;
    while (!bytes.empty()) {
        for (const KeyPart& part : parts) {
            if (bytes.empty()) return text;
            text += text.empty() ? "" : " . ";
            text += print_constant(part.type, bytes.substr(0, (part.bit_len + 7) / 8));
            bytes.remove_prefix(std::min<std::size_t>(padded_len(part), bytes.size()));
        }
    }
    return text;
}

std::string print_set_name(std::span<const Set> sets, std::uint32_t index) {
    if (index < sets.size() && !sets[index].name.empty()) return "@" + sets[index].name;
    return fmt::format("@#{}", index);
}

std::string print_operand(const Value& value, BytesView bytes) {
    const auto* concat = std::get_if<Concat>(&value.node);
    if (concat == nullptr) return print_constant(value.type, bytes);
    std::vector<KeyPart> parts;
    for (const Value& part : concat->parts)
        parts.push_back({part.type, part.bit_len, part.order});
    return print_key(parts, bytes);
}

std::string print(const Value& value, std::span<const Set> sets) {
    return std::visit(overloaded{
                          [&](const Constant& c) { return print_constant(value.type, c.bytes); },
                          [&](const FieldLoad& load) { return print_field(load); },
                          [&](const RawLoad& raw) { return print_raw(raw); },
                          [&](const Numgen& n) {
                              return fmt::format("(numgen {} % {} + {})", n.random ? "random" : "inc", n.modulus,
                                                 n.offset);
                          },
                          [&](const Hash& hash) { return print_hash(hash, sets); },
                          [&](const Masked& masked) { return print_masked(masked, sets); },
                          [&](const Shifted& s) {
                              return fmt::format("({} {} {})", print(*s.of, sets), s.left ? "<<" : ">>", s.bits);
                          },
                          [&](const Concat& concat) { return print_concat(concat, sets); },
                          [&](const MapGet& get) {
                              return fmt::format("{}[{}]", print_set_name(sets, get.map), print(*get.key, sets));
                          },
                      },
                      value.node);
}

} // namespace rulec::model
