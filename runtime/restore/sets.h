// SPDX-License-Identifier: GPL-2.0-or-later
// Sets of ipset in the kernel: what is there, and a change of them that can be taken back until it is finished.
#pragma once

#include "compiler/support/result.h"
#include "runtime/process/run.h"
#include "runtime/restore/set_plan.h"

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace rulec::restore {

class Ipset {
  public:
    // An error if it is not installed.
    static Result<Ipset> find(std::chrono::seconds limit); // of each of its runs

    // Of those whose names start with kPrefix.
    Result<SavedSets> live() const;

    // Messages of `ipset restore`; empty if all went well.
    Result<std::string> restore(std::string_view text) const;

    // Each that is there, if nothing refers to it. Returns the others.
    Result<std::vector<std::string>> destroy(const std::vector<std::string>& names) const;

  private:
    Ipset(std::string path, std::chrono::seconds limit) : path_(std::move(path)), limit_(limit) {}
    Result<std::optional<SavedSets>> saved_together(const std::vector<std::string>& names) const;
    Result<process::Finished> run(std::vector<std::string> words, std::string_view input = {}) const;

    std::string path_;
    std::chrono::seconds limit_;
};

// The steps of a change, each text as SetPlan has it. If a step fails, all before it is undone.
Result<std::string> change_sets(const Ipset& ipset, const SetPlan& plan); // messages; empty if all went well
Result<void> undo_sets(const Ipset& ipset, const SetPlan& plan);

// Once the rules are written. Returns what is wanted no more and something else uses.
Result<std::vector<std::string>> finish_sets(const Ipset& ipset, const SetPlan& plan);

} // namespace rulec::restore
