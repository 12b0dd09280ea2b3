// SPDX-License-Identifier: GPL-2.0-or-later
#include "runtime/cli/replace_file.h"

#include <cerrno>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <sstream>

#include <doctest/doctest.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

using namespace rulec;
using cli::replace_file;
namespace fs = std::filesystem;

namespace {

class Folder {
  public:
    Folder() { REQUIRE(::mkdtemp(path_.data()) != nullptr); }
    ~Folder() { fs::remove_all(path_); }

    std::string file(const std::string& name, const std::string& content) const {
        const std::string path = path_ + "/" + name;
        std::ofstream(path) << content;
        return path;
    }
    std::string path(const std::string& name) const { return path_ + "/" + name; }
    std::ptrdiff_t entries() const { return std::distance(fs::directory_iterator(path_), fs::directory_iterator()); }

  private:
    std::string path_ = "/tmp/rulec-files.XXXXXX";
};

std::string content_of(const std::string& path) {
    std::ostringstream text;
    text << std::ifstream(path).rdbuf();
    return text.str();
}

struct stat status_of(const std::string& path) {
    struct stat status = {};
    REQUIRE(::stat(path.c_str(), &status) == 0);
    return status;
}

// While this lives, files cannot grow beyond `byte_len`, as on a full disk.
class SmallDisk {
  public:
    explicit SmallDisk(rlim_t byte_len) {
        std::signal(SIGXFSZ, SIG_IGN);
        ::getrlimit(RLIMIT_FSIZE, &before_);
        const struct rlimit limit = {byte_len, before_.rlim_max};
        ::setrlimit(RLIMIT_FSIZE, &limit);
    }
    ~SmallDisk() { ::setrlimit(RLIMIT_FSIZE, &before_); }

  private:
    struct rlimit before_ = {};
};

} // namespace

TEST_CASE("a new file takes the place of the old one, with its mode and owner") {
    const Folder folder;
    const std::string path = folder.file("a.rules", "old");
    if (::geteuid() == 0) REQUIRE(::chown(path.c_str(), 12, 34) == 0);
    REQUIRE(::chmod(path.c_str(), 04640) == 0);
    const struct stat before = status_of(path);
    CHECK_FALSE(replace_file(path, "new\n"));
    const struct stat after = status_of(path);
    CHECK(content_of(path) == "new\n");
    CHECK(after.st_ino != before.st_ino);
    CHECK(after.st_mode == before.st_mode);
    CHECK(after.st_uid == before.st_uid);
    CHECK(after.st_gid == before.st_gid);
    CHECK(folder.entries() == 1);
}

TEST_CASE("links are followed") {
    const Folder folder;
    folder.file("real.rules", "old");
    const std::string second = folder.path("second.rules");
    fs::create_symlink("real.rules", folder.path("first.rules"));
    fs::create_symlink("first.rules", second);
    CHECK_FALSE(replace_file(second, "new"));
    CHECK(fs::is_symlink(second));
    CHECK(content_of(folder.path("real.rules")) == "new");
    CHECK(folder.entries() == 3);
}

TEST_CASE("a write that fails half way changes nothing and leaves nothing") {
    const Folder folder;
    const std::string path = folder.file("a.rules", "old");
    const SmallDisk disk(100'000);
    const auto error = replace_file(path, std::string(200'000, 'x'));
    REQUIRE(error);
    CHECK(error->code == EFBIG);
    CHECK(error->what == path + ": File too large");
    CHECK(content_of(path) == "old");
    CHECK(folder.entries() == 1);
}

TEST_CASE("only regular files that exist are written") {
    const Folder folder;
    const auto code = [](const std::string& path) {
        const auto error = replace_file(path, "x");
        return error ? error->code : 0;
    };
    CHECK(code(folder.path("missing")) == ENOENT);
    CHECK(code("/dev/null") == EINVAL);
    CHECK(code(folder.path("")) == EINVAL);
    CHECK(folder.entries() == 0);
}
