// SPDX-License-Identifier: GPL-2.0-or-later
// SystemHostFacts: what this machine says about interfaces, users, groups and cgroups. For `rulec apply` only.
#pragma once

#include "compiler/sema/host_facts.h"

namespace rulec::cli {

class SystemHostFacts final : public HostFacts {
  public:
    std::optional<std::uint32_t> interface_index(const std::string& name) const override;
    std::optional<std::uint32_t> user_id(const std::string& name) const override;
    std::optional<std::uint32_t> group_id(const std::string& name) const override;
    std::optional<std::uint64_t> cgroup_id(const std::string& path) const override;
};

} // namespace rulec::cli
