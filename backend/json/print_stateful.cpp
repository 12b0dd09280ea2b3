// SPDX-License-Identifier: GPL-2.0-or-later
#include "backend/json/print_stateful.h"

#include "compiler/catalog/symbols.h"
#include "compiler/support/overloaded.h"

#include <algorithm>

namespace rulec::json {
namespace {

std::string_view unit_name(std::uint64_t seconds) {
    const auto units = catalog::words(catalog::Vocabulary::rate_unit_s);
    const auto row = std::ranges::find(units, seconds, &catalog::Symbol::value);
    return row == units.end() ? "second" : row->name;
}

Json quota_body(const model::Quota& quota) {
    Json body = {{"val", quota.bytes}, {"val_unit", "bytes"}};
    if (quota.used != 0) {
        body["used"] = quota.used;
        body["used_unit"] = "bytes";
    }
    if (quota.over) body["inv"] = true;
    return body;
}

Json ct_count_body(const model::CtCount& count) {
    Json body = {{"val", count.count}};
    if (count.over) body["inv"] = true;
    return body;
}

} // namespace

Json print_seconds(Context& context, Span span, std::uint64_t ms) {
    constexpr std::uint64_t kSecond_ms = 1000;
    if (ms % kSecond_ms != 0) return cannot_say(context, span, "a time of less than a second");
    return ms / kSecond_ms;
}

Json counter_body(const model::Counter& counter) {
    return {{"packets", counter.packets}, {"bytes", counter.bytes}};
}

Json limit_body(const model::Limit& limit) {
    Json body = {{"rate", limit.rate}};
    if (limit.bytes) body["rate_unit"] = "bytes";
    body["burst"] = limit.burst;
    if (limit.bytes) body["burst_unit"] = "bytes";
    body["per"] = unit_name(limit.unit_s);
    if (limit.over) body["inv"] = true;
    return body;
}

Json synproxy_body(const model::Synproxy& synproxy) {
    constexpr std::uint32_t kMss = 1, kWscale = 2; // NF_SYNPROXY_OPT_MSS, _WSCALE
    Json body = Json::object();
    if ((synproxy.flags & kMss) != 0) body["mss"] = synproxy.mss;
    if ((synproxy.flags & kWscale) != 0) body["wscale"] = synproxy.wscale;
    Json flags = flag_words(catalog::words(catalog::Vocabulary::synproxy_flag), synproxy.flags);
    if (!flags.empty()) body["flags"] = std::move(flags);
    return body;
}

Json print_stateful(Context& context, Span span, const model::Stateful& stateful) {
    return std::visit(overloaded{
                          [](const model::Counter& s) {
                              return Json::object({{"counter", counter_body(s)}});
                          },
                          [](const model::Limit& s) {
                              return Json::object({{"limit", limit_body(s)}});
                          },
                          [](const model::Quota& s) {
                              return Json::object({{"quota", quota_body(s)}});
                          },
                          [](const model::CtCount& s) {
                              return Json::object({{"ct count", ct_count_body(s)}});
                          },
                          [&](const model::Last&) { return cannot_say(context, span, "`last`"); },
                      },
                      stateful);
}

Json print_statefuls(Context& context, Span span, const std::vector<model::Stateful>& all) {
    Json list = Json::array();
    for (const model::Stateful& stateful : all)
        list.push_back(print_stateful(context, span, stateful));
    return list;
}

} // namespace rulec::json
