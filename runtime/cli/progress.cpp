// SPDX-License-Identifier: GPL-2.0-or-later
#include "runtime/cli/progress.h"

#include "runtime/cli/output.h"

#include <array>
#include <chrono>
#include <condition_variable>
#include <csignal>
#include <cstdlib>
#include <mutex>
#include <system_error>
#include <thread>

#include <fmt/format.h>
#include <unistd.h>

namespace rulec::cli {
namespace {

using Clock = std::chrono::steady_clock;

constexpr std::chrono::milliseconds kPatience{2000};
constexpr std::chrono::milliseconds kRedraw{250};
constexpr std::string_view kErase = "\r\x1b[K";

// A failure is not told: there is nowhere to tell it.
void draw(std::string_view text) {
    [[maybe_unused]] const auto written = ::write(STDERR_FILENO, text.data(), text.size());
}

bool somebody_looks() {
    if (!is_terminal_output(STDERR_FILENO)) return false;
    const char* terminal = std::getenv("TERM");
    return terminal != nullptr && *terminal != '\0' && std::string_view(terminal) != "dumb";
}

// A job in the background keeps quiet.
bool in_foreground() {
    const pid_t foreground = tcgetpgrp(STDERR_FILENO);
    return foreground < 0 || foreground == getpgrp();
}

} // namespace

class Progress::Line {
  public:
    Line() : thread_(start()) {}
    ~Line();
    void set_stage(std::string_view stage);
    void pause(); // until resume(); the line is gone meanwhile
    void resume() { mutex_.unlock(); }

  private:
    std::thread start();
    void run();
    void redraw();
    void erase();

    std::mutex mutex_; // of all below, and of the terminal
    std::condition_variable stop_;
    Clock::time_point begin_ = Clock::now();
    std::string_view stage_;
    bool stopped_ = false;
    bool shown_ = false;
    std::thread thread_; // the last: it uses all above
};

namespace {

Progress::Line* the_line = nullptr; // for ProgressPause; main thread only

} // namespace

Progress::Line::~Line() {
    {
        const std::lock_guard lock(mutex_);
        stopped_ = true;
        erase();
    }
    stop_.notify_one();
    if (thread_.joinable()) thread_.join();
}

void Progress::Line::set_stage(std::string_view stage) {
    const std::lock_guard lock(mutex_);
    stage_ = stage;
}

void Progress::Line::pause() {
    mutex_.lock();
    erase();
}

// A new thread inherits the mask: signals stay the main thread's. Without a thread there is no line, nothing worse.
std::thread Progress::Line::start() {
    sigset_t all;
    sigset_t before;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    std::thread thread;
    try {
        thread = std::thread(&Line::run, this);
    } catch (const std::system_error&) {
    }
    pthread_sigmask(SIG_SETMASK, &before, nullptr);
    return thread;
}

void Progress::Line::run() {
    std::unique_lock lock(mutex_);
    for (auto wait = kPatience; !stop_.wait_for(lock, wait, [this] { return stopped_; }); wait = kRedraw)
        redraw();
}

void Progress::Line::redraw() {
    if (stage_.empty() || !in_foreground()) return erase();
    const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(Clock::now() - begin_).count();
    std::array<char, 128> text{}; // no allocation: where memory is short, it is the main thread that says so
    const auto end = fmt::format_to_n(text.data(), text.size(), "\rrulec: {}, {} s\x1b[K", stage_, seconds).out;
    draw({text.data(), end});
    shown_ = true;
}

void Progress::Line::erase() {
    if (shown_) draw(kErase);
    shown_ = false;
}

Progress::Progress() {
    if (!somebody_looks()) return;
    line_ = std::make_unique<Line>();
    the_line = line_.get();
}

Progress::~Progress() {
    the_line = nullptr;
}

void Progress::enter(std::string_view stage) {
    if (line_) line_->set_stage(stage);
}

ProgressPause::ProgressPause() {
    if (the_line != nullptr) the_line->pause();
}

ProgressPause::~ProgressPause() {
    if (the_line != nullptr) the_line->resume();
}

} // namespace rulec::cli
