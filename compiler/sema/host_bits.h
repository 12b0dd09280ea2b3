// SPDX-License-Identifier: GPL-2.0-or-later
// The lint host-bits: `10.0.0.1/8` means `10.0.0.0/8`.
#pragma once

#include "compiler/model/set.h"
#include "compiler/sema/context.h"

namespace rulec::sema {

struct WrittenPrefix {
    Span span;         // of address and length
    Span address;      // unknown: not written here, but the value of a variable
    BytesView network; // the address without the bits behind the prefix
    std::uint64_t len;
};

// For a prefix whose address had such bits. One finding a place, however often a variable is used.
void report_host_bits(Context& context, const WrittenPrefix& prefix, const model::KeyPart& part);

} // namespace rulec::sema
