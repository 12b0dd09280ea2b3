// SPDX-License-Identifier: GPL-2.0-or-later
#include "runtime/restore/lock.h"

#include "runtime/stages/stage.h"

#include <cerrno>
#include <thread>

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <unistd.h>

namespace rulec::restore {
namespace {

// Nobody but root may make files there. A socket of the network namespace would be closer, but anybody could hold it.
constexpr const char* kPath = "/run/rulec.lock";
constexpr std::chrono::milliseconds kPause{20}; // flock() has no limit in time

} // namespace

Result<Lock> Lock::take(std::chrono::seconds limit) {
    Lock lock(::open(kPath, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600));
    const auto held_by_another = [&] { return ::flock(lock.file_, LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK; };
    if (lock.file_ < 0 || !held_by_another()) return lock;
    const Stage stage("wait for another");
    const auto end = std::chrono::steady_clock::now() + limit;
    while (held_by_another()) {
        if (std::chrono::steady_clock::now() >= end)
            return system_error(
                ETIMEDOUT, fmt::format("another run of rulec holds {} for more than {} s", kPath, limit.count()));
        std::this_thread::sleep_for(kPause);
    }
    return lock;
}

Lock::~Lock() {
    if (file_ >= 0) ::close(file_);
}

} // namespace rulec::restore
