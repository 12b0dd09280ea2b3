// SPDX-License-Identifier: GPL-2.0-or-later
// Candidates: the rules of a chain that decide, kept so that those that could cover a later rule are found in the
// time of a few look-ups. A rule is filed under the fields that it compares with one value or named set, and those
// values: only a rule that asks the same of them can be covered by it. Of rules that ask for nothing so definite, and
// of rules filed in the same place, the first few are kept: some coverage is not found, in exchange for linear time.
#pragma once

#include "compiler/lint/coverage.h"

#include <array>
#include <cstdint>
#include <span>
#include <vector>

namespace rulec::lint {

class Candidates {
  public:
    Candidates(const model::Table& table, std::size_t most);

    // What a rule compares with one value each.
    struct Signature {
        struct Exact {
            std::uint64_t field; // hash
            std::uint64_t both;  // hash of field and value
        };
        static constexpr std::size_t kMost = 8;
        std::array<Exact, kMost> exact;
        std::size_t count = 0;
        std::uint64_t fields = 0; // sum of exact[].field
        std::size_t leading = 0;  // how many of them stand before the rule does anything
        std::size_t matches = 0;  // of any kind
    };
    Signature signature_of(const model::Rule& rule) const;

    void add(const model::Rule& rule, const Signature& signature);
    // A rule that covers this one; null: none is known.
    const model::Rule* find_cover(const model::Rule& rule, const Signature& signature) const;
    // Forgets all: what a match sees may have changed.
    void clear();

  private:
    struct Entry {
        std::uint64_t key = 0;
        const model::Rule* rule = nullptr;
    };
    struct Wide { // a rule without exact values
        const model::Rule* rule;
        Reading reading;
    };
    struct Shape { // fields that some rule is filed under
        std::uint64_t sum;
        std::vector<std::uint64_t> fields; // hashes
    };

    std::uint64_t key_of(std::uint64_t sum) const;
    bool knows_shape(const Signature& signature);
    template <class Each>
    void for_each_at(std::uint64_t key, Each each) const;
    const model::Rule* find_exact(const model::Rule& rule, const Signature& signature) const;
    const model::Rule* find_wide(const model::Rule& rule) const;

    const model::Table& table_;
    std::size_t most_;
    std::vector<Entry> entries_; // open addressing; empty until the first rule is filed
    std::vector<Shape> shapes_;
    std::vector<Wide> wide_;
    std::uint64_t generation_ = 0; // part of the keys, so that clear() is cheap
};

} // namespace rulec::lint
