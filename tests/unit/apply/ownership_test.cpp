// SPDX-License-Identifier: GPL-2.0-or-later
#include "runtime/apply/ownership.h"

#include <doctest/doctest.h>

using namespace rulec;
using namespace rulec::apply;

TEST_CASE("the mark stands behind the comment, once") {
    Bytes userdata = {0, 3, 'h', 'i', 0};
    CHECK(!has_mark(userdata));
    add_mark(userdata);
    CHECK(has_mark(userdata));
    CHECK(userdata.substr(0, 5) == Bytes{0, 3, 'h', 'i', 0});
    const Bytes once = userdata;
    add_mark(userdata);
    CHECK(userdata == once);
}

TEST_CASE("other userdata has no mark") {
    CHECK(!has_mark({}));
    CHECK(!has_mark(Bytes{200}));
    CHECK(!has_mark(Bytes{200, 5, 'r', 'u', 'l'})); // cut short
    CHECK(!has_mark(Bytes{200, 2, 'n', 'o'}));
    CHECK(!has_mark(Bytes{0, 7, 200, 5, 'r', 'u', 'l', 'e', 'c'})); // inside of a comment
}

TEST_CASE("a mark that has no room is left out") {
    Bytes userdata(255, 'x');
    add_mark(userdata);
    CHECK(userdata.size() == 255);
}
