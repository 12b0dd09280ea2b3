// SPDX-License-Identifier: GPL-2.0-or-later
#include "runtime/restore/lock.h"

#include "runtime/stages/stage.h"

#include <algorithm>
#include <cerrno>
#include <cstdint>
#include <thread>

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <sys/socket.h>
#include <unistd.h>

namespace rulec::restore {
namespace {

// Nobody but root may make files there. A socket of the network namespace would be closer, but anybody could hold it.
constexpr const char* kPath = "/run/rulec.lock";
constexpr std::chrono::milliseconds kPause{20}; // flock() has no limit in time

// "netns 4097\n"; empty: unknown, before Linux 5.14. Unlike the number of its inode, a namespace's cookie is never
// given to another one (kernel: net_namespace.c), and /run does not outlive the boot.
std::string line_of_namespace() {
    const int any = ::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    std::uint64_t cookie = 0;
    socklen_t size = sizeof cookie;
    const bool known = any >= 0 && ::getsockopt(any, SOL_SOCKET, SO_NETNS_COOKIE, &cookie, &size) == 0;
    if (any >= 0) ::close(any);
    return known ? fmt::format("netns {}\n", cookie) : std::string();
}

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

std::string Lock::text() const {
    std::string text(4096, '\0'); // more than a hundred namespaces
    const ssize_t length = file_ < 0 ? 0 : ::pread(file_, text.data(), text.size(), 0);
    text.resize(static_cast<std::size_t>(std::max<ssize_t>(length, 0)));
    return text;
}

bool Lock::says_unfinished() const {
    const std::string line = line_of_namespace();
    return !line.empty() && text().find(line) != std::string::npos;
}

void Lock::say_unfinished(bool unfinished) const {
    const std::string line = line_of_namespace();
    std::string lines = text();
    const auto at = lines.find(line);
    if (file_ < 0 || line.empty() || (at != lines.npos) == unfinished) return;
    if (unfinished)
        lines += line;
    else
        lines.erase(at, line.size());
    const bool written = ::pwrite(file_, lines.data(), lines.size(), 0) == static_cast<ssize_t>(lines.size());
    if (::ftruncate(file_, written ? static_cast<off_t>(lines.size()) : 0) != 0) return;
}

Lock::~Lock() {
    if (file_ >= 0) ::close(file_);
}

} // namespace rulec::restore
