// SPDX-License-Identifier: GPL-2.0-or-later
// Names of conntrack's values. <linux/netfilter/nf_conntrack_common.h>; state bits are those of nft_ct.
#pragma once

#include "compiler/catalog/datatype.h"

namespace rulec::catalog::rows {

inline constexpr Symbol kCtStates[] = {
    {"invalid", 1}, {"new", 8}, {"established", 2}, {"related", 4}, {"untracked", 64},
};

inline constexpr Symbol kCtDirections[] = {{"original", 0}, {"reply", 1}};

// IPS_*
inline constexpr Symbol kCtStatus[] = {
    {"expected", 0x1}, {"seen-reply", 0x2}, {"assured", 0x4}, {"confirmed", 0x8},
    {"snat", 0x10},    {"dnat", 0x20},      {"dying", 0x200},
};

// 1 << IPCT_*
inline constexpr Symbol kCtEvents[] = {
    {"new", 1},     {"related", 2}, {"destroy", 4},  {"reply", 8},     {"assured", 16}, {"protoinfo", 32},
    {"helper", 64}, {"mark", 128},  {"seqadj", 256}, {"secmark", 512}, {"label", 1024},
};

} // namespace rulec::catalog::rows
