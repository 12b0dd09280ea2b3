// SPDX-License-Identifier: GPL-2.0-or-later
#include "backend/iptables/export/context.h"

#include "compiler/support/check.h"

namespace rulec::ipt {

namespace {

std::string_view tool(const Context& context) {
    return context.family == Family::ipv4 ? "iptables" : "ip6tables";
}

} // namespace

std::nullopt_t Context::cannot_say(std::string_view what, std::string_view help) const {
    auto found = diag::make(diag::Code::kIptNoEquivalent, span, tool(*this), what);
    if (!help.empty()) found.helps.emplace_back(help);
    sink.report(std::move(found));
    return std::nullopt;
}

void Context::differs(std::string_view exception) const {
    // A rule that becomes several has one exception.
    const auto& known = sink.all();
    if (!known.empty() && known.back().code == diag::Code::kIptDiffers && known.back().primary.span == span) return;
    sink.report(diag::make(diag::Code::kIptDiffers, span, exception));
}

Piece Context::piece(std::string_view match, std::string_view option, Argument argument, bool negated) const {
    const ExtensionRow* row = match.empty() ? &header_row() : find_match(match, family);
    RULEC_CHECK(row != nullptr, "callers name rows of their family");
    const OptionRow* option_row = find_option(*row, option);
    RULEC_CHECK(option_row != nullptr, "callers name options of the row");
    return {.row = row,
            .option = {.row = option_row, .negated = negated, .argument = std::move(argument), .span = span}};
}

Extension Context::target(std::string_view name) const {
    const ExtensionRow* row = find_target(name, family);
    RULEC_CHECK(row != nullptr, "callers name targets of their family");
    return {.row = row, .options = {}, .span = span};
}

Option Context::option(const Extension& of, std::string_view name, Argument argument) const {
    const OptionRow* row = find_option(*of.row, name);
    RULEC_CHECK(row != nullptr, "callers name options of the target");
    return {.row = row, .negated = false, .argument = std::move(argument), .span = span};
}

std::nullopt_t Context::too_many_rules(std::string_view help) const {
    auto found = diag::make(diag::Code::kIptTooManyRules, span, kMostRules, tool(*this));
    if (!help.empty()) found.helps.emplace_back(help);
    sink.report(std::move(found));
    return std::nullopt;
}

void Context::warn_of_rules(std::size_t count) const {
    sink.report(diag::make(diag::Code::kIptManyRules, span, count, tool(*this)));
}

Argument number(std::uint64_t value) {
    return Numbers{{{value, value}}};
}

} // namespace rulec::ipt
