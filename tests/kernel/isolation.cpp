// SPDX-License-Identifier: GPL-2.0-or-later
#define DOCTEST_CONFIG_IMPLEMENT
#include "tests/kernel/isolation.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <regex>
#include <sstream>
#include <vector>

#include <doctest/doctest.h>
#include <fcntl.h>
#include <fmt/format.h>
#include <sched.h>
#include <sys/wait.h>
#include <unistd.h>

namespace rulec::test {
namespace {

bool real_root = false;

bool write_file(const char* path, const std::string& text) {
    std::ofstream file(path);
    file << text;
    return static_cast<bool>(file.flush());
}

// Nothing on success, else why not.
std::string enter_namespace() {
    const uid_t uid = geteuid();
    const gid_t gid = getegid();
    if (unshare(CLONE_NEWNET) == 0) {
        real_root = uid == 0;
        return {};
    }
    if (unshare(CLONE_NEWUSER | CLONE_NEWNET) != 0)
        return fmt::format("cannot make a network namespace: {}", std::strerror(errno));
    write_file("/proc/self/setgroups", "deny");
    if (!write_file("/proc/self/uid_map", fmt::format("0 {} 1", uid)) ||
        !write_file("/proc/self/gid_map", fmt::format("0 {} 1", gid)))
        return "cannot map root into a user namespace";
    return {};
}

} // namespace

bool has_real_root() {
    return real_root;
}

Ran run(const std::string& command, const std::string& input) {
    std::array<char, 32> path{};
    std::strcpy(path.data(), "/tmp/rulec-test-XXXXXX");
    const int fd = mkstemp(path.data());
    REQUIRE(fd >= 0);
    REQUIRE(write(fd, input.data(), input.size()) == static_cast<ssize_t>(input.size()));
    close(fd);
    const std::string line = fmt::format("{{ {}; }} < {} 2>&1", command, path.data());
    FILE* pipe = popen(line.c_str(), "r");
    REQUIRE(pipe != nullptr);
    Ran ran;
    std::array<char, 4096> buffer{};
    std::size_t got = 0;
    while ((got = fread(buffer.data(), 1, buffer.size(), pipe)) > 0)
        ran.output.append(buffer.data(), got);
    const int status = pclose(pipe);
    ran.status = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
    unlink(path.data());
    return ran;
}

Ran nft_load(const std::string& ruleset) {
    return run("nft -f -", ruleset);
}

void flush_ruleset() {
    REQUIRE(run("nft flush ruleset").status == 0);
}

std::string listing() {
    // Hash sets list their elements in an order of their own: sort every run of element lines.
    std::istringstream lines(run("nft -s list ruleset").output + run("nft -s --debug=netlink list ruleset").output);
    static const std::regex kBoundChain("__chain[0-9]+"); // the kernel's count of all that it ever had
    std::vector<std::string> elements;
    std::string sorted;
    const auto flush = [&] {
        std::ranges::sort(elements);
        for (const std::string& element : elements)
            sorted += element + "\n";
        elements.clear();
    };
    for (std::string line; std::getline(lines, line);) {
        line = std::regex_replace(line, kBoundChain, "__chainN");
        if (line.starts_with("\telement ")) {
            elements.push_back(line);
            continue;
        }
        flush();
        sorted += line + "\n";
    }
    flush();
    return sorted;
}

bool loaded_by_nft(const std::string& ruleset) {
    const Ran stock = nft_load(ruleset);
    if (stock.status == 0) return true;
    // A text that nft cannot read is a mistake in the test, what the kernel lacks is not.
    REQUIRE_MESSAGE(stock.output.find("syntax error") == std::string::npos, stock.output);
    MESSAGE("this kernel does not have it: ", stock.output);
    return false;
}

} // namespace rulec::test

int main(int argc, char** argv) {
    if (const std::string why_not = rulec::test::enter_namespace(); !why_not.empty()) {
        std::printf("skipped: %s\n", why_not.c_str());
        return 77; // SKIP_RETURN_CODE
    }
    if (std::system("nft --version > /dev/null 2>&1") != 0) {
        std::printf("skipped: there is no nft to compare with\n");
        return 77;
    }
    // Devices to name in rules; without veth the tests that need two devices say so.
    (void)!std::system("ip link set lo up 2>/dev/null; ip link add veth0 type veth peer name veth1 2>/dev/null");
    doctest::Context context(argc, argv);
    return context.run();
}
