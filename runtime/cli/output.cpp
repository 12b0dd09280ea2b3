// SPDX-License-Identifier: GPL-2.0-or-later
#include "runtime/cli/output.h"

#include "runtime/cli/progress.h"

#include <cerrno>
#include <csignal>
#include <cstring>

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

namespace rulec::cli {
namespace {

// 0, or errno.
int write_all(int descriptor, std::string_view text) {
    const ProgressPause pause; // both streams may be the same terminal
    while (!text.empty()) {
        const ssize_t written = ::write(descriptor, text.data(), text.size());
        if (written >= 0) {
            text.remove_prefix(static_cast<std::size_t>(written));
        } else if (errno != EINTR) {
            return errno;
        }
    }
    return 0;
}

} // namespace

void prepare_standard_streams() {
    std::signal(SIGPIPE, SIG_IGN);
    for (const int descriptor : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) {
        if (::fcntl(descriptor, F_GETFD) >= 0 || errno != EBADF) continue;
        // The wrong way round on purpose: reading or writing then fails with EBADF, as it would have.
        if (::open("/dev/null", descriptor == STDIN_FILENO ? O_WRONLY : O_RDONLY) != descriptor) return;
    }
}

ExitCode write_output(std::string_view text) {
    const int error = write_all(STDOUT_FILENO, text);
    if (error == 0 || error == EPIPE) return ExitCode::fine;
    write_error(fmt::format("rulec: cannot write standard output: {}\n", std::strerror(error)));
    return ExitCode::system;
}

void write_error(std::string_view text) {
    write_all(STDERR_FILENO, text);
}

bool is_terminal_output(int descriptor) {
    return ::isatty(descriptor) == 1;
}

} // namespace rulec::cli
