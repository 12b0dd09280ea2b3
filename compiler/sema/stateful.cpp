// SPDX-License-Identifier: GPL-2.0-or-later
#include "compiler/sema/stateful.h"

#include "compiler/catalog/symbols.h"
#include "compiler/sema/constant.h"
#include "compiler/sema/words.h"
#include "compiler/support/overloaded.h"

#include <limits>
#include <vector>

namespace rulec::sema {
namespace {

using catalog::Vocabulary;
using diag::Code;

constexpr std::uint64_t kMost64 = std::numeric_limits<std::uint64_t>::max();
constexpr std::uint64_t kMost32 = std::numeric_limits<std::uint32_t>::max();
constexpr std::uint32_t kDefaultBurst = 5; // packets, as nft sets it

// The kernel counts in nanoseconds, 64 bits wide: nft_limit_init() refuses a bucket that needs more. Seen to be exact
// on Linux 6.18.
bool fits_the_kernel(const model::Limit& limit) {
    constexpr std::uint64_t kNanoseconds = 1'000'000'000;
    const std::uint64_t period = limit.unit_s * kNanoseconds;
    if (limit.rate > kMost64 - limit.burst) return false;
    if (limit.bytes) return limit.rate + limit.burst <= kMost64 / period;
    const std::uint64_t cost = period / limit.rate; // of one packet
    return cost == 0 || limit.burst <= kMost64 / cost;
}

bool check_rate(Context& context, const ast::RateSpec& spec, const model::Limit& limit) {
    if (fits_the_kernel(limit)) return true;
    auto diagnostic = diag::make(Code::kValueRange, spec.burst && !limit.bytes ? spec.burst->span : spec.amount.span,
                                 fmt::format("per {} this is more than the kernel can count", spec.per.text));
    context.sink.report(std::move(diagnostic).help("give rate and burst for a shorter time, such as `/second`"));
    return false;
}

// `25 mbytes`: the number of octets.
std::optional<std::uint64_t> byte_amount(Context& context, const ast::Name& amount, const ast::Name& unit) {
    const auto scale = find_word(context, Vocabulary::byte_unit, "unit", unit.text, unit.span);
    const auto number = scale ? eval_number(context, amount, kMost64 / *scale, "of bytes") : std::nullopt;
    if (!number) return std::nullopt;
    return *number * *scale;
}

} // namespace

std::optional<model::Counter> eval_counter(Context& context, const ast::CounterSpec& spec) {
    const auto packets = spec.packets ? eval_number(context, *spec.packets, kMost64, "of packets") : 0;
    const auto bytes = spec.bytes ? eval_number(context, *spec.bytes, kMost64, "of bytes") : 0;
    if (!packets || !bytes) return std::nullopt;
    return model::Counter{*packets, *bytes};
}

std::optional<model::Limit> eval_limit(Context& context, const ast::RateSpec& spec) {
    model::Limit limit;
    limit.over = spec.over;
    limit.bytes = spec.unit && spec.unit->text != "packets";
    if (!spec.per.span.known()) {
        const Span found = spec.unit ? spec.unit->span : spec.amount.span;
        return context.fail(diag::make(Code::kBadOption, found,
                                       "a rate is so much in some time, like `10/second` or `25 kbytes/second`"));
    }
    const auto unit_s = find_word(context, Vocabulary::rate_unit_s, "unit of time", spec.per.text, spec.per.span);
    const auto rate = limit.bytes ? byte_amount(context, spec.amount, *spec.unit)
                                  : eval_number(context, spec.amount, kMost64, "of packets");
    if (!unit_s || !rate) return std::nullopt;
    if (*rate == 0)
        return context.fail(diag::make(Code::kValueRange, spec.amount.span, "a rate of zero limits nothing"));
    limit.unit_s = *unit_s;
    limit.rate = *rate;
    limit.burst = limit.bytes ? 0 : kDefaultBurst;
    if (!spec.burst) {
        if (!check_rate(context, spec, limit)) return std::nullopt;
        return limit;
    }
    const bool burst_bytes = spec.burst_unit && spec.burst_unit->text != "packets";
    if (burst_bytes != limit.bytes) {
        return context.fail(
            diag::make(Code::kBadOption, spec.burst->span, "the burst must be in the unit of the rate")
                .label(limit.bytes ? "bytes are limited" : "packets are limited"));
    }
    const auto burst = burst_bytes ? byte_amount(context, *spec.burst, *spec.burst_unit)
                                   : eval_number(context, *spec.burst, kMost32, "of packets");
    if (!burst) return std::nullopt;
    if (*burst > kMost32)
        return context.fail(diag::make(Code::kValueRange, spec.burst->span, "the burst must be below 4 GiB"));
    limit.burst = static_cast<std::uint32_t>(*burst);
    if (!check_rate(context, spec, limit)) return std::nullopt;
    return limit;
}

std::optional<model::Quota> eval_quota(Context& context, const ast::QuotaSpec& spec) {
    const auto bytes = byte_amount(context, spec.amount, spec.unit);
    const auto used = spec.used ? byte_amount(context, *spec.used, *spec.used_unit) : 0;
    if (!bytes || !used) return std::nullopt;
    return model::Quota{*bytes, *used, spec.over};
}

std::optional<model::CtCount> eval_ct_count(Context& context, const ast::CtCountStmt& spec) {
    const auto count = eval_number(context, spec.count, kMost32, "of connections");
    if (!count) return std::nullopt;
    return model::CtCount{static_cast<std::uint32_t>(*count), spec.over};
}

std::optional<model::Last> eval_last(Context& context, const ast::LastStmt& spec) {
    if (!spec.used || spec.used->text == "never") return model::Last{};
    const auto ms = catalog::parse_duration_ms(spec.used->text);
    if (!ms)
        return context.fail(diag::make(Code::kBadValue, spec.used->span, spec.used->text, "a time like 1d2h3m4s"));
    return model::Last{true, *ms};
}

std::optional<model::Stateful> eval_stateful(Context& context, const ast::ElementOption& option) {
    const auto wrap = [](auto result) -> std::optional<model::Stateful> {
        if (!result) return std::nullopt;
        return model::Stateful{*result};
    };
    const auto no_object = [&](const std::optional<ast::Expr>& object) {
        if (!object) return true;
        context.sink.report(diag::make(Code::kBadOption, object->span, "an element cannot refer to a named object"));
        return false;
    };
    return std::visit(overloaded{
                          [&](const ast::CounterStmt& node) -> std::optional<model::Stateful> {
                              if (!no_object(node.object)) return std::nullopt;
                              return wrap(eval_counter(context, node.spec));
                          },
                          [&](const ast::LimitStmt& node) -> std::optional<model::Stateful> {
                              if (!no_object(node.object)) return std::nullopt;
                              return wrap(eval_limit(context, *node.rate));
                          },
                          [&](const ast::QuotaStmt& node) -> std::optional<model::Stateful> {
                              if (!no_object(node.object)) return std::nullopt;
                              return wrap(eval_quota(context, *node.quota));
                          },
                          [&](const ast::CtCountStmt& node) { return wrap(eval_ct_count(context, node)); },
                          [&](const ast::LastStmt& node) { return wrap(eval_last(context, node)); },
                          [&](const auto&) -> std::optional<model::Stateful> { return std::nullopt; },
                      },
                      option);
}

std::optional<std::string> checked_comment(Context& context, const ast::Name& comment) {
    constexpr std::size_t kMostOctets = 128; // NFTNL_UDATA_COMMENT_MAXLEN, without the end
    if (comment.text.size() > kMostOctets) {
        return context.fail(diag::make(
            Code::kValueRange, comment.span,
            fmt::format("comment is {} characters long, at most {} fit", comment.text.size(), kMostOctets)));
    }
    return std::string(comment.text);
}

} // namespace rulec::sema
