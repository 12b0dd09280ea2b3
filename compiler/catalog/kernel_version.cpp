// SPDX-License-Identifier: GPL-2.0-or-later
#include "compiler/catalog/kernel_version.h"

#include <algorithm>
#include <charconv>

#include <fmt/format.h>

namespace rulec::catalog {
namespace {

// The kernels that the systems were released with, as their release notes say.
constexpr TargetSystem kSystems[] = {
    {"debian11", {5, 10}},  {"debian12", {6, 1}},    {"debian13", {6, 12}},
    {"ubuntu2004", {5, 4}}, {"ubuntu2204", {5, 15}}, {"ubuntu2404", {6, 8}},
};

// Takes a number from the front of `text`.
std::optional<std::uint8_t> take_number(std::string_view& text) {
    std::uint8_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc{}) return std::nullopt;
    text.remove_prefix(static_cast<std::size_t>(end - text.data()));
    return number;
}

} // namespace

std::optional<KernelVersion> find_target_kernel(std::string_view text) {
    const auto* system = std::ranges::find(kSystems, text, &TargetSystem::name);
    if (system != std::end(kSystems)) return system->kernel;
    const auto major = take_number(text);
    if (!major || !text.starts_with('.')) return std::nullopt;
    text.remove_prefix(1);
    const auto minor = take_number(text);
    const bool ends = text.empty() || text[0] == '.' || text[0] == '-';
    if (!minor || !ends) return std::nullopt;
    return KernelVersion{*major, *minor};
}

std::span<const TargetSystem> target_systems() {
    return kSystems;
}

std::string to_string(KernelVersion version) {
    return fmt::format("{}.{}", version.major, version.minor);
}

} // namespace rulec::catalog
