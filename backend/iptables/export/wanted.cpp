// SPDX-License-Identifier: GPL-2.0-or-later
#include "backend/iptables/export/wanted.h"

#include "compiler/support/overloaded.h"

#include <algorithm>
#include <utility>

namespace rulec::ipt {
namespace {

Bytes zeros(std::size_t len) {
    return Bytes(len, 0);
}

Bytes highest(const model::Value& value) {
    return low_bits(value.bit_len, value.byte_len());
}

// Nothing is less than 0: then no interval is left.
std::vector<Interval> ordered(const ir::Compare& test) {
    Bytes bound = test.rhs;
    switch (test.op) {
    case ir::CompareOp::lt:
        return decrement(bound) ? std::vector<Interval>{{zeros(bound.size()), bound}} : std::vector<Interval>{};
    case ir::CompareOp::le: return {{zeros(bound.size()), bound}};
    case ir::CompareOp::gt:
        return bound != highest(test.lhs) && increment(bound) ? std::vector<Interval>{{bound, highest(test.lhs)}}
                                                              : std::vector<Interval>{};
    case ir::CompareOp::ge: return {{bound, highest(test.lhs)}};
    case ir::CompareOp::eq:
    case ir::CompareOp::ne: break;
    }
    return {{bound, bound}};
}

} // namespace

Wanted not_negated(Wanted wanted) {
    std::ranges::sort(wanted.intervals, {}, &Interval::low);
    std::vector<Interval> between;
    Bytes next = zeros(wanted.intervals.empty() ? 0 : wanted.intervals[0].low.size());
    bool more = !next.empty();
    for (const Interval& interval : wanted.intervals) {
        Bytes before = interval.low;
        if (next < interval.low && decrement(before)) between.push_back({next, before});
        next = interval.high;
        more = increment(next);
    }
    if (more) between.push_back({next, Bytes(next.size(), 0xff)});
    return {.intervals = std::move(between), .negated = false, .mask = wanted.mask};
}

std::vector<Interval> intervals_of(const model::Set& set) {
    std::vector<Interval> intervals;
    intervals.reserve(set.elements.count);
    for (std::size_t i = 0; i < set.elements.count; ++i) {
        const model::ElementExtra* extra = set.elements.extra_at(i);
        if (extra != nullptr && extra->catchall) {
            intervals.push_back({zeros(set.elements.key_len), Bytes(set.elements.key_len, 0xff)});
        } else {
            intervals.push_back({Bytes(set.elements.low_at(i)), Bytes(set.elements.high_at(i))});
        }
    }
    return intervals;
}

const model::Value& tested_value(const ir::Test& test) {
    return std::visit(overloaded{
                          [](const ir::InSet& node) -> const model::Value& { return node.key; },
                          [](const auto& node) -> const model::Value& { return node.lhs; },
                      },
                      test);
}

Wanted wanted(const ir::Test& test, const ir::Table& table) {
    Wanted out = std::visit(overloaded{
                                [](const ir::Compare& node) {
                                    return Wanted{ordered(node), node.op == ir::CompareOp::ne, {}};
                                },
                                [](const ir::InRange& node) {
                                    return Wanted{{{node.low, node.high}}, node.invert, {}};
                                },
                                [](const ir::InPrefix& node) {
                                    const Bytes rest = bit_not(prefix_mask(node.prefix_len, node.base.size()));
                                    return Wanted{{{node.base, bit_or(node.base, rest)}}, node.invert, {}};
                                },
                                [](const ir::AnyBit& node) {
                                    const Bytes none = zeros(node.mask.size());
                                    return Wanted{{{none, none}}, !node.invert, node.mask};
                                },
                                [&](const ir::InSet& node) {
                                    return Wanted{intervals_of(table.sets[node.set]), node.invert, {}};
                                },
                            },
                            test);
    const auto* masked = std::get_if<model::Masked>(&tested_value(test).node);
    if (masked == nullptr) return out;
    if (out.mask) {
        out.mask = bit_and(*out.mask, masked->mask);
    } else {
        out.mask = masked->mask;
    }
    return out;
}

} // namespace rulec::ipt
