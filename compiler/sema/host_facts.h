// SPDX-License-Identifier: GPL-2.0-or-later
// HostFacts: what only the machine that runs the rules knows. `rulec check` has none and never looks; `rulec apply`
// asks the system.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

namespace rulec {

class HostFacts {
  public:
    virtual ~HostFacts() = default;
    virtual std::optional<std::uint32_t> interface_index(const std::string& name) const = 0;
    virtual std::optional<std::uint32_t> user_id(const std::string& name) const = 0;
    virtual std::optional<std::uint32_t> group_id(const std::string& name) const = 0;
    // Of the cgroup v2 at `path` below the mount point.
    virtual std::optional<std::uint64_t> cgroup_id(const std::string& path) const = 0;
};

} // namespace rulec
