// SPDX-License-Identifier: GPL-2.0-or-later
#include "compiler/fmt/same_meaning.h"

#include <doctest/doctest.h>

using rulec::style::same_meaning;

TEST_CASE("white space, separators and trailing commas say nothing") {
    CHECK(same_meaning("", "\n"));
    CHECK(same_meaning("add table a;add table b", "add table a\n\nadd table b;\n"));
    CHECK(same_meaning("define x={1,2,}", "define x = {\n\t1,\n\t2\n}"));
    CHECK(same_meaning("define x = { 1 # c\n, 2 }", "define x = { 1, # c\n 2 }"));
}

TEST_CASE("words, separators and comments do") {
    CHECK(!same_meaning("add table a", "add table b"));
    CHECK(!same_meaning("add table a\nadd table b", "add table a add table b"));
    CHECK(!same_meaning("define x = 1", "define x = 1 # c"));
    CHECK(!same_meaning("define x = 1 # b", "define x = 1 # c"));
    CHECK(!same_meaning("define x = { 1 }", "define x = { 1, 2 }"));
    CHECK(!same_meaning("define x = a - b", "define x = a-b"));
    CHECK(!same_meaning("define x = \"a\"", "define x = a"));
}
