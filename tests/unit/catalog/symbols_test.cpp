// SPDX-License-Identifier: GPL-2.0-or-later
#include "compiler/catalog/symbols.h"

#include <doctest/doctest.h>

using namespace rulec::catalog;

TEST_CASE("every word of a vocabulary is found") {
    for (int v = 0; v <= static_cast<int>(Vocabulary::udp_timeout_state); ++v) {
        const auto vocabulary = static_cast<Vocabulary>(v);
        CHECK_FALSE(words(vocabulary).empty());
        for (const Symbol& word : words(vocabulary))
            CHECK(find(vocabulary, word.name) == word.value);
        CHECK_FALSE(find(vocabulary, "no-such-word"));
    }
}

TEST_CASE("samples with the kernel's numbers") {
    CHECK(find(Vocabulary::log_level, "warn") == 4);
    CHECK(find(Vocabulary::log_flag, "all") == 0x2f);
    CHECK(find(Vocabulary::nat_flag, "fully-random") == 0x10);
    CHECK(find(Vocabulary::set_flag, "dynamic") == 0x20);
    CHECK(find(Vocabulary::fib_result, "type") == 3);
    CHECK(find(Vocabulary::tcp_timeout_state, "established") == 2);
}

TEST_CASE("words that nft does not know are not known here") {
    CHECK_FALSE(find(Vocabulary::log_level, "warning"));
    CHECK_FALSE(find(Vocabulary::byte_unit, "gbytes"));
}
