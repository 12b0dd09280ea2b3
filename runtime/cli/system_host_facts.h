// SPDX-License-Identifier: GPL-2.0-or-later
// SystemHostFacts: what this machine says about interfaces, users, groups and cgroups. For `rulec apply` only.
#pragma once

#include "compiler/sema/host_facts.h"

#include <optional>
#include <string>

namespace rulec::cli {

class SystemHostFacts final : public HostFacts {
  public:
    std::optional<std::uint32_t> interface_index(const std::string& name) const override;
    std::optional<std::uint32_t> user_id(const std::string& name) const override;
    std::optional<std::uint32_t> group_id(const std::string& name) const override;
    std::optional<std::uint64_t> cgroup_id(const std::string& path) const override;
};

// Where the cgroup v2 hierarchy is mounted: /sys/fs/cgroup, or .../unified on hosts that still have v1 beside it.
std::optional<std::string> cgroup2_mount_point();

} // namespace rulec::cli
