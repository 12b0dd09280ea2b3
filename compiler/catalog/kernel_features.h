// SPDX-License-Identifier: GPL-2.0-or-later
// What came to nf_tables at some time and is neither a field, nor a hook, nor a statement with a place (those carry
// their version in their own rows).
#pragma once

#include "compiler/catalog/kernel_version.h"

#include <string_view>

namespace rulec::catalog {

enum class Feature : std::uint8_t {
    table_owner,
    bound_chain,
    several_devices,
    concatenated_ranges,
    catchall,
    set_statement,
    two_set_statements,
    delete_from_packets,
    last,
    shift,
    inner_payload,
    nat_prefix,
    option_reset,
    secmark,
    flowtable_counter,
    flowtable_offload,
};

struct FeatureRow {
    Feature what;
    std::string_view name; // "... needs Linux 5.6"
    KernelVersion since;
};

const FeatureRow& feature(Feature what);

} // namespace rulec::catalog
