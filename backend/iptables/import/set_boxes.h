// SPDX-License-Identifier: GPL-2.0-or-later
// Elements of a set of ipset made unambiguous: keys and ranges of keys that do not overlap, as sets of nf_tables want
// them. ipset looks for the most specific network, so one with `nomatch` cuts a hole into a larger one; of elements
// that hold at once the one that stays longest is kept. In hash:net,iface the most specific network that has any
// interface hides all larger ones (seen in Linux 6.18; ip_set_hash_gen.h, `multi`).
#pragma once

#include "backend/ipset/sets.h"

#include <functional>

namespace rulec::ipt {

// `element`: of which the box has its timeout, comment and counters. The views are good during the call only.
struct Box {
    BytesView low, high;
    std::size_t element = 0;
};

struct BoxRequest {
    const ipset::Set& set;
    bool excepted = false;                  // the holes instead: what --return-nomatch looks for
    bool widen_masks = true;                // an address under a netmask is all that it stands for
    bool join = false;                      // neighbours that have nothing to tell become one box
    std::function<bool(std::size_t)> takes; // elements that are asked for
};

// Why a set cannot be so.
enum class BoxTrouble : std::uint8_t {
    none,
    too_many,     // elements overlap so much that there is no end of it
    hidden_later, // an element hides another one, and has a timeout
};

// In ascending order; an element may be in several boxes.
BoxTrouble for_each_box(const BoxRequest& request, const std::function<void(const Box&)>& emit);

// 0: it stays for ever.
std::uint64_t lifetime_s(const ipset::Set& set, const ipset::ElementExtra* extra);

} // namespace rulec::ipt
