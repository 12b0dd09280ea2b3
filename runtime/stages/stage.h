// SPDX-License-Identifier: GPL-2.0-or-later
// Stage: says that the process is in a stage of its work until the end of the scope, and StageWatcher: who is told.
// Costs next to nothing while nobody watches. Stages may be nested: leaving the inner one is entering the outer one
// again. Both are for the main thread only.
#pragma once

#include <string_view>

namespace rulec {

class Stage {
  public:
    explicit Stage(std::string_view name); // a literal, a few words for people
    ~Stage();
    Stage(const Stage&) = delete;
    Stage& operator=(const Stage&) = delete;

  private:
    std::string_view outer_;
};

// Is told from its construction to its destruction.
class StageWatcher {
  public:
    StageWatcher();
    virtual ~StageWatcher();
    StageWatcher(const StageWatcher&) = delete;
    StageWatcher& operator=(const StageWatcher&) = delete;

    // The process goes over to `stage`; empty: to what is between the stages.
    virtual void enter(std::string_view stage) = 0;
};

} // namespace rulec
