// SPDX-License-Identifier: GPL-2.0-or-later
// RULEC_CHECK: states what must hold if rulec itself is right. A user's mistake is never a check, it is a
// diagnostic; a check that fails ends the process with the place and the reason.
#pragma once

#include <cstdio>
#include <cstdlib>

#define RULEC_CHECK(cond, why)                                                                                       \
    do {                                                                                                             \
        if (!(cond)) [[unlikely]] {                                                                                  \
            std::fprintf(stderr, "rulec: internal error at %s:%d: %s (%s)\n", __FILE__, __LINE__, why, #cond);       \
            std::abort();                                                                                            \
        }                                                                                                            \
    } while (false)
