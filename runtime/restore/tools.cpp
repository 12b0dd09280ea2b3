// SPDX-License-Identifier: GPL-2.0-or-later
#include "runtime/restore/tools.h"

#include <algorithm>
#include <cerrno>
#include <charconv>

#include <fmt/format.h>

namespace rulec::restore {
namespace {

// Of the lock that the programs of x_tables share, in seconds.
constexpr std::string_view kWait = "30";

constexpr std::size_t kMaxReason = 300; // octets of a message

std::string_view kind_word(Kind kind) {
    return kind == Kind::legacy ? "-legacy" : kind == Kind::nft ? "-nft" : "";
}

std::string_view trimmed(std::string_view text) {
    constexpr std::string_view kBlank = " \n\t";
    const auto first = text.find_first_not_of(kBlank);
    if (first == text.npos) return {};
    return text.substr(first, text.find_last_not_of(kBlank) - first + 1);
}

// The number behind "line " or "line: ".
std::optional<std::size_t> line_number(std::string_view errors) {
    constexpr std::string_view kWord = "line";
    for (std::size_t at = errors.find(kWord); at != errors.npos; at = errors.find(kWord, at + 1)) {
        std::string_view rest = errors.substr(at + kWord.size());
        rest.remove_prefix(std::min(rest.find_first_not_of(": "), rest.size()));
        std::size_t number = 0;
        if (std::from_chars(rest.data(), rest.data() + rest.size(), number).ec == std::errc{}) return number;
    }
    return std::nullopt;
}

// "iptables-restore v1.8.9 (legacy): REASON", or REASON behind "line 4: " in the line after it.
std::string_view reason_in(std::string_view errors) {
    constexpr std::string_view kBehindVersion = "): ";
    const std::string_view head = errors.substr(0, errors.find('\n'));
    if (const auto at = head.find(kBehindVersion); at != head.npos) {
        const std::string_view reason = trimmed(head.substr(at + kBehindVersion.size()));
        if (!reason.empty()) return reason;
        errors = trimmed(errors.substr(head.size()));
        if (errors.starts_with("line ")) errors.remove_prefix(std::min(errors.find(' ', 5), errors.size()));
    }
    constexpr std::string_view kBehindName = "-restore: "; // "iptables-restore: line 6 failed"
    const std::string_view line = errors.substr(0, errors.find('\n'));
    const auto name = line.find(kBehindName);
    return trimmed(name == line.npos ? line : line.substr(name + kBehindName.size()));
}

} // namespace

Result<Tools> find_tools(Kind kind, ipt::Family family, std::chrono::seconds limit) {
    const std::string name =
        fmt::format("{}{}", family == ipt::Family::ipv4 ? "iptables" : "ip6tables", kind_word(kind));
    const auto restore = process::find_program(name + "-restore");
    const auto save = process::find_program(name + "-save");
    if (!restore || !save) return system_error(ENOENT, fmt::format("{}-restore is not installed", name));
    return Tools{.restore = *restore, .save = *save, .name = name, .limit = limit};
}

Result<std::optional<Tools>> other_kind(const Tools& tools, ipt::Family family) {
    const auto done = process::run({tools.restore, "--version"}, "", tools.limit);
    if (!done) return tl::unexpected(done.error());
    const bool legacy = done->output.find("(legacy)") != std::string::npos;
    auto other = find_tools(legacy ? Kind::nft : Kind::legacy, family, tools.limit);
    if (!other) return std::nullopt;
    return std::move(*other);
}

Result<std::string> run_save(const Tools& tools) {
    auto done = process::run({tools.save}, "", tools.limit);
    if (!done) return tl::unexpected(done.error());
    if (done->exit_code == 0) return std::move(done->output);
    const std::string reason = refusal_of(*done).reason;
    const bool forbidden = reason.find("ermission denied") != std::string::npos;
    return system_error(forbidden ? EPERM : 0, fmt::format("{}: {}", tools.save, reason));
}

Result<process::Finished> run_restore(const Tools& tools, std::string_view text, Keep others, Commit commit) {
    std::vector<std::string> words{tools.restore, "-w", std::string(kWait)};
    if (others == Keep::yes) words.emplace_back("--noflush");
    if (commit == Commit::no) words.emplace_back("--test");
    return process::run(words, text, tools.limit);
}

Refusal refusal_in(std::string_view errors) {
    std::string reason(reason_in(errors));
    if (reason.size() > kMaxReason) reason.replace(kMaxReason, reason.npos, "...");
    return {.line = line_number(errors), .reason = std::move(reason)};
}

Refusal refusal_of(const process::Finished& done) {
    Refusal refusal = refusal_in(done.errors);
    if (refusal.reason.empty()) {
        refusal.reason = done.ended_by_signal() ? fmt::format("signal {} ended it", done.exit_code - 128)
                                                : fmt::format("it ended with exit code {}", done.exit_code);
    }
    return refusal;
}

} // namespace rulec::restore
