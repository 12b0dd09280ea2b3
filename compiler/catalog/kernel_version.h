// SPDX-License-Identifier: GPL-2.0-or-later
// Versions of Linux, for facts that not every kernel knows; and the names of systems that stand for one.
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace rulec::catalog {

struct KernelVersion { // {}: older than all that is told apart here
    std::uint8_t major = 0;
    std::uint8_t minor = 0;
    friend auto operator<=>(const KernelVersion&, const KernelVersion&) = default;
};

struct TargetSystem {
    std::string_view name;
    KernelVersion kernel; // of its first release
};

// "5.10", "6.1.0-13-amd64" or the name of a system.
std::optional<KernelVersion> find_target_kernel(std::string_view text);
std::span<const TargetSystem> target_systems();
std::string to_string(KernelVersion version);

} // namespace rulec::catalog
