// SPDX-License-Identifier: GPL-2.0-or-later
#include "runtime/cli/system_host_facts.h"

#include <memory>
#include <string_view>

#include <grp.h>
#include <mntent.h>
#include <net/if.h>
#include <pwd.h>
#include <sys/stat.h>

namespace rulec::cli {

std::optional<std::string> cgroup2_mount_point() {
    const std::unique_ptr<FILE, int (*)(FILE*)> mounts(::setmntent("/proc/self/mounts", "re"), ::endmntent);
    if (!mounts) return std::nullopt;
    while (const mntent* mount = ::getmntent(mounts.get())) {
        if (std::string_view(mount->mnt_type) == "cgroup2") return mount->mnt_dir;
    }
    return std::nullopt;
}

std::optional<std::uint32_t> SystemHostFacts::interface_index(const std::string& name) const {
    const unsigned index = ::if_nametoindex(name.c_str());
    return index == 0 ? std::nullopt : std::optional<std::uint32_t>(index);
}

std::optional<std::uint32_t> SystemHostFacts::user_id(const std::string& name) const {
    const passwd* user = ::getpwnam(name.c_str());
    return user == nullptr ? std::nullopt : std::optional<std::uint32_t>(user->pw_uid);
}

std::optional<std::uint32_t> SystemHostFacts::group_id(const std::string& name) const {
    const group* entry = ::getgrnam(name.c_str());
    return entry == nullptr ? std::nullopt : std::optional<std::uint32_t>(entry->gr_gid);
}

// The kernel compares cgroup ids, and the id of a cgroup is the inode number of its folder.
std::optional<std::uint64_t> SystemHostFacts::cgroup_id(const std::string& path) const {
    const auto mount_point = cgroup2_mount_point();
    struct stat status = {};
    if (!mount_point || ::stat((*mount_point + '/' + path).c_str(), &status) != 0) return std::nullopt;
    return status.st_ino;
}

} // namespace rulec::cli
