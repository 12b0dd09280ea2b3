// SPDX-License-Identifier: GPL-2.0-or-later
#include "compiler/catalog/hooks.h"

#include <doctest/doctest.h>

using namespace rulec::catalog;

TEST_CASE("families, chain types and hooks are found by the name they print") {
    for (const Family family : {Family::inet, Family::ip, Family::arp, Family::netdev, Family::bridge, Family::ip6})
        CHECK(find_family(name(family)) == family);
    for (const auto type : chain_type_names())
        CHECK(name(*find_chain_type(type)) == type);
    for (const auto hook : hook_names())
        CHECK(name(*find_hook(hook)) == hook);
    CHECK_FALSE(find_family("ipv4"));
    CHECK_FALSE(find_hook("inputs"));
    CHECK_FALSE(find_chain_type("mangle"));
}

TEST_CASE("a hook has the number of its family") {
    CHECK(hook_number(Family::ip, Hook::postrouting) == 4);
    CHECK(hook_number(Family::inet, Hook::ingress) == 5);
    CHECK(hook_number(Family::netdev, Hook::ingress) == 0);
    CHECK(hook_number(Family::netdev, Hook::egress) == 1);
    CHECK(hook_number(Family::arp, Hook::output) == 1);
    CHECK_FALSE(hook_number(Family::arp, Hook::prerouting));
    CHECK_FALSE(hook_number(Family::ip, Hook::ingress));
    CHECK_FALSE(hook_number(Family::inet, Hook::egress));
}

TEST_CASE("nat is nowhere in forward, route is only in output") {
    CHECK(chain_type_fits(Family::ip, ChainType::nat, Hook::input));
    CHECK_FALSE(chain_type_fits(Family::inet, ChainType::nat, Hook::forward));
    CHECK_FALSE(chain_type_fits(Family::inet, ChainType::nat, Hook::ingress));
    CHECK(chain_type_fits(Family::ip6, ChainType::route, Hook::output));
    CHECK(chain_type_fits(Family::inet, ChainType::route, Hook::output));
    CHECK_FALSE(chain_type_fits(Family::ip, ChainType::route, Hook::prerouting));
    CHECK_FALSE(chain_type_fits(Family::bridge, ChainType::nat, Hook::prerouting));
    CHECK_FALSE(chain_type_fits(Family::arp, ChainType::filter, Hook::forward));
}

TEST_CASE("names of priorities depend on the family and the hook") {
    CHECK(priority_value(Family::ip, Hook::prerouting, "raw") == -300);
    CHECK(priority_value(Family::inet, Hook::prerouting, "dstnat") == -100);
    CHECK_FALSE(priority_value(Family::inet, Hook::output, "dstnat"));
    CHECK(priority_value(Family::ip6, Hook::postrouting, "srcnat") == 100);
    CHECK_FALSE(priority_value(Family::ip6, Hook::input, "srcnat"));
    CHECK(priority_value(Family::bridge, Hook::input, "filter") == -200);
    CHECK(priority_value(Family::bridge, Hook::output, "out") == 100);
    CHECK_FALSE(priority_value(Family::bridge, Hook::input, "raw"));
    CHECK(priority_value(Family::netdev, Hook::ingress, "filter") == 0);
    CHECK_FALSE(priority_value(Family::arp, Hook::input, "mangle"));
    CHECK(priority_names(Family::bridge).size() == 4);
    CHECK(priority_names(Family::inet).size() == 6);
}

TEST_CASE("chains at devices name them") {
    CHECK(needs_devices(Family::netdev, Hook::egress));
    CHECK(needs_devices(Family::inet, Hook::ingress));
    CHECK_FALSE(needs_devices(Family::inet, Hook::input));
}
