// SPDX-License-Identifier: GPL-2.0-or-later
#include "backend/iptables/export/field_tests.h"
#include "backend/iptables/export/named_sets.h"
#include "backend/iptables/export/set_step.h"
#include "backend/iptables/vocabulary.h"

#include <algorithm>
#include <array>
#include <bit>

#include <fmt/format.h>

namespace rulec::ipt {
namespace {

constexpr std::string_view kWhat = "a limit for each element of this set";

// ---- the key

struct MeterPart {
    const Word* mode = nullptr;
    Bytes mask;                // of an address
    std::uint8_t protocol = 0; // of a port; 0: that of the packets here
};

const Word* mode_of(const model::FieldLoad& load) {
    struct ModeRow {
        std::string_view field, mode;
    };
    constexpr auto kModes =
        std::to_array<ModeRow>({{"saddr", "srcip"}, {"daddr", "dstip"}, {"sport", "srcport"}, {"dport", "dstport"}});
    if (load.field == nullptr || load.header->kind != catalog::HeaderKind::payload) return nullptr;
    const auto* row = std::ranges::find(kModes, load.field->name, &ModeRow::field);
    const bool address = load.header->name == "ip" || load.header->name == "ip6";
    const bool port = load.field->name.ends_with("port");
    return row != kModes.end() && (address || port) ? find_word(kHashlimitModes, row->mode) : nullptr;
}

std::optional<MeterPart> meter_part(const model::Value& value) {
    const auto* masked = std::get_if<model::Masked>(&value.node);
    const auto* load = std::get_if<model::FieldLoad>(masked == nullptr ? &value.node : &masked->of->node);
    const Word* mode = load == nullptr ? nullptr : mode_of(*load);
    if (mode == nullptr) return std::nullopt;
    if (masked == nullptr) {
        const Bytes all = prefix_mask(value.byte_len() * 8, value.byte_len());
        return MeterPart{mode, all, static_cast<std::uint8_t>(load->header->number)};
    }
    const bool plain = masked->xor_.find_first_not_of(static_cast<unsigned char>(0)) == Bytes::npos;
    if (!plain || !mode->name.ends_with("ip")) return std::nullopt;
    return MeterPart{mode, masked->mask, 0};
}

std::optional<std::vector<MeterPart>> meter_parts(const model::Value& key) {
    std::vector<MeterPart> parts;
    const auto add = [&](const model::Value& value) {
        auto part = meter_part(value);
        const bool known =
            part && std::ranges::any_of(parts, [&](const MeterPart& one) { return one.mode == part->mode; });
        if (!part || known) return false;
        parts.push_back(std::move(*part));
        return true;
    };
    if (const auto* concat = std::get_if<model::Concat>(&key.node)) {
        if (!std::ranges::all_of(concat->parts, add)) return std::nullopt;
    } else if (!add(key)) {
        return std::nullopt;
    }
    return parts;
}

std::size_t prefix_len(const Bytes& mask) {
    std::size_t len = 0;
    for (const unsigned char octet : mask)
        len += static_cast<std::size_t>(std::popcount(octet));
    return len;
}

bool is_prefix(const Bytes& mask) {
    return mask == prefix_mask(prefix_len(mask), mask.size());
}

// ---- hashlimit

// After so long without a packet, whoever was limited may have the whole burst again.
std::uint64_t refill_ms(const model::Limit& limit) {
    return (limit.unit_s * 1000 * limit.burst + limit.rate - 1) / limit.rate;
}

// The kernel counts credits of up to a day.
std::string_view refuse_rate(const model::Limit& limit) {
    constexpr std::uint64_t kMost = 1000000, kDay_ms = 86400000;
    const bool unit_known = limit.unit_s == 1 || limit.unit_s == 60 || limit.unit_s == 3600 || limit.unit_s == 86400;
    if (limit.bytes) return "nf_tables measures a rate of bytes with another burst";
    if (!unit_known || limit.rate == 0 || limit.rate / limit.unit_s > kMost)
        return "up to 1000000 a second, and no weeks";
    if (limit.burst == 0 || limit.burst > kMost) return "a burst of 1 to 1000000 packets";
    return refill_ms(limit) > kDay_ms ? "a burst that fills up within a day" : "";
}

// hashlimit forgets what no packet asked for during a time: elements that `update` renews. What stays, or goes at a
// fixed time, is the same only if it has the whole burst by then.
std::optional<std::uint64_t> expire_ms(const model::Set& set, const model::SetUpdate& update,
                                       const model::Limit& limit) {
    const std::uint64_t time_ms = update.timeout_ms.value_or(set.timeout_ms.value_or(0));
    if (time_ms == 0) return std::max<std::uint64_t>(limit.unit_s * 1000, refill_ms(limit));
    return update.op == model::SetOp::update ? std::optional(time_ms) : std::nullopt;
}

class Hashlimit {
  public:
    Hashlimit(const Context& context, std::string_view name) : context_(context), name_(name) {}

