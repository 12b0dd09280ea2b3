// SPDX-License-Identifier: GPL-2.0-or-later
#include "runtime/restore/lock.h"

#include "runtime/stages/stage.h"

#include <cerrno>

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

namespace rulec::restore {
namespace {

// Nobody but root may make files there. A socket of the network namespace would be closer, but anybody could hold it.
constexpr const char* kPath = "/run/rulec.lock";

} // namespace

Lock::Lock() : file_(::open(kPath, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600)) {
    if (file_ < 0 || ::flock(file_, LOCK_EX | LOCK_NB) == 0) return;
    const Stage stage("wait for another");
    while (::flock(file_, LOCK_EX) != 0 && errno == EINTR) {
    }
}

Lock::~Lock() {
    if (file_ >= 0) ::close(file_);
}

} // namespace rulec::restore
