// SPDX-License-Identifier: GPL-2.0-or-later
// The table of hooks against the running kernel, in a network namespace of its own: every family, hook and chain
// type is loaded once.
#include "compiler/catalog/hooks.h"
#include "tests/unit/catalog/run_nft.h"

#include <doctest/doctest.h>
#include <fmt/format.h>
using namespace rulec::catalog;

namespace {

constexpr Family kFamilies[] = {Family::ip, Family::ip6, Family::inet, Family::arp, Family::bridge, Family::netdev};

std::string chain(Family family, Hook hook, ChainType type, std::string_view priority) {
    return fmt::format("table {} t {{\n chain c {{\n type {} hook {} {} priority {};\n }}\n}}\n", name(family),
                       name(type), name(hook), needs_devices(family, hook) ? "device \"lo\"" : "", priority);
}

// nft is silent when the kernel took the file.
bool kernel_takes(const std::string& rules) {
    return run_with_file("unshare -n nft -f", rules) == "";
}

} // namespace

TEST_CASE("the kernel takes a chain where the table says so, and nowhere else") {
    if (!can_ask_kernel()) return;
    for (const Family family : kFamilies)
        for (const auto hook_name : hook_names())
            for (const auto type_name : chain_type_names()) {
                const Hook hook = *find_hook(hook_name);
                const ChainType type = *find_chain_type(type_name);
                const std::string rules = chain(family, hook, type, "0");
                CAPTURE(rules);
                CHECK(kernel_takes(rules) == chain_type_fits(family, type, hook));
            }
}

TEST_CASE("nft knows a name of a priority where the table says so, and nowhere else") {
    if (!can_ask_kernel()) return;
    for (const Family family : kFamilies)
        for (const auto hook_name : hook_names()) {
            const Hook hook = *find_hook(hook_name);
            if (!hook_number(family, hook)) continue;
            for (const std::string_view priority :
                 {"raw", "mangle", "dstnat", "filter", "security", "srcnat", "out"}) {
                const std::string rules = chain(family, hook, ChainType::filter, priority);
                CAPTURE(rules);
                CHECK(kernel_takes(rules) == priority_value(family, hook, priority).has_value());
            }
        }
}
