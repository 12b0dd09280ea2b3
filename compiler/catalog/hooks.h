// SPDX-License-Identifier: GPL-2.0-or-later
// Families, hooks, chain types and priorities: which exist together. One table, read by every check.
#pragma once

#include "compiler/catalog/kernel_version.h"

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

namespace rulec::catalog {

// NFPROTO_*.
enum class Family : std::uint8_t { inet = 1, ip = 2, arp = 3, netdev = 5, bridge = 7, ip6 = 10 };

enum class ChainType : std::uint8_t { filter, nat, route };

enum class Hook : std::uint8_t { prerouting, input, forward, output, postrouting, ingress, egress };

std::optional<Family> find_family(std::string_view name);
std::string_view name(Family family);
std::optional<ChainType> find_chain_type(std::string_view name);
std::string_view name(ChainType type);
std::optional<Hook> find_hook(std::string_view name);
std::string_view name(Hook hook);
std::span<const std::string_view> hook_names();
std::span<const std::string_view> chain_type_names();

// The kernel's number of the hook in this family (NF_INET_*, NF_BR_*, NF_ARP_*, NF_NETDEV_*); none: the family has no
// such hook.
std::optional<std::uint32_t> hook_number(Family family, Hook hook);

// May a chain of this type hang here? (nf_tables' chain type tables: e.g. nat never in forward, route only in
// output.)
bool chain_type_fits(Family family, ChainType type, Hook hook);

// The first kernel that knows such base chains.
KernelVersion chain_since(Family family, ChainType type, Hook hook);

// "filter" 0, "dstnat" -100...: names depend on family and some on the hook (dstnat only prerouting/output(bridge)).
std::optional<std::int32_t> priority_value(Family family, Hook hook, std::string_view name);
std::span<const std::string_view> priority_names(Family family);

bool needs_devices(Family family, Hook hook); // netdev and inet ingress

} // namespace rulec::catalog
