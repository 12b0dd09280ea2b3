// SPDX-License-Identifier: GPL-2.0-or-later
#include "runtime/cli/statistics.h"

#include "runtime/cli/output.h"

#include <algorithm>
#include <cstdio>
#include <exception>
#include <memory>

#include <fmt/format.h>
#include <sys/resource.h>

namespace rulec::cli {
namespace {

constexpr std::string_view kBetween = "other";

std::chrono::microseconds microseconds(const timeval& time) {
    return std::chrono::seconds(time.tv_sec) + std::chrono::microseconds(time.tv_usec);
}

double milliseconds(std::chrono::microseconds time) {
    return static_cast<double>(time.count()) / 1e3;
}

double megabytes(std::size_t kib) {
    return static_cast<double>(kib) / 1024;
}

} // namespace

Statistics::Time& Statistics::Time::operator+=(const Time& other) {
    wall += other.wall;
    user += other.user;
    system += other.system;
    return *this;
}

Statistics::Time Statistics::Time::operator-(const Time& other) const {
    return {wall - other.wall, user - other.user, system - other.system};
}

Statistics::Statistics(bool wanted) : wanted_(wanted), stage_(kBetween), since_(now()) {}

Statistics::~Statistics() {
    if (!wanted_ || std::uncaught_exceptions() > 0) return; // out of memory: there is enough to say
    charge();
    write_error(table());
}

void Statistics::enter(std::string_view stage) {
    if (!wanted_) return;
    charge();
    stage_ = stage.empty() ? kBetween : stage;
}

Statistics::Time Statistics::now() {
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    const auto wall = std::chrono::steady_clock::now().time_since_epoch();
    return {std::chrono::duration_cast<Microseconds>(wall), microseconds(usage.ru_utime),
            microseconds(usage.ru_stime)};
}

// From /proc: getrusage knows the peak only, and counts what the caller held before it became rulec.
Statistics::Memory Statistics::memory() {
    Memory memory;
    const std::unique_ptr<std::FILE, int (*)(std::FILE*)> file(std::fopen("/proc/self/status", "re"), std::fclose);
    if (!file) return memory;
    char line[256];
    while (std::fgets(line, sizeof line, file.get()) != nullptr) {
        std::sscanf(line, "VmHWM: %zu kB", &memory.peak_kib);
        std::sscanf(line, "VmRSS: %zu kB", &memory.held_kib);
    }
    return memory;
}

void Statistics::charge() {
    const Time time = now();
    Row& left = last_row(stage_);
    left.time += time - since_;
    left.at_end = memory();
    since_ = time;
}

// The stage's row, moved to the end; a new one if there is none.
Statistics::Row& Statistics::last_row(std::string_view stage) {
    const auto found = std::ranges::find(rows_, stage, &Row::stage);
    if (found == rows_.end()) return rows_.emplace_back(Row{.stage = stage, .time = {}, .at_end = {}});
    std::rotate(found, found + 1, rows_.end());
    return rows_.back();
}

std::string Statistics::print(const Row& row) {
    return fmt::format("{:<18}{:>10.1f}{:>10.1f}{:>12.1f}{:>10.1f}{:>10.1f}\n", row.stage,
                       milliseconds(row.time.wall), milliseconds(row.time.user), milliseconds(row.time.system),
                       megabytes(row.at_end.held_kib), megabytes(row.at_end.peak_kib));
}

std::string Statistics::table() const {
    std::string text = fmt::format("{:<18}{:>10}{:>10}{:>12}{:>10}{:>10}\n", "stage", "wall ms", "user ms",
                                   "system ms", "held MB", "peak MB");
    Row total{.stage = "total", .time = {}, .at_end = memory()};
    for (const Row& stage : rows_) {
        total.time += stage.time;
        if (stage.stage != kBetween) text += print(stage);
    }
    text += print(*std::ranges::find(rows_, kBetween, &Row::stage));
    return text + print(total);
}

} // namespace rulec::cli
