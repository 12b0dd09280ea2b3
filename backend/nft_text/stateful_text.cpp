// SPDX-License-Identifier: GPL-2.0-or-later
#include "backend/nft_text/stateful_text.h"

#include "compiler/catalog/print_value.h"
#include "compiler/catalog/symbols.h"
#include "compiler/support/overloaded.h"

#include <fmt/format.h>

namespace rulec::nft_text {
namespace {

using catalog::Vocabulary;

constexpr std::uint32_t kDefaultBurst = 5; // packets; listings leave it out

std::string_view over(bool is_over) {
    return is_over ? "over " : "";
}

// In the largest unit that divides it.
std::string bytes_text(std::uint64_t bytes) {
    const catalog::Symbol* unit = nullptr;
    for (const catalog::Symbol& row : catalog::words(Vocabulary::byte_unit)) { // smallest first
        if (unit == nullptr || (bytes != 0 && bytes % row.value == 0)) unit = &row;
    }
    return fmt::format("{} {}", bytes / unit->value, unit->name);
}

std::string per_text(std::uint64_t unit_s) {
    for (const catalog::Symbol& row : catalog::words(Vocabulary::rate_unit_s)) {
        if (row.value == unit_s) return std::string(row.name);
    }
    return "second";
}

std::string burst_text(const model::Limit& limit) {
    if (limit.bytes) return limit.burst == 0 ? "" : " burst " + bytes_text(limit.burst);
    return limit.burst == kDefaultBurst ? "" : fmt::format(" burst {} packets", limit.burst);
}

std::string last_text(const Context& context, const model::Last& last) {
    if (!last.used || !context.options.stateful) return "last";
    return "last used " + catalog::print_duration_ms(last.ago_ms);
}

} // namespace

std::string rate_text(const model::Limit& limit) {
    const std::string rate = limit.bytes ? bytes_text(limit.rate) : fmt::to_string(limit.rate);
    return fmt::format("{}{}/{}{}", over(limit.over), rate, per_text(limit.unit_s), burst_text(limit));
}

std::string amount_text(const Context& context, const model::Quota& quota) {
    const bool show_used = quota.used != 0 && context.options.stateful;
    return fmt::format("{}{}{}", over(quota.over), bytes_text(quota.bytes),
                       show_used ? " used " + bytes_text(quota.used) : "");
}

std::string counts_text(const Context& context, const model::Counter& counter) {
    const bool shown = context.options.stateful && (counter.packets != 0 || counter.bytes != 0);
    return shown ? fmt::format("packets {} bytes {}", counter.packets, counter.bytes) : "";
}

std::string synproxy_text(const model::Synproxy& synproxy, std::string_view separator) {
    constexpr std::uint32_t kMss = 1, kWscale = 2, kSackPerm = 4, kTimestamp = 8; // NF_SYNPROXY_OPT_*
    std::string text;
    const auto add = [&](std::string_view what) { text += fmt::format("{}{}", text.empty() ? "" : separator, what); };
    if ((synproxy.flags & kMss) != 0) add(fmt::format("mss {}", synproxy.mss));
    if ((synproxy.flags & kWscale) != 0) add(fmt::format("wscale {}", synproxy.wscale));
    const bool timestamp = (synproxy.flags & kTimestamp) != 0;
    const bool sack_perm = (synproxy.flags & kSackPerm) != 0;
    if (timestamp) add(sack_perm ? "timestamp sack-perm" : "timestamp");
    if (sack_perm && !timestamp) add("sack-perm");
    return text;
}

std::string stateful_text(const Context& context, const model::Stateful& stateful) {
    return std::visit(overloaded{
                          [&](const model::Counter& s) {
                              const std::string counts = counts_text(context, s);
                              return counts.empty() ? std::string("counter") : "counter " + counts;
                          },
                          [](const model::Limit& s) { return "limit rate " + rate_text(s); },
                          [&](const model::Quota& s) { return "quota " + amount_text(context, s); },
                          [](const model::CtCount& s) { return fmt::format("ct count {}{}", over(s.over), s.count); },
                          [&](const model::Last& s) { return last_text(context, s); },
                      },
                      stateful);
}

} // namespace rulec::nft_text
