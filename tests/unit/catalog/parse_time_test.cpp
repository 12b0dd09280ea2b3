// SPDX-License-Identifier: GPL-2.0-or-later
#include "tests/unit/catalog/value_of.h"

#include <cstdlib>
#include <ctime>

#include <doctest/doctest.h>

using namespace rulec::catalog;
using enum LiteralForm;

namespace {

// A time zone for the length of a test. POSIX rules, so that no zone file is needed.
class TimeZone {
  public:
    explicit TimeZone(const char* rule) {
        setenv("TZ", rule, 1);
        tzset();
    }
    ~TimeZone() {
        unsetenv("TZ");
        tzset();
    }
    TimeZone(const TimeZone&) = delete;
    TimeZone& operator=(const TimeZone&) = delete;
};

constexpr const char* kBerlin = "CET-1CEST,M3.5.0,M10.5.0/3";

std::string seconds_of(LiteralForm form, std::string_view text) {
    return value_of(TypeId::hour, form, text);
}
std::string ns_of(LiteralForm form, std::string_view text) {
    return value_of(TypeId::date, form, text);
}

} // namespace

TEST_CASE("durations in milliseconds") {
    CHECK(parse_duration_ms("90") == 90'000);
    CHECK(parse_duration_ms("90s") == 90'000);
    CHECK(parse_duration_ms("500ms") == 500);
    CHECK(parse_duration_ms("1d2h3m4s") == 93'784'000);
    CHECK(parse_duration_ms("1d2h3m4s5ms") == 93'784'005);
    CHECK(parse_duration_ms("2h1d") == 93'600'000);
    CHECK_FALSE(parse_duration_ms(""));
    CHECK_FALSE(parse_duration_ms("1w"));
    CHECK_FALSE(parse_duration_ms("h"));
    CHECK_FALSE(parse_duration_ms("1h30"));
    CHECK_FALSE(parse_duration_ms("-1s"));
    CHECK_FALSE(parse_duration_ms("1 s"));
    CHECK_FALSE(parse_duration_ms("999999999999999999999d"));
    CHECK_FALSE(parse_duration_ms("999999999999999999d"));
}

TEST_CASE("the time left of a connection") {
    CHECK(value_of(TypeId::time, duration, "1h") == "0036ee80");
    CHECK(value_of(TypeId::time, number, "1") == "000003e8");
    CHECK(value_of(TypeId::time, number, "010") == "00001f40"); // a bare number may be octal
    CHECK(value_of(TypeId::time, string, "010") == "00002710"); // a quoted one is not
    CHECK(value_of(TypeId::time, number, "4294967") == "fffffed8");
    CHECK(value_of(TypeId::time, number, "4294968") == "!range");
    CHECK(value_of(TypeId::time, duration, "60d") == "!range");
    CHECK(value_of(TypeId::time, word, "soon") == "!malformed");
    CHECK(value_of(TypeId::time, address4, "1.2.3.4") == "!type");
}

TEST_CASE("an hour in UTC") {
    const TimeZone utc("UTC0");
    CHECK(seconds_of(string, "17:00") == "0000ef10");
    CHECK(seconds_of(string, "17:00:01") == "0000ef11");
    CHECK(seconds_of(word, "17:00") == "0000ef10");
    CHECK(seconds_of(string, "7:5") == "0000639c");
    CHECK(seconds_of(string, "00:00") == "00000000");
    CHECK(seconds_of(number, "61200") == "0000ef10");
    CHECK(seconds_of(string, "61200") == "0000ef10");
    CHECK(seconds_of(string, "24:00") == "!malformed");
    CHECK(seconds_of(string, "17:60") == "!malformed");
    CHECK(seconds_of(string, "17:00 ") == "!malformed");
    CHECK(seconds_of(string, "noon") == "!malformed");
}

TEST_CASE("an hour is local time, numbers are UTC") {
    {
        const TimeZone east("IST-5:30");
        CHECK(seconds_of(string, "17:00") == "0000a1b8");
        CHECK(seconds_of(string, "00:30") == "00010b30"); // of the day before
        CHECK(seconds_of(number, "61200") == "0000ef10");
    }
    const TimeZone west("EST5");
    CHECK(seconds_of(string, "20:30") == "00001518"); // of the day after
}

TEST_CASE("a date in UTC") {
    const TimeZone utc("UTC0");
    CHECK(ns_of(number, "1") == "000000003b9aca00");
    CHECK(ns_of(string, "1561136400") == "15aa4548d7eea000");
    CHECK(ns_of(string, "2019-06-21 17:00:00") == "15aa4548d7eea000");
    CHECK(ns_of(string, "2019-06-21 17:00") == "15aa4548d7eea000");
    CHECK(ns_of(string, "2019-06-21") == "15aa0d9f9bac0000");
    CHECK(ns_of(string, "2019-06-21 17") == "15aa0d9f9bac0000"); // text after a date is ignored
    CHECK(ns_of(string, "2019-13-21") == "!malformed");
    CHECK(ns_of(string, "yesterday") == "!malformed");
    CHECK(ns_of(string, "") == "!malformed");
}

TEST_CASE("a date is local time, with the summer time of that date") {
    const TimeZone berlin(kBerlin);
    CHECK(ns_of(string, "2019-06-21 17:00") == "15aa3ebc767d6000");
    CHECK(ns_of(string, "2019-01-21 17:00") == "157be860f19d0000");
    CHECK(ns_of(string, "2019-03-31 02:30") == "1590e3ac28ba5000"); // an hour that never was
    CHECK(ns_of(number, "5") == "000000012a05f200");
}

TEST_CASE("a day of the week") {
    CHECK(value_of(TypeId::day, string, "Monday") == "01");
    CHECK(value_of(TypeId::day, word, "Saturday") == "06");
    CHECK(value_of(TypeId::day, number, "0") == "00");
    CHECK(value_of(TypeId::day, string, "6") == "06");
    CHECK(value_of(TypeId::day, number, "7") == "!range");
    CHECK(value_of(TypeId::day, string, "Mon") == "!unknown");
    CHECK(value_of(TypeId::day, string, "monday") == "!unknown");
}