    std::optional<Step> step(const model::SetUpdate& update, const model::Limit& limit) {
        const model::Set& set = context_.table.sets[update.set];
        const auto parts = meter_parts(*update.key);
        if (!parts || !add_ports(*parts))
            return context_.cannot_say(kWhat, "keys of hashlimit are addresses and ports of one protocol");
        if (const auto why = refuse_rate(limit); !why.empty()) return context_.cannot_say(kWhat, why);
        const auto expire = expire_ms(set, update, limit);
        if (!expire)
            return context_.cannot_say(kWhat, "hashlimit forgets what has been idle, as with `update`: with `add` "
                                              "the time runs from the first packet");
        add(limit.over ? "hashlimit-above" : "hashlimit-upto", Rate{.count = limit.rate, .per_s = limit.unit_s});
        add("hashlimit-burst", Rate{.count = limit.burst});
        add_mode(*parts);
        add("hashlimit-name", Text{std::string(name_)});
        constexpr std::uint32_t kUsualSize = 65535;
        if (set.size && *set.size != kUsualSize) add("hashlimit-htable-max", number(*set.size));
        if (*expire != limit.unit_s * 1000) add("hashlimit-htable-expire", number(*expire));
        return add_masks(*parts) ? std::optional(std::move(step_)) : std::nullopt;
    }

  private:
    void add(std::string_view option, Argument argument) {
        step_.ways[0].tests.push_back(context_.piece("hashlimit", option, std::move(argument)));
        step_.ways[0].tests.back().counts = true;
    }

    // What has no ports has none to count by.
    bool add_ports(const std::vector<MeterPart>& parts) {
        for (const MeterPart& part : parts) {
            if (!part.mode->name.ends_with("port")) continue;
            const auto protocol = part.protocol != 0 ? part.protocol : context_.protocol;
            auto piece = ports_piece(context_, protocol);
            if (!piece) return false;
            step_.ways[0].tests.push_back(std::move(*piece));
        }
        return true;
    }

    void add_mode(const std::vector<MeterPart>& parts) {
        Words modes;
        for (const MeterPart& part : parts)
            modes.words.push_back(part.mode);
        std::ranges::sort(modes.words, {}, &Word::value);
        add("hashlimit-mode", std::move(modes));
    }

    bool add_masks(const std::vector<MeterPart>& parts) {
        for (const MeterPart& part : parts) {
            const std::size_t len = prefix_len(part.mask);
            if (len == part.mask.size() * 8) continue;
            if (!is_prefix(part.mask) || len == 0) {
                context_.cannot_say(kWhat, "the mask has to be a prefix");
                return false;
            }
            add(part.mode->name == "srcip" ? "hashlimit-srcmask" : "hashlimit-dstmask", number(len));
        }
        return true;
    }

    const Context& context_;
    std::string_view name_;
    Step step_ = any_packet();
};

// ---- connlimit

// It keeps its count rule by rule, and for ever.
std::optional<Step> connlimit_step(const Context& context, const model::SetUpdate& update,
                                   const model::CtCount& count) {
    constexpr std::string_view kConnections = "a count of connections for each element of this set";
    const model::Set& set = context.table.sets[update.set];
    const auto parts = meter_parts(*update.key);
    if (!parts || parts->size() != 1 || !(*parts)[0].mode->name.ends_with("ip") || !is_prefix((*parts)[0].mask))
        return context.cannot_say(kConnections, "the key of connlimit is one address, or its network");
    if (update.timeout_ms || set.timeout_ms) return context.cannot_say(kConnections, "connlimit knows no timeout");
    if (context.sets->changes(context, update.set).updates > 1)
        return context.cannot_say(kConnections, "each rule has a count of its own in iptables");
    const MeterPart& part = (*parts)[0];
    Step step =
        step_of(context.piece("connlimit", count.over ? "connlimit-above" : "connlimit-upto", number(count.count)));
    auto& tests = step.ways[0].tests;
    tests.push_back(context.piece("connlimit", "connlimit-mask", Address{part.mask, part.mask}));
    tests.push_back(
        context.piece("connlimit", part.mode->name == "srcip" ? "connlimit-saddr" : "connlimit-daddr", {}));
    for (Piece& piece : tests)
        piece.counts = true;
    return step;
}

// The one limit or count that elements have, wherever it was said; null: none, or another thing.
const model::Stateful* only_meter(const model::Set& set, const model::SetUpdate& update) {
    const auto& stateful = update.stateful.empty() ? set.stateful : update.stateful;
    return stateful.size() == 1 && (update.stateful.empty() || set.stateful.empty()) ? &stateful[0] : nullptr;
}

// What makes two rules ask the same.
std::string limit_text(const model::Limit& limit, const model::SetUpdate& update) {
    std::string text = fmt::format("{}/{} {} {} {}", limit.rate, limit.unit_s, limit.burst, limit.over,
                                   update.timeout_ms.value_or(0));
    for (const MeterPart& part : meter_parts(*update.key).value_or(std::vector<MeterPart>{}))
        text += fmt::format(" {} {}", part.mode->name, to_hex(part.mask));
    return text;
}

} // namespace

std::optional<Step> meter_step(const Context& context, const model::SetUpdate& update) {
    const model::Set& set = context.table.sets[update.set];
    const model::Stateful* meter = only_meter(set, update);
    if (update.op == model::SetOp::remove || update.data || set.elements.count > 0 || meter == nullptr)
        return context.cannot_say(kWhat,
                                  "hashlimit and connlimit keep one limit or count, and begin without elements");
    if (const auto* count = std::get_if<model::CtCount>(meter)) return connlimit_step(context, update, *count);
    const auto* limit = std::get_if<model::Limit>(meter);
    if (limit == nullptr) return context.cannot_say("a quota for each element of this set");
    if (!context.sets->is_only_meter(context, update.set, limit_text(*limit, update)))
        return context.cannot_say(kWhat, "the same set has another limit in another rule");
    return Hashlimit(context, context.sets->name(context, update.set)).step(update, *limit);
}

} // namespace rulec::ipt
