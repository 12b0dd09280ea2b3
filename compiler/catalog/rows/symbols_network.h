// SPDX-License-Identifier: GPL-2.0-or-later
// Names of values in network and transport headers, and of routing. RFC 2474, 2597, 3246, 5865, 8622 (DSCP),
// 3168 (ECN), 9293 (TCP), 4340 (DCCP); <linux/rtnetlink.h> (address types).
#pragma once

#include "compiler/catalog/datatype.h"

namespace rulec::catalog::rows {

// NFPROTO_*
inline constexpr Symbol kNetfilterProtocols[] = {{"ipv4", 2}, {"ipv6", 10}};

inline constexpr Symbol kDscp[] = {
    {"cs0", 0x00},  {"cs1", 0x08},  {"cs2", 0x10},  {"cs3", 0x18},   {"cs4", 0x20},  {"cs5", 0x28},  {"cs6", 0x30},
    {"cs7", 0x38},  {"df", 0x00},   {"be", 0x00},   {"lephb", 0x01}, {"af11", 0x0a}, {"af12", 0x0c}, {"af13", 0x0e},
    {"af21", 0x12}, {"af22", 0x14}, {"af23", 0x16}, {"af31", 0x1a},  {"af32", 0x1c}, {"af33", 0x1e}, {"af41", 0x22},
    {"af42", 0x24}, {"af43", 0x26}, {"va", 0x2c},   {"ef", 0x2e},
};

inline constexpr Symbol kEcn[] = {{"not-ect", 0}, {"ect1", 1}, {"ect0", 2}, {"ce", 3}};

inline constexpr Symbol kTcpFlags[] = {
    {"fin", 0x01}, {"syn", 0x02}, {"rst", 0x04}, {"psh", 0x08},
    {"ack", 0x10}, {"urg", 0x20}, {"ecn", 0x40}, {"cwr", 0x80},
};

inline constexpr Symbol kDccpTypes[] = {
    {"request", 0},  {"response", 1}, {"data", 2},  {"ack", 3},  {"dataack", 4},
    {"closereq", 5}, {"close", 6},    {"reset", 7}, {"sync", 8}, {"syncack", 9},
};

// RTN_*
inline constexpr Symbol kAddressTypes[] = {
    {"unspec", 0},    {"unicast", 1},   {"local", 2},       {"broadcast", 3}, {"anycast", 4},
    {"multicast", 5}, {"blackhole", 6}, {"unreachable", 7}, {"prohibit", 8},
};

} // namespace rulec::catalog::rows
