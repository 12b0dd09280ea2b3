// SPDX-License-Identifier: GPL-2.0-or-later
#include "runtime/process/run.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <climits>
#include <csignal>
#include <cstdlib>
#include <cstring>

#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <spawn.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

namespace rulec::process {
namespace {

using Clock = std::chrono::steady_clock;

constexpr std::string_view kMorePlaces = ":/usr/sbin:/sbin";
constexpr std::chrono::seconds kTimeToDie{5}; // the kernel lets a system call end first

// For poll().
int ms_until(Clock::time_point end) {
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(end - Clock::now()).count();
    return static_cast<int>(std::clamp<std::int64_t>(left, 0, INT_MAX));
}

class File {
  public:
    File() = default;
    explicit File(int fd) : fd_(fd) {}
    File(File&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}
    File& operator=(File&& other) noexcept {
        std::swap(fd_, other.fd_);
        return *this;
    }
    ~File() { close(); }

    int get() const { return fd_; }
    bool open() const { return fd_ >= 0; }
    void close() {
        if (fd_ >= 0) ::close(std::exchange(fd_, -1));
    }

  private:
    int fd_ = -1;
};

struct Pipe {
    File read, write;
};

Result<Pipe> make_pipe() {
    std::array<int, 2> ends{};
    if (::pipe2(ends.data(), O_CLOEXEC) != 0)
        return system_error(errno, fmt::format("cannot make a pipe: {}", std::strerror(errno)));
    return Pipe{File(ends[0]), File(ends[1])};
}

// This process's environment with LC_ALL=C.
std::vector<char*> english_environment() {
    static char english[] = "LC_ALL=C";
    std::vector<char*> all{english};
    for (char** variable = environ; *variable != nullptr; ++variable) {
        if (!std::string_view(*variable).starts_with("LC_ALL=")) all.push_back(*variable);
    }
    all.push_back(nullptr);
    return all;
}

// The pipes of a child, seen from here.
struct Child {
    pid_t pid = 0;
    File input, output, errors;
};

Result<Child> start(const std::vector<std::string>& words) {
    auto in = make_pipe();
    auto out = make_pipe();
    auto err = make_pipe();
    if (!in) return tl::unexpected(in.error());
    if (!out) return tl::unexpected(out.error());
    if (!err) return tl::unexpected(err.error());

    std::vector<char*> arguments;
    for (const std::string& word : words)
        arguments.push_back(const_cast<char*>(word.c_str())); // posix_spawn changes nothing
    arguments.push_back(nullptr);
    posix_spawnattr_t attributes; // signals are to end the program, whatever they do here
    sigset_t none, broken_pipe;
    sigemptyset(&none);
    sigemptyset(&broken_pipe);
    sigaddset(&broken_pipe, SIGPIPE);
    posix_spawnattr_init(&attributes);
    posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
    posix_spawnattr_setsigmask(&attributes, &none);
    posix_spawnattr_setsigdefault(&attributes, &broken_pipe);
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, in->read.get(), STDIN_FILENO);
    posix_spawn_file_actions_adddup2(&actions, out->write.get(), STDOUT_FILENO);
    posix_spawn_file_actions_adddup2(&actions, err->write.get(), STDERR_FILENO);
    Child child;
    const int error = ::posix_spawn(&child.pid, arguments[0], &actions, &attributes, arguments.data(),
                                    english_environment().data());
    posix_spawn_file_actions_destroy(&actions);
    posix_spawnattr_destroy(&attributes);
    if (error != 0) return system_error(error, fmt::format("cannot run {}: {}", words[0], std::strerror(error)));
    child.input = std::move(in->write);
    child.output = std::move(out->read);
    child.errors = std::move(err->read);
    return child;
}

// Closes the file at the end, or when nobody reads any more.
void feed(File& file, std::string_view& rest) {
    const ssize_t written = ::write(file.get(), rest.data(), rest.size());
    if (written > 0) rest.remove_prefix(static_cast<std::size_t>(written));
    const bool broken = written < 0 && errno != EAGAIN && errno != EINTR;
    if (rest.empty() || broken) file.close();
}

void drain(File& file, std::string& into) {
    std::array<char, 65536> buffer;
    const ssize_t got = ::read(file.get(), buffer.data(), buffer.size());
    if (got > 0) into.append(buffer.data(), static_cast<std::size_t>(got));
    if (got == 0 || (got < 0 && errno != EAGAIN && errno != EINTR)) file.close();
}

// Writes and reads as the child wants, so that neither waits for the other. False: it was not done by `end`.
bool talk(Child& child, std::string_view input, Finished& finished, Clock::time_point end) {
    ::fcntl(child.input.get(), F_SETFL, O_NONBLOCK);
    if (input.empty()) child.input.close();
    while (child.input.open() || child.output.open() || child.errors.open()) {
        std::array<pollfd, 3> files{{
            {child.input.get(), POLLOUT, 0}, // a negative one is passed over
            {child.output.get(), POLLIN, 0},
            {child.errors.get(), POLLIN, 0},
        }};
        const int ready = ::poll(files.data(), files.size(), ms_until(end));
        if (ready == 0) return false;
        if (ready < 0) continue;
        if (files[0].revents != 0) feed(child.input, input);
        if (files[1].revents != 0) drain(child.output, finished.output);
        if (files[2].revents != 0) drain(child.errors, finished.errors);
    }
    return true;
}

// False: it is not dead by `end`. Where the kernel cannot tell (before 5.3), there is no end.
bool await_end(pid_t pid, Clock::time_point end) {
    const File process(static_cast<int>(::syscall(SYS_pidfd_open, pid, 0)));
    if (!process.open()) return true;
    pollfd file{process.get(), POLLIN, 0};
    int ready = -1;
    while (ready < 0)
        ready = ::poll(&file, 1, ms_until(end));
    return ready > 0;
}

int exit_code_of(pid_t pid) {
    int status = 0;
    while (::waitpid(pid, &status, 0) < 0 && errno == EINTR)
        ;
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

tl::unexpected<SystemError> too_slow(pid_t pid, std::string_view program, std::chrono::seconds limit) {
    ::kill(pid, SIGKILL);
    const bool dead = await_end(pid, Clock::now() + kTimeToDie);
    if (dead) exit_code_of(pid);
    return system_error(ETIMEDOUT, fmt::format("{} did not finish within {} s and {}", program, limit.count(),
                                               dead ? "was killed" : "cannot be killed: it may yet do something"));
}

} // namespace

std::optional<std::string> find_program(std::string_view name) {
    const char* path = std::getenv("PATH");
    const std::string places = std::string(path == nullptr ? "/usr/bin:/bin" : path).append(kMorePlaces);
    for (std::string_view rest = places; !rest.empty();) {
        const std::string_view place = rest.substr(0, rest.find(':'));
        rest.remove_prefix(std::min(rest.size(), place.size() + 1));
        if (!place.starts_with('/')) continue; // the current folder is nobody's to run programs of
        std::string file = fmt::format("{}/{}", place, name);
        if (::access(file.c_str(), X_OK) == 0) return file;
    }
    return std::nullopt;
}

Result<Finished> run(const std::vector<std::string>& words, std::string_view input, std::chrono::seconds limit) {
    auto child = start(words);
    if (!child) return tl::unexpected(child.error());
    Finished finished;
    const auto end = Clock::now() + limit;
    if (!talk(*child, input, finished, end) || !await_end(child->pid, end))
        return too_slow(child->pid, words[0], limit);
    finished.exit_code = exit_code_of(child->pid);
    return finished;
}

void hold_signals() {
    sigset_t set;
    sigemptyset(&set);
    for (const int signal : {SIGINT, SIGTERM, SIGHUP})
        sigaddset(&set, signal);
    ::pthread_sigmask(SIG_BLOCK, &set, nullptr);
}

} // namespace rulec::process
