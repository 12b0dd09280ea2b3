// SPDX-License-Identifier: GPL-2.0-or-later
// `FIELD set VALUE` as the target that writes the field.
#include "backend/iptables/export/action_step.h"
#include "backend/iptables/export/field_tests.h"

#include <fmt/format.h>

namespace rulec::ipt {
namespace {

constexpr std::uint64_t kAllBits = 0xffffffff;
constexpr std::uint64_t kEcnBits = 3; // of the octet that TOS changes

const model::FieldLoad* load_of(const model::Value& value) {
    return std::get_if<model::FieldLoad>(&value.node);
}

// `ct mark set meta mark & M` and the like: which bits of the other mark are copied.
std::optional<std::uint64_t> copied_bits(std::string_view from, const model::Value& value) {
    const auto* masked = std::get_if<model::Masked>(&value.node);
    const auto* load = load_of(masked != nullptr ? *masked->of : value);
    if (load == nullptr || load->field == nullptr || load->field->name != "mark" || load->header->name != from)
        return std::nullopt;
    if (masked != nullptr && from_big_endian(masked->xor_) != 0) return std::nullopt;
    return masked != nullptr ? from_big_endian(masked->mask) : kAllBits;
}

std::optional<Step> mark_step(const Context& context, const model::Assign& assign) {
    Extension target = context.target("MARK");
    if (const auto change = mark_change(assign.target.field, *assign.value)) {
        target.options.push_back(context.option(target, "set-xmark", *change));
        return do_this(std::move(target), false);
    }
    const auto bits = copied_bits("ct", *assign.value);
    if (!bits) return context.cannot_say("this value of a mark");
    target = context.target("CONNMARK");
    target.options.push_back(context.option(target, "restore-mark"));
    target.options.push_back(context.option(target, "nfmask", number(kAllBits)));
    target.options.push_back(context.option(target, "ctmask", number(*bits)));
    return do_this(std::move(target), false);
}

std::optional<Step> ct_mark_step(const Context& context, const model::Assign& assign) {
    Extension target = context.target("CONNMARK");
    const auto* shifted = std::get_if<model::Shifted>(&assign.value->node);
    const model::Value& value = shifted != nullptr ? *shifted->of : *assign.value;
    if (const auto change = mark_change(assign.target.field, value)) {
        target.options.push_back(context.option(target, "set-xmark", *change));
    } else if (const auto bits = copied_bits("meta", value)) {
        target.options.push_back(context.option(target, "save-mark"));
        target.options.push_back(context.option(target, "nfmask", number(*bits)));
        target.options.push_back(context.option(target, "ctmask", number(kAllBits)));
    } else {
        return context.cannot_say("this value of a connection's mark");
    }
    if (shifted != nullptr)
        target.options.push_back(
            context.option(target, shifted->left ? "left-shift-mark" : "right-shift-mark", number(shifted->bits)));
    return do_this(std::move(target), false);
}

struct TargetRow {
    std::string_view header, field, target, option;
};
constexpr TargetRow kTargets[] = {
    {"ip", "dscp", "DSCP", "set-dscp"},
    {"ip6", "dscp", "DSCP", "set-dscp"},
    {"ip", "ecn", "TOS", "set-tos"},
    {"ip6", "ecn", "TOS", "set-tos"},
    {"ip", "ttl", "TTL", "ttl-set"},
    {"ip6", "hoplimit", "HL", "hl-set"},
    {"meta", "priority", "CLASSIFY", "set-class"},
    {"maxseg", "size", "TCPMSS", "set-mss"},
    {"ct", "zone", "CT", "zone"},
};

// TCPMSS gives the option to segments that have none as well; nf_tables only changes what is there.
std::optional<Step> segment_size_step(const Context& context, Extension target) {
    constexpr std::uint64_t kMaxseg = 2; // RFC 9293
    Step step = do_this(std::move(target), false);
    step.ways[0].effects[0].only.push_back(context.piece("tcp", "tcp-option", number(kMaxseg)));
    return step;
}

// The zone of one direction only has an option of its own.
std::string_view option_of(const TargetRow& row, const model::FieldLoad& field) {
    if (!field.ct_direction) return row.option;
    return *field.ct_direction == 0 ? "zone-orig" : "zone-reply";
}

std::optional<Step> constant_step(const Context& context, const TargetRow& row, const model::FieldLoad& field,
                                  std::uint64_t value) {
    Extension target = context.target(row.target);
    Option option = context.option(target, option_of(row, field));
    option.argument = number(value);
    if (option.row->shape == Shape::traffic_class) option.argument = Masked{value, kAllBits};
    if (option.row->shape == Shape::masked) option.argument = Masked{value, kEcnBits};
    if (row.target == "CT" && value != 0 && context.target_table != "raw") {
        fits_table(context, target);
        return std::nullopt;
    }
    target.options.push_back(std::move(option));
    if (!fits_table(context, target)) return std::nullopt;
    return row.target == "TCPMSS" ? segment_size_step(context, std::move(target)) : do_this(std::move(target), false);
}

// FIELD set KEY map { ... }; a packet of no element leaves the rule.
std::optional<Step> mapped_step(const Context& context, const model::Assign& assign, const model::MapGet& get) {
    const model::Set& map = context.table.sets[get.map];
    return map_step(context, *get.key, map, [&](std::size_t i) {
        model::Assign one = assign;
        one.value->node = model::Constant{Bytes(map.elements.data_at(i))};
        return assign_step(context, one);
    });
}

// Labels are only ever added. The match connlabel does it, and the rule goes on for packets without a connection,
// too.
std::optional<Step> label_set_step(const Context& context, const Bytes& labels) {
    Step step = any_packet();
    for (std::size_t bit = 0; bit < labels.size() * 8; ++bit) {
        if ((labels[labels.size() - 1 - bit / 8] >> bit % 8 & 1) == 0) continue;
        Effect& effect = step.ways[0].effects.emplace_back();
        effect.only.push_back(context.piece("connlabel", "label", Text{fmt::to_string(bit)}));
        effect.only.push_back(context.piece("connlabel", "set", {}));
        effect.only[0].alone = true;
    }
    return step;
}

bool is_path_mtu(const model::Assign& assign) {
    const auto* load = load_of(*assign.value);
    return assign.target.header->name == "maxseg" && load != nullptr && load->field != nullptr &&
           load->header->kind == catalog::HeaderKind::rt && load->field->name == "mtu";
}

} // namespace

std::optional<Masked> mark_change(const catalog::Field* field, const model::Value& value) {
    if (const Bytes* octets = constant(value)) return Masked{from_big_endian(*octets), kAllBits};
    const auto* masked = std::get_if<model::Masked>(&value.node);
    if (masked == nullptr) {
        const auto* same = load_of(value);
        return same != nullptr && same->field == field ? std::optional(Masked{0, 0}) : std::nullopt;
    }
    const auto* load = load_of(*masked->of);
    if (load == nullptr || load->field != field) return std::nullopt;
    return Masked{from_big_endian(masked->xor_), ~from_big_endian(masked->mask) & kAllBits};
}

std::optional<Step> assign_step(const Context& context, const model::Assign& assign) {
    if (assign.raw_target || assign.target.field == nullptr) return context.cannot_say("a change of these octets");
    if (const auto* get = std::get_if<model::MapGet>(&assign.value->node)) return mapped_step(context, assign, *get);
    const std::string_view header = assign.target.header->name, field = assign.target.field->name;
    if (header == "meta" && field == "mark") return mark_step(context, assign);
    if (header == "ct" && field == "mark") return ct_mark_step(context, assign);
    if (is_path_mtu(assign)) {
        Extension target = context.target("TCPMSS");
        target.options.push_back(context.option(target, "clamp-mss-to-pmtu"));
        return segment_size_step(context, std::move(target));
    }
    const Bytes* value = constant(*assign.value);
    if (header == "ct" && field == "label" && value != nullptr) return label_set_step(context, *value);
    for (const TargetRow& row : kTargets) {
        if (row.header != header || row.field != field || (assign.target.ct_direction && row.target != "CT"))
            continue;
        if (value != nullptr) return constant_step(context, row, assign.target, from_big_endian(*value));
    }
    return context.cannot_say(fmt::format("this change of `{}`", field_name(assign.target)));
}

} // namespace rulec::ipt
