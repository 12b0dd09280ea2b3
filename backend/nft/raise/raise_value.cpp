// SPDX-License-Identifier: GPL-2.0-or-later
#include "backend/nft/raise/raise_value.h"

#include "backend/nft/lower/byte_order.h"
#include "compiler/support/overloaded.h"

#include <algorithm>

namespace rulec::nft {
namespace {

using catalog::ByteOrder;
using model::Value;

bool is_zero(BytesView bytes) {
    return std::ranges::all_of(bytes, [](unsigned char octet) { return octet == 0; });
}

// The bits from the first that is set to the last, counted from the most significant; nothing if none is.
std::optional<BitSpan> hull(BytesView mask) {
    std::uint32_t first = 0;
    std::uint32_t end = static_cast<std::uint32_t>(mask.size()) * 8;
    const auto is_set = [&](std::uint32_t bit) { return (mask[bit / 8] >> (7 - bit % 8) & 1) != 0; };
    while (first < end && !is_set(first))
        ++first;
    while (end > first && !is_set(end - 1))
        --end;
    if (first == end) return std::nullopt;
    return BitSpan{first, end - first};
}

// A value that the first `used` steps are part of.
struct Start {
    Operand operand;
    std::size_t used = 0;
};

// Reads octets of a packet: as a whole field, or as one that a mask cuts out of them.
class PacketReader {
  public:
    PacketReader(const RuleRaiser& rule, const Source& source, std::uint32_t offset, std::uint32_t len,
                 const std::vector<Content::Step>& steps)
        : rule_(rule), source_(source), octets_{offset * 8, len * 8} {
        const auto* first = steps.empty() ? nullptr : std::get_if<Bitwise>(&steps[0]);
        if (first != nullptr && first->len == len && is_zero(first->xor_)) mask_ = &first->mask;
    }

    std::optional<Start> read() const {
        if (mask_ == nullptr) return whole();
        const auto relative = hull(*mask_);
        if (!relative) return whole();
        const BitSpan bits{octets_.bit_offset + relative->bit_offset, relative->bit_len};
        const bool partial = bits.bit_len != octets_.bit_len;
        const bool contiguous = bits.mask() == significant(bits);
        const bool one_field = partial && contiguous && bits.byte_len() == octets_.byte_len();
        if (one_field) {
            if (auto found = find_field(rule_, source_, same(bits))) return cut_out(*found);
        }
        if (auto found = find_field(rule_, source_, same(octets_))) return Start{operand(*found, 0), 0};
        if (auto found = find_field(rule_, source_, around(bits))) return cut_out(*found);
        if (one_field) {
            if (auto raw = raw_field(source_, bits)) return cut_out(*raw);
        }
        return whole();
    }

  private:
    static std::function<bool(const BitSpan&)> same(const BitSpan& wanted) {
        return [wanted](const BitSpan& bits) {
            return bits.bit_offset == wanted.bit_offset && bits.bit_len == wanted.bit_len;
        };
    }
    std::function<bool(const BitSpan&)> around(const BitSpan& inner) const {
        return [this, inner](const BitSpan& bits) {
            return bits.byte_offset() == octets_.byte_offset() && bits.byte_len() == octets_.byte_len() &&
                   bits.bit_offset <= inner.bit_offset &&
                   inner.bit_offset + inner.bit_len <= bits.bit_offset + bits.bit_len;
        };
    }
    // The octets of the mask that a field of these bits lies in.
    Bytes significant(const BitSpan& bits) const {
        return mask_->substr(bits.byte_offset() - octets_.byte_offset(), bits.byte_len());
    }

    Operand operand(const Value& value, std::uint32_t shift) const {
        return {value, value.order, octets_.byte_len(), shift};
    }

    std::optional<Start> whole() const {
        if (auto found = find_field(rule_, source_, same(octets_))) return Start{operand(*found, 0), 0};
        if (auto raw = raw_field(source_, octets_)) return Start{operand(*raw, 0), 0};
        return std::nullopt;
    }

    // The field lies in its octets as in the packet; what the mask takes from it is a mask of its own.
    std::optional<Start> cut_out(const Value& field) const {
        const BitSpan place = *bit_span(field);
        const Bytes own = shift_right(*mask_, place.shift()).substr(octets_.byte_len() - field.byte_len());
        if (*mask_ == place.mask()) return Start{operand(field, place.shift()), 1};
        return Start{operand(masked(field, own, Bytes(own.size(), 0)), place.shift()), 1};
    }

