// SPDX-License-Identifier: GPL-2.0-or-later
// Sets that packets fill, that have no size, and that nothing empties.
#include "compiler/lint/lints.h"

#include <numeric>

namespace rulec::lint {
namespace {

// The kernel's limit where a set has none (nft_dynset.c: 65,535) holds all values of these.
constexpr std::uint32_t kFewBits = 15;

std::uint32_t key_bits(const model::Set& set) {
    return std::accumulate(set.key.begin(), set.key.end(), 0U,
                           [](std::uint32_t sum, const model::KeyPart& part) { return sum + part.bit_len; });
}

} // namespace

void unbounded_dynamic_set(const Subject& subject, diag::Sink& sink) {
    subject.for_each_ruled_table([&](const model::Table& table, const Uses& uses) {
        for (std::size_t i = 0; i < table.sets.size(); ++i) {
            const model::Set& set = table.sets[i];
            const Filling& by_rules = uses.filling[i];
            if (set.anonymous || set.size || set.timeout_ms || key_bits(set) <= kFewBits) continue;
            if (!by_rules.adds_for_ever.known() || by_rules.removes) continue;
            sink.report(diag::make(diag::Code::kUnboundedDynamicSet, set.span, set.name)
                            .also(by_rules.adds_for_ever, "packets fill it here")
                            .help("give it a `timeout`, or say with `size` how many there may be"));
        }
    });
}

} // namespace rulec::lint
