// SPDX-License-Identifier: GPL-2.0-or-later
// Where statements and fields work: the chains in which the kernel lets them stand, reached directly or by jumps.
// One row each. The facts are the kernel's validate functions (net/netfilter/nft_*.c), checked by loading every row
// into every hook.
#pragma once

#include "compiler/catalog/hooks.h"
#include "compiler/catalog/kernel_version.h"

#include <cstdint>
#include <optional>
#include <string_view>

namespace rulec::catalog {

enum class Placed : std::uint8_t {
    masquerade,
    snat,
    dnat,
    redirect,
    reject,
    tproxy,
    synproxy,
    flow_offload,
    queue,
    dup,
    fwd,
    fib,           // fib daddr type
    fib_interface, // fib ... oif, oifname
    fib_type_iif,  // fib ... . iif type
    fib_type_oif,  // fib ... . oif type
    socket,
    osf,
    ipsec_in,
    ipsec_out,
    rt,
    rt_mtu,
    ct,
    ct_count,
    meta_ipsec,
    meta_sdif,
    meta_bridge, // ibrname and its like
    set_pkttype,
    ct_helper, // these four: named objects
    ct_timeout,
    ct_expectation,
    synproxy_object,
};

struct Placement {
    Placed what;
    std::string_view name;          // as users write it
    std::uint32_t families;         // bit (1 << Family)
    std::uint32_t hooks;            // bit (1 << Hook)
    bool nat_chain;                 // only in chains of type nat
    std::string_view where;         // completes "works only in ..."
    std::uint32_t netdev_hooks = 0; // as `hooks`: there as well, in netdev tables only
    // The kernel looks at the family when the rule is made, be there a hook or not.
    bool family_at_once = false;
    KernelVersion since = {}; // the first kernel that has it at all
};

const Placement& placement(Placed what);
bool may_stand(const Placement& row, Family family); // in a chain without a hook
bool may_stand(const Placement& row, Family family, ChainType type, Hook hook);

// The first kernel that lets it stand in this hook; `since` of the row where that is no question of the hook.
KernelVersion stands_since(Placed what, Family family, Hook hook);

} // namespace rulec::catalog
