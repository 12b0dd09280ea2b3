// SPDX-License-Identifier: GPL-2.0-or-later
#include "compiler/catalog/print_value.h"
#include "tests/unit/catalog/value_of.h"

#include <cstdlib>
#include <ctime>

#include <doctest/doctest.h>

using namespace rulec;
using namespace rulec::catalog;
using T = TypeId;

namespace {

std::string printed(TypeId id, std::uint64_t number, ValueStyle style = ValueStyle::value) {
    const DataType& row = type(id);
    const std::uint32_t bits = row.bit_len == 0 ? 32 : row.bit_len;
    return print_value(row, bits, big_endian(number, (bits + 7) / 8), style);
}

std::string text(std::string_view name) {
    Bytes octets(name.begin(), name.end());
    octets.resize(16, 0);
    return print_value(type(T::ifname), 128, octets);
}

// The literal without its quotes, as the syntax hands it on.
std::string_view unquoted(std::string_view literal) {
    return literal.starts_with('"') ? literal.substr(1, literal.size() - 2) : literal;
}

} // namespace

TEST_CASE("every symbol is read back as the number that it was printed for") {
    std::size_t symbols = 0;
    for (const DataType& row : all_types()) {
        for (const Symbol& symbol : row.symbols) {
            const std::string literal = printed(row.id, symbol.value);
            CAPTURE(row.name);
            CAPTURE(literal);
            const auto form = literal.starts_with("0x") ? LiteralForm::hex : LiteralForm::word;
            CHECK(value_of(row.id, form, unquoted(literal)) ==
                  to_hex(big_endian(symbol.value, (row.bit_len + 7) / 8)));
            ++symbols;
        }
    }
    CHECK(symbols > 150);
}

TEST_CASE("every protocol number is read back") {
    for (unsigned number = 0; number < 256; ++number) {
        const std::string literal = printed(T::inet_proto, number);
        CHECK(value_of(T::inet_proto, LiteralForm::word, literal) ==
              to_hex(Bytes(1, static_cast<unsigned char>(number))));
    }
    CHECK(printed(T::inet_proto, 6) == "tcp");
    CHECK(printed(T::inet_proto, 58) == "ipv6-icmp");
    CHECK(printed(T::inet_proto, 0) == "0"); // nft lists `ip`, and does not read it
}

TEST_CASE("numbers in the base that listings use") {
    CHECK(printed(T::inet_service, 22) == "22");
    CHECK(printed(T::mark, 20) == "0x00000014");
    CHECK(printed(T::dscp, 63) == "0x3f");
    CHECK(printed(T::classid, 0x10002) == "1:2");
    CHECK(printed(T::classid, 0) == "none");
    CHECK(printed(T::tcp_flag, 0x12, ValueStyle::list) == "syn,ack");
    CHECK(printed(T::tcp_flag, 0x12) == "syn | ack");
    CHECK(printed(T::tcp_flag, 0x12, ValueStyle::number) == "0x12");
    CHECK(printed(T::icmp_type, 8, ValueStyle::number) == "8");
    CHECK(print_value(type(T::integer), 72, Bytes(8, 0) + Bytes(1, 5)) == "0x5");
}

TEST_CASE("flags with a name that nft takes for a selector are a number") {
    CHECK(printed(T::ct_event, 1) == "new");
    CHECK(printed(T::ct_event, 1 | 128) == "0x00000081");
}

TEST_CASE("addresses, names and bits") {
    CHECK(printed(T::ipv4_addr, 0x0a000001) == "10.0.0.1");
    CHECK(print_value(type(T::ipv6_addr), 128, Bytes(15, 0) + Bytes(1, 1)) == "::1");
    CHECK(printed(T::ether_addr, 0x0a0b0c) == "00:00:00:0a:0b:0c");
    CHECK(text("eth0") == "\"eth0\"");
    CHECK(text("eth*") == "\"eth\\*\"");
    Bytes label(16, 0);
    label[15] = 0x21;
    CHECK(print_value(type(T::ct_label), 128, label) == "0,5");
}

TEST_CASE("durations in their units, and read back") {
    CHECK(print_duration_ms(0) == "0s");
    CHECK(print_duration_ms(93'784'005) == "1d2h3m4s5ms");
    for (const std::uint64_t ms : {1ULL, 999ULL, 60'000ULL, 86'399'999ULL, 31'536'000'000ULL})
        CHECK(parse_duration_ms(print_duration_ms(ms)) == ms);
}

TEST_CASE("hours and dates are local time, and read back") {
    for (const char* zone : {"UTC", "UTC-2", "UTC+11"}) {
        CAPTURE(zone);
        setenv("TZ", zone, 1);
        tzset();
        for (const std::uint64_t second : {0U, 1U, 3600U, 82'800U, 86'399U}) {
            const std::string literal = printed(T::hour, second);
            CHECK(value_of(T::hour, LiteralForm::string, unquoted(literal)) == to_hex(big_endian(second, 4)));
        }
        constexpr std::uint64_t kWhen_ns = 1'561'125'600'000'000'000; // 2019-06-21 14:00:00 UTC
        const std::string date = printed(T::date, kWhen_ns);
        CHECK(value_of(T::date, LiteralForm::string, unquoted(date)) == to_hex(big_endian(kWhen_ns, 8)));
    }
    CHECK(printed(T::date, 0) == "\"1969-12-31 13:00:00\"");
    unsetenv("TZ");
    tzset();
}
