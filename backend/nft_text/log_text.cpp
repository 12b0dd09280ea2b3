// SPDX-License-Identifier: GPL-2.0-or-later
#include "backend/nft_text/log_text.h"

#include "compiler/catalog/symbols.h"

#include <algorithm>

#include <fmt/format.h>

namespace rulec::nft_text {
namespace {

constexpr std::uint32_t kDefaultLevel = 4; // warn

std::uint32_t flag_bit(std::string_view name) {
    return static_cast<std::uint32_t>(catalog::find(catalog::Vocabulary::log_flag, name).value_or(0));
}

std::string flags_text(std::uint32_t flags) {
    if (flags == flag_bit("all")) return " flags all";
    std::string text;
    const bool sequence = (flags & flag_bit("tcp-sequence")) != 0;
    const bool options = (flags & flag_bit("tcp-options")) != 0;
    if (sequence) text += options ? " flags tcp sequence,options" : " flags tcp sequence";
    if (options && !sequence) text += " flags tcp options";
    if ((flags & flag_bit("ip-options")) != 0) text += " flags ip options";
    if ((flags & flag_bit("skuid")) != 0) text += " flags skuid";
    if ((flags & flag_bit("ether")) != 0) text += " flags ether";
    return text;
}

std::string level_text(std::uint32_t level) {
    if (level == kDefaultLevel) return "";
    const auto words = catalog::words(catalog::Vocabulary::log_level);
    const auto word = std::ranges::find(words, level, &catalog::Symbol::value);
    return word == words.end() ? "" : fmt::format(" level {}", word->name);
}

// `$name` inside the quotes is a variable.
std::string prefix_text(const Context& context, std::string_view prefix) {
    const std::size_t dollar = prefix.find('$');
    if (dollar != std::string_view::npos) context.fail("a log prefix with a `$` in it");
    return " prefix " + quoted(context, prefix);
}

template <class Number>
std::string option(std::string_view word, const std::optional<Number>& number) {
    return number ? fmt::format(" {} {}", word, *number) : std::string();
}

} // namespace

std::string log_text(const Context& context, const model::Log& log) {
    std::string text = "log";
    if (log.prefix) text += prefix_text(context, *log.prefix);
    text += option("group", log.group) + option("snaplen", log.snaplen);
    text += option("queue-threshold", log.queue_threshold);
    if (log.level) text += level_text(*log.level);
    return text + flags_text(log.flags);
}

} // namespace rulec::nft_text
