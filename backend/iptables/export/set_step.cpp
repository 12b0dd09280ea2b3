// SPDX-License-Identifier: GPL-2.0-or-later
#include "backend/iptables/export/set_step.h"

#include "backend/iptables/export/named_sets.h"

#include <algorithm>

namespace rulec::ipt {
namespace {

SetReference reference(const SetAnswer& answer) {
    return {.name = std::string(answer.name), .from_destination = answer.use.from_destination};
}

bool has_part(const SetAnswer& answer, ipset::Part part) {
    return std::ranges::any_of(answer.plan->parts, [&](const PlannedPart& one) { return one.part == part; });
}

// ipset reads a source address wherever there is room for one, xt_mac from Ethernet devices only, as rules do.
Piece from_ethernet(const Context& context) {
    return context.piece("mac", "mac-source", Text{"00:00:00:00:00:00"}, true);
}

// A packet without the part in question is not in the set; in nf_tables no rule goes on with it, whatever is asked.
// Nothing if that cannot be said.
std::optional<std::vector<Piece>> needed(const Context& context, const SetAnswer& answer, bool negated) {
    const bool bitmap = answer.plan->type->storage == ipset::Storage::bitmap;
    const bool mac = has_part(answer, ipset::Part::mac);
    if (negated && (mac || answer.plan->protocol)) return std::nullopt;
    if (mac) return std::vector{from_ethernet(context)};
    if (!bitmap && !(negated && has_part(answer, ipset::Part::port))) return std::vector<Piece>{};
    auto piece = ports_piece(context, answer.use.protocol);
    if (!piece) return std::nullopt;
    return std::vector{std::move(*piece)};
}

// ---- changes

bool renews(const Context& context, const model::SetUpdate& update) {
    const model::Set& set = context.table.sets[update.set];
    return update.op == model::SetOp::update && (update.timeout_ms || set.timeout_ms || set.has_timeout);
}

// Elements that stay, which `update` leaves alone in nf_tables and gives a time in ipset.
bool has_staying_elements(const model::Set& set) {
    if (set.timeout_ms) return false;
    std::size_t timed = 0;
    for (const model::ElementExtra& extra : set.elements.extras)
        timed += extra.timeout_ms ? 1 : 0;
    return timed < set.elements.count;
}

bool counts(const model::Set& set, const model::SetUpdate& update) {
    return !set.stateful.empty() || !update.stateful.empty();
}

std::string_view refuse_update(const Context& context, const model::SetUpdate& update) {
    const model::Set& set = context.table.sets[update.set];
    if (!is_time_of_ipset(update.timeout_ms)) return kTimesOfIpset;
    if (update.op == model::SetOp::remove) return "";
    const bool counted = !set.stateful.empty() || context.sets->changes(context, update.set).counted;
    if (counted && renews(context, update)) return "ipset starts a counter anew when it renews an element";
    if (!renews(context, update)) return "";
    if (update.timeout_ms.value_or(set.timeout_ms.value_or(0)) == 0)
        return "nf_tables removes elements with a time of their own when it renews them without one";
    const bool stay = !set.timeout_ms && context.sets->changes(context, update.set).untimed;
    return stay || has_staying_elements(set) ? "an element without a time would get one" : "";
}

Extension set_target(const Context& context, const model::SetUpdate& update, const SetAnswer& answer) {
    Extension target = context.target("SET");
    const bool removes = update.op == model::SetOp::remove;
    target.options.push_back(context.option(target, removes ? "del-set" : "add-set", reference(answer)));
    if (removes) return target;
    if (renews(context, update)) target.options.push_back(context.option(target, "exist"));
    if (update.timeout_ms)
        target.options.push_back(context.option(target, "timeout", number(*update.timeout_ms / 1000)));
    return target;
}

} // namespace

std::optional<Piece> ports_piece(const Context& context, std::optional<std::uint8_t> protocol) {
    const ExtensionRow* row = protocol ? match_of_protocol(*protocol, context.family) : nullptr;
    if (row == nullptr || !has_ports_in_ipset(*protocol)) return std::nullopt;
    const Option none{.row = nullptr, .negated = false, .argument = {}, .span = context.span};
    return Piece{.row = row, .option = none};
}

std::optional<Step> match_set_step(const Context& context, const ir::InSet& test, std::string_view& refusal) {
    const SetAnswer answer = context.sets->ask(context, test.set, test.key);
    refusal = answer.refusal;
    if (answer.plan == nullptr) return std::nullopt;
    auto pieces = needed(context, answer, test.invert);
    if (!pieces) {
        refusal = "packets without this part are in no set of ipset, and `!=` would match them";
        return std::nullopt;
    }
    context.sets->note_use(context, test.set, answer.use);
    pieces->push_back(context.piece("set", "match-set", reference(answer), test.invert));
    return Step{.negated = false, .ways = {{.tests = std::move(*pieces), .effects = {}}}};
}

std::optional<Step> set_update_step(const Context& context, const model::SetUpdate& update) {
    constexpr std::string_view kWhat = "how packets change this set";
    if (context.sets->changes(context, update.set).metered) return meter_step(context, update);
    if (update.data) return context.cannot_say("maps that packets change");
    if (const auto why = refuse_update(context, update); !why.empty()) return context.cannot_say(kWhat, why);
    const SetAnswer answer = context.sets->ask(context, update.set, *update.key);
    if (answer.plan == nullptr) return context.cannot_say(kWhat, answer.refusal);
    const auto pieces = needed(context, answer, false);
    if (!pieces) return context.cannot_say(kWhat);
    context.sets->note_use(context, update.set, answer.use);

    Way way{.tests = *pieces, .effects = {{set_target(context, update, answer), false}}};
    if (update.op == model::SetOp::remove) return Step{.negated = false, .ways = {std::move(way)}};
    way.confirm.push_back(context.piece("set", "match-set", reference(answer)));
    way.confirm_last = counts(context.table.sets[update.set], update);
    return Step{.negated = false, .ways = {std::move(way)}};
}

} // namespace rulec::ipt
