// SPDX-License-Identifier: GPL-2.0-or-later
// Statistics (--stats): time and memory of each stage, printed to standard error when it goes out of scope. What
// stands between the stages is a row of its own, so that the rows add up to the whole run since construction.
#pragma once

#include "runtime/stages/stage.h"

#include <chrono>
#include <string>
#include <string_view>
#include <vector>

namespace rulec::cli {

class Statistics : public StageWatcher {
  public:
    explicit Statistics(bool wanted); // otherwise it does nothing
    ~Statistics() override;
    void enter(std::string_view stage) override;

  private:
    using Microseconds = std::chrono::microseconds;
    struct Time {
        Microseconds wall{}, user{}, system{};
        Time& operator+=(const Time& other);
        Time operator-(const Time& other) const;
    };
    struct Memory {
        std::size_t held_kib = 0, peak_kib = 0; // resident now, and the most since the process began
    };
    struct Row {
        std::string_view stage;
        Time time;
        Memory at_end;
    };
    static Time now();
    static Memory memory();
    static std::string print(const Row& row);
    void charge();
    Row& last_row(std::string_view stage);
    std::string table() const;

    bool wanted_;
    std::string_view stage_; // that time is charged to
    Time since_;
    std::vector<Row> rows_; // in the order in which the stages were last left
};

} // namespace rulec::cli
