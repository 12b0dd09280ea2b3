// SPDX-License-Identifier: GPL-2.0-or-later
// Runs a command and prints what it took: user CPU, system CPU and wall time in microseconds, peak memory in KiB, and
// the exit code. The kernel counts the peak of a process from its fork on, so whoever forks must be small: measured
// from the Python around it, every command would seem to take 15 MB.
//
// usage: rulec_bench_measure COMMAND [ARGUMENT...]; the command's standard output is thrown away
#include <cerrno>
#include <chrono>
#include <cstdio>
#include <cstring>

#include <fcntl.h>
#include <spawn.h>
#include <sys/resource.h>
#include <sys/wait.h>

namespace {

long long microseconds(const timeval& time) {
    return time.tv_sec * 1'000'000LL + time.tv_usec;
}

// 0, or an errno.
int start(char* const* command, pid_t& pid) {
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_addopen(&actions, 1, "/dev/null", O_WRONLY, 0);
    const int error = posix_spawnp(&pid, command[0], &actions, nullptr, command, environ);
    posix_spawn_file_actions_destroy(&actions);
    return error;
}

} // namespace

int main(int argc, char** argv) {
    if (argc < 2) {
        std::fputs("usage: rulec_bench_measure COMMAND [ARGUMENT...]\n", stderr);
        return 2;
    }
    using Clock = std::chrono::steady_clock;
    const auto begin = Clock::now();
    pid_t pid = 0;
    if (const int error = start(argv + 1, pid); error != 0) {
        std::fprintf(stderr, "%s: %s\n", argv[1], std::strerror(error));
        return 3;
    }
    int status = 0;
    rusage usage{};
    while (wait4(pid, &status, 0, &usage) < 0) {
        if (errno != EINTR) return 3;
    }
    const auto wall = std::chrono::duration_cast<std::chrono::microseconds>(Clock::now() - begin).count();
    const int exit_code = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
    std::printf("%lld %lld %lld %ld %d\n", microseconds(usage.ru_utime), microseconds(usage.ru_stime),
                static_cast<long long>(wall), usage.ru_maxrss, exit_code);
    return 0;
}
