// SPDX-License-Identifier: GPL-2.0-or-later
// Progress: one line on the terminal that says what a long run is doing. Nothing is written in the first two seconds,
// or if standard error is no terminal. The line is redrawn in place and erased at the end of the scope, and by
// ProgressPause before anything else is written.
//
// A thread draws it, because the longest stage is one system call in which the kernel works off a batch; a signal
// would interrupt that call. It exists only on a terminal, takes no signals and touches nothing but the line.
#pragma once

#include "runtime/stages/stage.h"

#include <memory>
#include <string_view>

namespace rulec::cli {

class Progress : public StageWatcher {
  public:
    Progress();
    ~Progress() override;
    void enter(std::string_view stage) override;

    class Line;

  private:
    std::unique_ptr<Line> line_; // null: nobody would see it
};

// Keeps the terminal free of the line until the end of the scope.
class ProgressPause {
  public:
    ProgressPause();
    ~ProgressPause();
    ProgressPause(const ProgressPause&) = delete;
    ProgressPause& operator=(const ProgressPause&) = delete;
};

} // namespace rulec::cli
