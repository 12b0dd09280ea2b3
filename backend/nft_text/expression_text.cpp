// SPDX-License-Identifier: GPL-2.0-or-later
#include "backend/nft_text/expression_text.h"

#include "backend/nft_text/field_text.h"
#include "backend/nft_text/set_text.h"
#include "backend/nft_text/value_text.h"
#include "compiler/support/overloaded.h"

#include <algorithm>

#include <fmt/format.h>

namespace rulec::nft_text {
namespace {

using model::KeyPart;
using model::Value;

bool is_zero(BytesView bytes) {
    return std::ranges::all_of(bytes, [](unsigned char octet) { return octet == 0; });
}

KeyPart part_of(const Value& value) {
    return {value.type, value.bit_len, value.order};
}

// Flags that are or-ed bind less than what stands before them.
std::string bits_text(const Context& context, const KeyPart& part, BytesView bits) {
    const std::string text = constant_text(context, part, bits);
    return text.find(" | ") == std::string::npos ? text : fmt::format("({})", text);
}

// (of & mask) ^ xor, in the fewest operators. `^` binds less than `&`, and `|` less than both. Bits that are cleared
// and then flipped are set: nft lists them in both operands of `& ... | ...`.
std::string masked_text(const Context& context, const Value& value, const model::Masked& masked) {
    const std::string of = expression_text(context, *masked.of);
    const auto bits = [&](const Bytes& octets) { return bits_text(context, part_of(value), octets); };
    const Bytes all = low_bits(value.bit_len, masked.mask.size());
    const Bytes kept = bit_and(masked.mask, all);
    const Bytes flipped = bit_and(masked.xor_, all);
    if (is_zero(flipped)) return fmt::format("{} & {}", of, bits(kept));
    if (kept == all) return fmt::format("{} ^ {}", of, bits(flipped));
    if (!is_zero(bit_and(kept, flipped))) return fmt::format("{} & {} ^ {}", of, bits(kept), bits(flipped));
    const Bytes kept_or_set = bit_or(kept, flipped);
    const std::string set = fmt::format("| {}", bits(flipped));
    return kept_or_set == all ? fmt::format("{} {}", of, set) : fmt::format("{} & {} {}", of, bits(kept_or_set), set);
}

std::string shifted_text(const Context& context, const model::Shifted& shifted) {
    const std::string of = expression_text(context, *shifted.of);
    const bool binds_less = std::holds_alternative<model::Masked>(shifted.of->node);
    return fmt::format("{} {} {}", binds_less ? fmt::format("({})", of) : of, shifted.left ? "<<" : ">>",
                       shifted.bits);
}

std::string offset_text(std::uint32_t offset) {
    return offset == 0 ? "" : fmt::format(" offset {}", offset);
}

std::string hash_text(const Context& context, const model::Hash& hash) {
    if (!hash.key) return fmt::format("symhash mod {}{}", hash.modulus, offset_text(hash.offset));
    const std::string seed = hash.seed ? fmt::format(" seed {:#x}", *hash.seed) : "";
    return fmt::format("jhash {} mod {}{}{}", expression_text(context, **hash.key), hash.modulus, seed,
                       offset_text(hash.offset));
}

std::string concat_text(const Context& context, const model::Concat& concat) {
    std::string text;
    for (const Value& part : concat.parts)
        text += (text.empty() ? "" : " . ") + expression_text(context, part);
    return text;
}

} // namespace

std::vector<KeyPart> parts_of(const Value& value) {
    const auto* concat = std::get_if<model::Concat>(&value.node);
    if (concat == nullptr) return {part_of(value)};
    std::vector<KeyPart> parts;
    for (const Value& part : concat->parts)
        parts.push_back(part_of(part));
    return parts;
}

std::string expression_text(const Context& context, const Value& value) {
    return std::visit(overloaded{
                          [&](const model::Constant& c) { return constant_text(context, part_of(value), c.bytes); },
                          [](const model::FieldLoad& load) { return field_text(load); },
                          [](const model::RawLoad& raw) { return raw_text(raw); },
                          [](const model::Numgen& n) {
                              return fmt::format("numgen {} mod {}{}", n.random ? "random" : "inc", n.modulus,
                                                 offset_text(n.offset));
                          },
                          [&](const model::Hash& hash) { return hash_text(context, hash); },
                          [&](const model::Masked& masked) { return masked_text(context, value, masked); },
                          [&](const model::Shifted& shifted) { return shifted_text(context, shifted); },
                          [&](const model::Concat& concat) { return concat_text(context, concat); },
                          [&](const model::MapGet& get) {
                              return fmt::format("{} map {}", expression_text(context, *get.key),
                                                 set_use_text(context, get.map));
                          },
                      },
                      value.node);
}

} // namespace rulec::nft_text
