// SPDX-License-Identifier: GPL-2.0-or-later
#include "backend/iptables/import/rule_context.h"

#include <algorithm>

#include <fmt/format.h>
#include <netinet/in.h>

namespace rulec::ipt {

Alternatives RuleContext::cannot_say(Span span, std::string_view what, std::string_view help) {
    no_text(span, what, help);
    return always();
}

std::string RuleContext::no_text(Span span, std::string_view what, std::string_view help) {
    failed_ = true;
    auto mistake = diag::make(diag::Code::kIptCannotSay, span, what);
    if (!help.empty()) mistake.helps.emplace_back(help);
    sink_.report(std::move(mistake));
    return {};
}

bool RuleContext::is_refused(const Extension& extension) {
    if (!extension.row->refusal.empty()) {
        no_text(extension.span, extension.row->refusal, extension.row->help);
        return true;
    }
    for (const Option& option : extension.options) {
        if (option.row->refusal.empty()) continue;
        no_text(option.span, option.row->refusal, option.row->help);
        return true;
    }
    return false;
}

std::string RuleContext::no_text(Span span, std::string_view what, Span because) {
    failed_ = true;
    auto mistake = diag::make(diag::Code::kIptCannotSay, span, what);
    if (because.known()) mistake.secondary.push_back({because, "here"});
    sink_.report(std::move(mistake));
    return {};
}

void RuleContext::warn(Span span, std::string what) {
    sink_.report(diag::make(diag::Code::kIptDiffers, span, std::move(what)));
}

Alternatives RuleContext::never_matches(Span span, std::string_view why) {
    never_ = true;
    warn(span, fmt::format("this rule can never match and is left out: {}", why));
    return always();
}

std::string RuleContext::field(std::string_view words) {
    std::string text(words);
    const std::size_t place = text.find('%');
    if (place == text.npos) {
        names_family = names_family || words.starts_with("ip ") || words.starts_with("ip6 ");
        return text;
    }
    return text.replace(place, 1, ip());
}

std::string RuleContext::quoted(std::string_view text, Span span) {
    const bool fits = std::ranges::none_of(text, [](unsigned char c) { return c == '"' || c < ' ' || c == 0x7f; });
    if (fits) return fmt::format("\"{}\"", text);
    failed_ = true;
    sink_.report(diag::make(diag::Code::kNotWritable, span, "a string with a quote or a control character in it"));
    return {};
}

std::string_view RuleContext::transport() const {
    switch (protocol.value_or(0)) {
    case IPPROTO_TCP: return "tcp";
    case IPPROTO_UDP: return "udp";
    case IPPROTO_UDPLITE: return "udplite";
    case IPPROTO_DCCP: return "dccp";
    case IPPROTO_SCTP: return "sctp";
    default: return "th";
    }
}

} // namespace rulec::ipt
