// SPDX-License-Identifier: GPL-2.0-or-later
// Mutations of ruleset texts: by octets (flips, cuts) and by words of the language (left out, doubled, exchanged,
// taken from another text, numbers at their limits). Knows no grammar. Same seed, same text, on every machine.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace rulec::test {

// splitmix64: what a seed gives must not depend on the standard library.
class Random {
  public:
    explicit Random(std::uint64_t seed) : state_(seed) {}
    std::uint64_t next();
    std::size_t below(std::size_t limit) { return limit == 0 ? 0 : next() % limit; }

  private:
    std::uint64_t state_;
};

// Words, numbers, strings, white space and signs; joined they are the text again.
std::vector<std::string_view> split_words(std::string_view text);

// A few mutations of `seeds[of]`, with parts of the other seeds.
std::string mutate(const std::vector<std::string>& seeds, std::size_t of, Random& random);

} // namespace rulec::test
