// SPDX-License-Identifier: GPL-2.0-or-later
#include "compiler/lint/candidates.h"

#include <algorithm>
#include <bit>
#include <optional>

namespace rulec::lint {
namespace {

using model::Match;
using model::Rule;
using Exact = Candidates::Signature::Exact;

constexpr std::size_t kMostWide = 32;
constexpr std::size_t kMostShapes = 8;
constexpr std::size_t kMostAtKey = 8;

std::uint64_t mix(std::uint64_t a, std::uint64_t b) {
    std::uint64_t x = (a ^ std::rotl(b, 32)) * 0x9e3779b97f4a7c15;
    x = (x ^ (x >> 29)) * 0xbf58476d1ce4e5b9;
    return x ^ (x >> 32);
}

std::uint64_t hash_of(const Bytes& bytes) {
    if (bytes.size() <= 8) return from_big_endian(bytes);
    const BytesView view(bytes);
    std::uint64_t hash = 0;
    for (std::size_t i = 0; i < view.size(); i += 8)
        hash = mix(hash, from_big_endian(view.substr(i, 8)));
    return hash;
}

// Tests of a protocol may be implied by fields of it: a rule is not filed under them.
bool is_protocol(const model::FieldLoad& load) {
    const catalog::TypeId type = load.field == nullptr ? catalog::TypeId::invalid : load.field->type;
    return type == catalog::TypeId::inet_proto || type == catalog::TypeId::nf_proto;
}

std::optional<Exact> exact_of(const Match& match, const model::Table& table) {
    const auto* load = std::get_if<model::FieldLoad>(&match.lhs.node);
    if (load == nullptr || match.op != model::MatchOp::eq || is_protocol(*load)) return std::nullopt;
    const auto field = mix(reinterpret_cast<std::uintptr_t>(load->field), load->option_number);
    if (const auto* one = std::get_if<model::Constant>(&match.rhs))
        return Exact{field, mix(field, hash_of(one->bytes))};
    const auto* use = std::get_if<model::SetUse>(&match.rhs);
    if (use == nullptr || table.sets[use->set].anonymous) return std::nullopt;
    return Exact{field, mix(field, ~std::uint64_t{use->set})};
}

// Could the rule be covered at all, as far as fields go? Cheap; protocols may be implied by others.
bool may_cover(const Reading& earlier, const Rule& later) {
    return std::ranges::all_of(earlier.parts, [&](const Reading::Part& part) {
        if (part.field == nullptr || is_protocol(*part.field)) return true;
        return std::ranges::any_of(later.statements, [&](const model::Statement& statement) {
            const auto* match = std::get_if<Match>(&statement.node);
            const auto* load = match == nullptr ? nullptr : field_of(match->lhs);
            return load != nullptr && load->field == part.field->field;
        });
    });
}

} // namespace

Candidates::Candidates(const model::Table& table, std::size_t most) : table_(table), most_(most) {}

Candidates::Signature Candidates::signature_of(const Rule& rule) const {
    Signature out;
    bool leading = true;
    for (const model::Statement& statement : rule.statements) {
        const auto* match = std::get_if<Match>(&statement.node);
        leading = leading && match != nullptr;
        if (match == nullptr) continue;
        ++out.matches;
        const auto exact = out.count < Signature::kMost ? exact_of(*match, table_) : std::nullopt;
        if (!exact) continue;
        out.exact[out.count++] = *exact;
        out.fields += exact->field;
        if (leading) out.leading = out.count;
    }
    return out;
}

std::uint64_t Candidates::key_of(std::uint64_t sum) const {
    return mix(sum, generation_) | 1; // 0 is an empty entry
}

// `each` says whether to go on.
template <class Each>
void Candidates::for_each_at(std::uint64_t key, Each each) const {
    const std::size_t mask = entries_.size() - 1;
    for (std::size_t i = key & mask; entries_[i].key != 0; i = (i + 1) & mask) {
        if (entries_[i].key == key && !each(*entries_[i].rule)) return;
    }
}

bool Candidates::knows_shape(const Signature& signature) {
    if (std::ranges::find(shapes_, signature.fields, &Shape::sum) != shapes_.end()) return true;
    if (shapes_.size() == kMostShapes) return false;
    Shape shape{signature.fields, {}};
    for (std::size_t i = 0; i < signature.count; ++i)
        shape.fields.push_back(signature.exact[i].field);
    shapes_.push_back(std::move(shape));
    return true;
}

void Candidates::add(const Rule& rule, const Signature& signature) {
    if (signature.count == 0) {
        if (wide_.size() < kMostWide) wide_.push_back({&rule, read_all(rule, table_)});
        return;
    }
    if (!knows_shape(signature)) return;
    if (entries_.empty()) entries_.resize(std::bit_ceil(most_ * 2 + 1));
    std::uint64_t sum = 0;
    for (std::size_t i = 0; i < signature.count; ++i)
        sum += signature.exact[i].both;
    const std::uint64_t key = key_of(sum);
    std::size_t there = 0;
    for_each_at(key, [&](const Rule&) { return ++there < kMostAtKey; });
    if (there == kMostAtKey) return;
    const std::size_t mask = entries_.size() - 1;
    std::size_t i = key & mask;
    while (entries_[i].key != 0)
        i = (i + 1) & mask;
    entries_[i] = {key, &rule};
}

const Rule* Candidates::find_cover(const Rule& rule, const Signature& signature) const {
    if (const Rule* exact = find_exact(rule, signature)) return exact;
    return find_wide(rule);
}

const Rule* Candidates::find_exact(const Rule& rule, const Signature& signature) const {
    if (entries_.empty()) return nullptr;
    const std::span<const Exact> exact(signature.exact.data(), signature.leading);
    const Rule* found = nullptr;
    for (const Shape& shape : shapes_) {
        std::uint64_t sum = 0;
        const bool fits = std::ranges::all_of(shape.fields, [&](std::uint64_t field) {
            const auto one = std::ranges::find(exact, field, &Exact::field);
            if (one == exact.end()) return false;
            sum += one->both;
            return true;
        });
        if (!fits) continue;
        for_each_at(key_of(sum), [&](const Rule& earlier) {
            if (covers(read_all(earlier, table_), read_leading(rule, table_), table_)) found = &earlier;
            return found == nullptr;
        });
        if (found != nullptr) return found;
    }
    return nullptr;
}

const Rule* Candidates::find_wide(const Rule& rule) const {
    std::optional<Reading> reading;
    for (const Wide& wide : wide_) {
        if (!may_cover(wide.reading, rule)) continue;
        if (!reading) reading = read_leading(rule, table_);
        if (covers(wide.reading, *reading, table_)) return wide.rule;
    }
    return nullptr;
}

void Candidates::clear() {
    ++generation_;
    shapes_.clear();
    wide_.clear();
}

} // namespace rulec::lint