    const RuleRaiser& rule_;
    const Source& source_;
    BitSpan octets_;
    const Bytes* mask_ = nullptr;
};

std::optional<Start> start(const RuleRaiser& rule, const Content& content) {
    return std::visit(overloaded{
                          [&](const PayloadLoad& load) {
                              const Source source = load.base;
                              return PacketReader(rule, source, load.offset, load.len, content.steps).read();
                          },
                          [&](const ExthdrLoad& load) {
                              const Source source = ExthdrTarget{load.op, load.type};
                              return PacketReader(rule, source, load.offset, load.len, content.steps).read();
                          },
                          [](const Bytes&) -> std::optional<Start> { return std::nullopt; },
                          [&](const Value& value) -> std::optional<Start> {
                              return Start{{value, value.order, content.byte_len}, 0};
                          },
                      },
                      content.origin);
}

bool apply(Operand& operand, const Bitwise& step) {
    const auto mask = operand.canonical(step.mask);
    const auto flip = operand.canonical(step.xor_);
    if (step.len != operand.byte_len || !mask || !flip) return false;
    operand.value = masked(std::move(operand.value), *mask, *flip);
    return true;
}

// A field that does not fill its octets is moved to their end; every other shift was asked for.
bool apply(Operand& operand, const BitShift& step) {
    if (operand.shift != 0) {
        if (step.left || step.bits != operand.shift) return false;
        operand.shift = 0;
        return true;
    }
    if (operand.byte_len > 1 && operand.order == ByteOrder::network) return false; // the kernel shifts numbers
    Value of = operand.value;
    const ByteOrder order = of.bit_len > 8 ? ByteOrder::host : of.order;
    operand.value = {of.type, of.bit_len, order, {}, model::Shifted{Box<Value>(of), step.left, step.bits}};
    return true;
}

bool apply(Operand& operand, const ByteorderSwap& step) {
    if (operand.byte_len < 2) return true;
    operand.order = step.to_network ? ByteOrder::network : ByteOrder::host;
    return true;
}

// Constants of octets that are longer than the value hold nothing before it.
std::optional<Bytes> last_octets(const Bytes& octets, std::size_t len) {
    if (octets.size() < len || !is_zero(BytesView(octets).substr(0, octets.size() - len))) return std::nullopt;
    return octets.substr(octets.size() - len);
}

} // namespace

std::optional<Bytes> Operand::canonical(BytesView in_register) const {
    const Bytes octets = register_form(in_register, order);
    const Bytes moved = shift_right(octets, shift);
    if (shift_left(moved, shift) != octets) return std::nullopt;
    return last_octets(moved, value.byte_len());
}

std::optional<Operand> raise_operand(const RuleRaiser& rule, const Content& content) {
    auto begun = start(rule, content);
    if (!begun) return std::nullopt;
    for (std::size_t i = begun->used; i < content.steps.size(); ++i) {
        const bool done = std::visit([&](const auto& step) { return apply(begun->operand, step); }, content.steps[i]);
        if (!done) return std::nullopt;
    }
    return std::move(begun->operand);
}

Value constant(Bytes canonical, const model::KeyPart& part) {
    return {part.type, part.bit_len, part.order, {}, model::Constant{std::move(canonical)}};
}

std::optional<Value> raise_value(const RuleRaiser& rule, Register reg, const model::KeyPart& wanted) {
    return raise_parts(rule, reg, {wanted});
}

std::optional<Value> raise_parts(const RuleRaiser& rule, Register reg, const std::vector<model::KeyPart>& wanted) {
    model::Concat concat;
    std::uint32_t word = RegisterFile::word_of(reg);
    for (const model::KeyPart& part : wanted) {
        const Content* content = rule.registers.at(word);
        if (content == nullptr) return std::nullopt;
        if (const auto* octets = std::get_if<Bytes>(&content->origin)) {
            if (!content->steps.empty() || octets->size() != (part.bit_len + 7) / 8) return std::nullopt;
            concat.parts.push_back(constant(register_form(*octets, part.order), part));
        } else {
            auto operand = raise_operand(rule, *content);
            if (!operand || operand->shift != 0) return std::nullopt;
            concat.parts.push_back(std::move(operand->value));
        }
        word += (content->byte_len + 3) / 4;
    }
    if (wanted.size() == 1) return std::move(concat.parts[0]);
    const catalog::DataType* type = concat.parts[0].type;
    return Value{type, model::key_byte_len(wanted) * 8, ByteOrder::none, {}, std::move(concat)};
}

std::optional<Key> raise_lookup_key(const RuleRaiser& rule, Register reg, std::size_t count) {
    model::Concat concat;
    std::uint32_t word = RegisterFile::word_of(reg);
    std::uint32_t bits = 0;
    for (std::size_t i = 0; i < count; ++i) {
        const Content* content = rule.registers.at(word);
        auto operand = content == nullptr ? std::nullopt : raise_operand(rule, *content);
        if (!operand) return std::nullopt;
        if (count == 1) return Key{std::move(operand->value), operand->shift};
        if (operand->shift != 0) return std::nullopt;
        const std::uint32_t words = (operand->value.byte_len() + 3) / 4;
        bits += words * 32;
        word += words;
        concat.parts.push_back(std::move(operand->value));
    }
    if (concat.parts.empty()) return std::nullopt;
    const catalog::DataType* type = concat.parts[0].type;
    return Key{{type, bits, ByteOrder::none, {}, std::move(concat)}, 0};
}

Value masked(Value value, const Bytes& mask, const Bytes& flip) {
    if (auto* inner = std::get_if<model::Masked>(&value.node)) { // ((v & m) ^ x) & mask ^ flip
        inner->xor_ = bit_xor(bit_and(inner->xor_, mask), flip);
        inner->mask = bit_and(inner->mask, mask);
        return value;
    }
    return {value.type, value.bit_len, value.order, {}, model::Masked{Box<Value>(value), mask, flip}};
}

} // namespace rulec::nft
