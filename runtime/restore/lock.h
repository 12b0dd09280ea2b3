// SPDX-License-Identifier: GPL-2.0-or-later
// Lock: one run at a time of those that change iptables' tables and ipset's sets. Each step of theirs is atomic, but
// two runs between each other's steps would take back what the other has written. Others, who change a rule, need no
// lock: iptables has its own. It is given back with the object, or when the process ends in whatever way. Its file
// also has a line for each network namespace whose tables a run is writing: if the run is killed, the line stays.
#pragma once

#include "compiler/support/result.h"

#include <chrono>
#include <string>
#include <utility>

namespace rulec::restore {

class Lock {
  public:
    // Waits for it; ETIMEDOUT: for too long. Where the file cannot be made, there is no lock.
    static Result<Lock> take(std::chrono::seconds limit);
    Lock(Lock&& other) noexcept : file_(std::exchange(other.file_, -1)) {}

    // Is there a line for this namespace?
    bool says_unfinished() const;
    // Puts it there, or takes it away. If that fails, for want of space for example, nobody will be told.
    void say_unfinished(bool unfinished) const;

    ~Lock();
    Lock(const Lock&) = delete;
    Lock& operator=(const Lock&) = delete;

  private:
    explicit Lock(int file) : file_(file) {}
    std::string text() const;

    int file_;
};

} // namespace rulec::restore
