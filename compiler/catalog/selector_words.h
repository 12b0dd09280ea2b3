// SPDX-License-Identifier: GPL-2.0-or-later
// What the lexer must know of field names: which words begin a selector, and how many words follow. Derived from
// the catalogue's rows, so that a new field or header is a row and not a change of the grammar.
#pragma once

#include <cstdint>
#include <string_view>

namespace rulec::catalog {

enum class WordClass : std::uint8_t {
    plain,  // begins no selector
    header, // a protocol header, followed by the name of a field: ip, ip6, tcp, udp, ether, hbh, frag, ah...
    key,    // a selector by itself: iifname, mark, skuid, pkttype... (meta keys that need no `meta`; l4proto does)
};

// O(1). Words with structure of their own (meta, ct, rt, fib, socket, ipsec, osf, numgen, jhash, symhash, exthdr)
// are tokens of the grammar and `plain` here.
WordClass word_class(std::string_view word);

} // namespace rulec::catalog
