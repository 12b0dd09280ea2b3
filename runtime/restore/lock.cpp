// SPDX-License-Identifier: GPL-2.0-or-later
#include "runtime/restore/lock.h"

#include "runtime/stages/stage.h"

#include <algorithm>
#include <array>
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

// "net:[4026531840]\n"; empty: unknown.
std::string line_of_namespace() {
    std::array<char, 64> name{};
    const ssize_t length = ::readlink("/proc/thread-self/ns/net", name.data(), name.size() - 1);
    return length <= 0 ? std::string() : std::string(name.data()) + '\n';
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
