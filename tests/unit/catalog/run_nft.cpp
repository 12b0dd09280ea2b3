// SPDX-License-Identifier: GPL-2.0-or-later
#include "tests/unit/catalog/run_nft.h"

#include <array>
#include <cstdio>
#include <cstdlib>
#include <memory>

#include <fmt/format.h>
#include <unistd.h>

namespace rulec::catalog {
namespace {

std::optional<std::string> output_of(const std::string& command) {
    const std::unique_ptr<FILE, int (*)(FILE*)> pipe(popen(command.c_str(), "r"), pclose);
    if (!pipe) return std::nullopt;
    std::string output;
    std::array<char, 4096> buffer;
    while (const std::size_t len = std::fread(buffer.data(), 1, buffer.size(), pipe.get()))
        output.append(buffer.data(), len);
    return output;
}

} // namespace

std::optional<std::string> run_with_file(std::string_view command, std::string_view input) {
    char path[] = "/tmp/rulec-catalog-XXXXXX";
    const int fd = mkstemp(path);
    if (fd < 0) return std::nullopt;
    const bool written = write(fd, input.data(), input.size()) == static_cast<ssize_t>(input.size());
    close(fd);
    auto output = written ? output_of(fmt::format("{} {} 2>&1", command, path)) : std::nullopt;
    unlink(path);
    return output;
}

bool have_reference_nft() {
    const auto version = output_of("nft --version 2>/dev/null");
    const bool found = version && version->find("v1.0.6 ") != std::string::npos;
    if (!found) fmt::print(stderr, "nft 1.0.6 is not installed: rows are not compared with it\n");
    return found;
}

bool can_ask_kernel() {
    if (!have_reference_nft()) return false;
    const bool allowed = output_of("unshare -n nft list ruleset 2>&1") == "";
    if (!allowed) fmt::print(stderr, "no right to use nft in a network namespace: rows are not compared with it\n");
    return allowed;
}

} // namespace rulec::catalog
