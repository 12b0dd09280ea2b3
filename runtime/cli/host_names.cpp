// SPDX-License-Identifier: GPL-2.0-or-later
#include "runtime/cli/host_names.h"

#include "runtime/cli/system_host_facts.h"

#include <filesystem>
#include <memory>
#include <system_error>

#include <net/if.h>
#include <sys/stat.h>

namespace rulec::cli {
namespace {

namespace fs = std::filesystem;
using model::HostNames;

bool is_cgroup(const catalog::DataType* type) {
    return type != nullptr && model::host_name_kind(*type) == HostNames::Kind::cgroup;
}

bool tests_cgroup(const model::Rule& rule) {
    for (const model::Statement& statement : rule.statements) {
        const auto* match = std::get_if<model::Match>(&statement.node);
        if (match != nullptr && is_cgroup(match->lhs.type)) return true;
    }
    return false;
}

bool mentions_cgroups(const model::Ruleset& ruleset) {
    for (const model::Table& table : ruleset.tables) {
        for (const model::Set& set : table.sets)
            for (const model::KeyPart& part : set.key)
                if (is_cgroup(part.type)) return true;
        for (const model::Chain& chain : table.chains)
            for (const model::Rule& rule : chain.rules)
                if (tests_cgroup(rule)) return true;
    }
    return false;
}

void add_interfaces(HostNames& names) {
    const std::unique_ptr<struct if_nameindex, void (*)(struct if_nameindex*)> list(::if_nameindex(),
                                                                                    ::if_freenameindex);
    if (!list) return;
    for (const struct if_nameindex* one = list.get(); one->if_index != 0; ++one)
        names.add(HostNames::Kind::interface_index, one->if_index, one->if_name);
}

// The id of a cgroup is the inode number of its folder.
void add_cgroups(HostNames& names) {
    const auto top = cgroup2_mount_point();
    if (!top) return;
    std::error_code error;
    fs::recursive_directory_iterator at(*top, fs::directory_options::skip_permission_denied, error);
    for (; !error && at != fs::recursive_directory_iterator(); at.increment(error)) {
        struct stat status = {};
        if (!at->is_directory(error) || ::stat(at->path().c_str(), &status) != 0) continue;
        names.add(HostNames::Kind::cgroup, status.st_ino, at->path().lexically_relative(*top).string());
    }
}

} // namespace

HostNames host_names(const model::Ruleset& ruleset) {
    HostNames names;
    add_interfaces(names);
    if (mentions_cgroups(ruleset)) add_cgroups(names);
    return names;
}

} // namespace rulec::cli
