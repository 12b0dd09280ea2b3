// SPDX-License-Identifier: GPL-2.0-or-later
#include "compiler/support/suggest.h"

#include <array>

#include <doctest/doctest.h>

using namespace rulec;

namespace {
constexpr std::array<std::string_view, 5> kWords = {"accept", "drop", "dport", "sport", "jump"};
}

TEST_CASE("a slip finds the word that was meant") {
    CHECK(nearest("accpet", kWords) == "accept");
    CHECK(nearest("dprot", kWords) == "dport");
    CHECK(nearest("DROP", kWords) == "drop");
}

TEST_CASE("what is no slip finds nothing") {
    CHECK_FALSE(nearest("masquerade", kWords));
    CHECK_FALSE(nearest("", kWords));
    CHECK_FALSE(nearest(std::string(1000, 'x'), kWords));
}
