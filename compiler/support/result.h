// SPDX-License-Identifier: GPL-2.0-or-later
// Result<T>: a value, or why the system (a file, a socket, the kernel) refused. A mistake in the user's rules is
// a diag::Diagnostic instead.
#pragma once

#include <string>
#include <tl/expected.hpp>

namespace rulec {

struct SystemError {
    int code = 0; // errno, 0 if there is none
    std::string what;
};

template <class T>
using Result = tl::expected<T, SystemError>;

inline tl::unexpected<SystemError> system_error(int code, std::string what) {
    return tl::unexpected(SystemError{code, std::move(what)});
}

} // namespace rulec
