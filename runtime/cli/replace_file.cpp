// SPDX-License-Identifier: GPL-2.0-or-later
#include "runtime/cli/replace_file.h"

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <memory>

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

namespace rulec::cli {
namespace {

std::optional<SystemError> failure(const std::string& path, int code) {
    return SystemError{code, fmt::format("{}: {}", path, std::strerror(code))};
}

// A new file in the folder of the one that it is to replace; removed again unless it took its place.
class Substitute {
  public:
    explicit Substitute(const std::string& target)
        : path_(target.substr(0, target.rfind('/') + 1) + ".rulec-XXXXXX"), fd_(::mkostemp(path_.data(), O_CLOEXEC)) {
    }
    ~Substitute() {
        if (fd_ < 0) return;
        ::close(fd_);
        if (!in_place_) ::unlink(path_.c_str());
    }
    Substitute(const Substitute&) = delete;
    Substitute& operator=(const Substitute&) = delete;

    bool made() const { return fd_ >= 0; }

    bool write(std::string_view text) {
        while (!text.empty()) {
            const ssize_t written = ::write(fd_, text.data(), text.size());
            if (written < 0 && errno != EINTR) return false;
            if (written > 0) text.remove_prefix(static_cast<std::size_t>(written));
        }
        return true;
    }

    // Owner first: changing it takes bits away from the mode.
    bool resemble(const struct stat& like) {
        struct stat now {};
        if (::fstat(fd_, &now) != 0) return false;
        const bool same_owner = like.st_uid == now.st_uid && like.st_gid == now.st_gid;
        if (!same_owner && ::fchown(fd_, like.st_uid, like.st_gid) != 0) return false;
        return ::fchmod(fd_, like.st_mode & 07777) == 0;
    }

    bool take_place_of(const std::string& target) {
        in_place_ = ::fsync(fd_) == 0 && ::rename(path_.c_str(), target.c_str()) == 0;
        return in_place_;
    }

  private:
    std::string path_;
    int fd_;
    bool in_place_ = false;
};

} // namespace

std::optional<SystemError> replace_file(const std::string& path, std::string_view text) {
    const std::unique_ptr<char, decltype(&std::free)> target(::realpath(path.c_str(), nullptr), &std::free);
    struct stat before {};
    if (target == nullptr || ::stat(target.get(), &before) != 0) return failure(path, errno);
    if (!S_ISREG(before.st_mode)) return SystemError{EINVAL, fmt::format("{}: not a regular file", path)};
    // A rename asks only whether the folder may be written.
    if (::faccessat(AT_FDCWD, target.get(), W_OK, AT_EACCESS) != 0) return failure(path, errno);
    Substitute substitute(target.get());
    const bool done = substitute.made() && substitute.write(text) && substitute.resemble(before) &&
                      substitute.take_place_of(target.get());
    return done ? std::nullopt : failure(path, errno);
}

} // namespace rulec::cli
