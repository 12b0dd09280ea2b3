// SPDX-License-Identifier: GPL-2.0-or-later
#include "compiler/catalog/datatype.h"

#include <set>

#include <doctest/doctest.h>

using namespace rulec::catalog;

TEST_CASE("every type is found by its name and its number") {
    for (const DataType& row : all_types()) {
        CAPTURE(row.name);
        CHECK(find_type(row.name) == &row);
        CHECK(&type(row.id) == &row);
    }
    CHECK(find_type("ipv4_adr") == nullptr);
}

TEST_CASE("type numbers and names are unique") {
    std::set<TypeId> ids;
    std::set<std::string_view> names;
    for (const DataType& row : all_types()) {
        CHECK(ids.insert(row.id).second);
        CHECK(names.insert(row.name).second);
    }
}

TEST_CASE("every symbol is found, and fits its type") {
    for (const DataType& row : all_types()) {
        std::set<std::string_view> names;
        for (const Symbol& symbol : row.symbols) {
            CAPTURE(row.name);
            CAPTURE(symbol.name);
            CHECK(find_symbol(row, symbol.name) == symbol.value);
            CHECK(names.insert(symbol.name).second);
            CHECK((row.bit_len >= 64 || symbol.value >> row.bit_len == 0));
        }
    }
}

TEST_CASE("a type that a set may declare has a length") {
    for (const DataType& row : all_types()) {
        CAPTURE(row.name);
        CHECK((!row.declarable || row.bit_len > 0));
    }
}

TEST_CASE("services and protocols are found by name, in the spelling of the registry") {
    CHECK(find_service("ssh") == 22);
    CHECK(find_service("https") == 443);
    CHECK(find_service("www") == 80);
    CHECK(find_service("domain-s") == 853);
    CHECK(find_service("echo") == 7);
    CHECK_FALSE(find_service("SSH"));
    CHECK_FALSE(find_service(""));

    CHECK(find_protocol("tcp") == 6);
    CHECK(find_protocol("UDPLite") == 136);
    CHECK(find_protocol("IPSEC-ESP") == 50);
    CHECK(find_protocol("icmpv6") == 58);
    CHECK(find_protocol("ipv6-icmp") == 58);
    CHECK(find_protocol("comp") == 108);
    CHECK_FALSE(find_protocol("Tcp"));
    CHECK_FALSE(find_protocol("mptcp"));
}

TEST_CASE("symbols of ports and protocols come from the built-in tables") {
    CHECK(find_symbol(type(TypeId::inet_service), "ssh") == 22);
    CHECK(find_symbol(type(TypeId::inet_proto), "sctp") == 132);
}
