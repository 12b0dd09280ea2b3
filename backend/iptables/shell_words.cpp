// SPDX-License-Identifier: GPL-2.0-or-later
#include "backend/iptables/shell_words.h"

#include <algorithm>

#include <fmt/format.h>

namespace rulec::ipt {
namespace {

constexpr std::string_view kBegin[] = {"for", "while", "until", "if", "case", "select", "function", "{"};
constexpr std::string_view kContinue[] = {"do", "done", "then", "else", "elif", "fi", "esac", "}"};

// Commands that no rule comes from: of the shell, of the kernel's settings, of the network, of files.
constexpr std::string_view kNoRules[] = {
    "set",      "echo",          "printf",         "export", "readonly", "unset",  "umask",    "cd",     "sleep",
    "wait",     "logger",        "date",           "clear",  "shopt",    "ulimit", "modprobe", "insmod", "rmmod",
    "depmod",   "lsmod",         "sysctl",         "ip",     "route",    "tc",     "brctl",    "arp",    "conntrack",
    "ethtool",  "touch",         "mkdir",          "chmod",  "chown",    "rm",     "cp",       "mv",     "cat",
    "ifconfig", "iptables-save", "ip6tables-save",
};

// Services that make no rules when the last word is `save`.
constexpr std::string_view kSavers[] = {"service", "netfilter-persistent", "invoke-rc.d", "/etc/init.d/iptables",
                                        "/etc/init.d/ip6tables"};

bool is_name(std::string_view text) {
    constexpr std::string_view kLetters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_";
    return !text.empty() && kLetters.find(text[0]) != kLetters.npos && std::ranges::all_of(text, [&](char c) {
        return kLetters.find(c) != kLetters.npos || (c >= '0' && c <= '9');
    });
}

} // namespace

bool begins_control(std::string_view word) {
    return std::ranges::find(kBegin, word) != std::end(kBegin);
}

bool continues_control(std::string_view word) {
    return std::ranges::find(kContinue, word) != std::end(kContinue);
}

std::string_view program(std::string_view path) {
    const std::size_t slash = path.find_last_of('/');
    if (slash == path.npos) return path;
    return path.substr(0, slash).ends_with("bin") ? path.substr(slash + 1) : path;
}

std::optional<std::string_view> assigned_name(const Token& word) {
    const std::string_view text = word.text;
    const std::size_t sign = text.find('=');
    if (sign == text.npos || !is_name(text.substr(0, sign))) return std::nullopt;
    return text.substr(0, sign);
}

bool makes_no_rules(std::span<const Token> words) {
    const std::string_view name = program(words[0].text);
    if (std::ranges::find(kNoRules, name) != std::end(kNoRules)) return true;
    return words.back().text == "save" && std::ranges::find(kSavers, name) != std::end(kSavers);
}

void cannot_follow(Span span, std::string_view what, diag::Sink& sink, Span set_here) {
    auto refusal = diag::make(diag::Code::kIptShell, span, what);
    if (set_here.known()) refusal.secondary.push_back({set_here, "set here"});
    if (!sink.failed())
        refusal.helps.emplace_back("run the script on a test host, and import what iptables-save prints there");
    sink.report(std::move(refusal));
}

} // namespace rulec::ipt
