// SPDX-License-Identifier: GPL-2.0-or-later
// Traits: what rules have that some lint asks for, found in one walk, so that a lint visits only rules that matter to
// it. A trait says "look here" and nothing more.
#pragma once

#include "compiler/model/ruleset.h"

#include <cstdint>
#include <vector>

namespace rulec::lint {

using Traits = std::uint32_t; // bits of Trait

enum Trait : Traits {
    kSameFieldTwice = 1 << 0, // two matches look at the same field
    kOddMatch = 1 << 1,       // masks, < and >: what may never be true by itself
    kTestsProtocol = 1 << 2,  // meta l4proto, ip protocol
    kReadsInput = 1 << 3,     // iif and its like
    kReadsOutput = 1 << 4,    // oif and its like
    kReadsLink = 1 << 5,      // the link-layer header
    kReadsOwner = 1 << 6,     // skuid, skgid, cgroup
    kReadsIpProtocol = 1 << 7,
    kReadsIcmp = 1 << 8, // of either version, or a test for it
    kReadsInterfaceIndex = 1 << 9,
    kNotrack = 1 << 10,
    kLog = 1 << 11,
    kChanges = 1 << 12, // what later rules see: see changes()
    kJumps = 1 << 13,   // elsewhere, and maybe back
    kDecides = 1 << 14, // see decides()
};

// Of one field that a rule loads.
Traits traits_of(const model::FieldLoad& load);

// By chain and rule.
std::vector<std::vector<Traits>> find_traits(const model::Table& table);

} // namespace rulec::lint
