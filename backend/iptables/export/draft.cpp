// SPDX-License-Identifier: GPL-2.0-or-later
#include "backend/iptables/export/draft.h"

#include <algorithm>
#include <utility>

namespace rulec::ipt {
namespace {

constexpr Fitted kAdded{};
constexpr Fitted kOtherChain{.fit = Fit::other_chain};

bool is_protocol(const Piece& piece) {
    return piece.option.row != nullptr && piece.option.row->letter == 'p';
}

bool same_option(const Option& a, const Option& b) {
    return a.row == b.row && a.negated == b.negated && a.argument == b.argument;
}

bool has_option(const Extension& match, const Option& option) {
    return std::ranges::any_of(match.options, [&](const Option& known) { return same_option(known, option); });
}

// Do both stand in one match of this row?
bool clash(const Extension& match, const Option& option) {
    return std::ranges::any_of(match.options, [&](const Option& known) {
        return known.row == option.row || (known.row->group != 0 && known.row->group == option.row->group);
    });
}

// The options of one statistic or limit come as several pieces.
bool continues(const Piece& piece, const Draft& draft) {
    return !draft.matches.empty() && draft.matches.back().row == piece.row &&
           !clash(draft.matches.back(), piece.option);
}

// A match in its own right is marked by a place: nothing else is put into it.
Extension* find_match_for(const Piece& piece, Draft& draft, bool in_own_match) {
    if (piece.alone) return nullptr;
    if (in_own_match) return &draft.matches.back();
    for (Extension& match : draft.matches) {
        if (match.row == piece.row && !match.span.known()) return &match;
    }
    return nullptr;
}

Extension& new_match(const Context& context, const Piece& piece, Draft& draft) {
    if (piece.row->name.empty()) return header_of(draft.matches);
    Extension match{.row = piece.row, .options = {}, .span = {}};
    if (piece.alone) match.span = piece.option.span.known() ? piece.option.span : context.span;
    draft.matches.push_back(std::move(match));
    return draft.matches.back();
}

// ---- protocols

bool leaves_protocol_out(const Draft& draft) {
    return !draft.matches.empty() && draft.matches.front().row->name.empty() && draft.matches.front().has("protocol");
}

Fitted put_protocol(Draft& draft, Option option) {
    if (draft.counts || leaves_protocol_out(draft)) return kOtherChain;
    header_of(draft.matches).options.push_back(std::move(option));
    return kAdded;
}

Fitted add_protocol(Draft& draft, const Piece& piece) {
    const auto value = static_cast<std::uint8_t>(std::get<Numbers>(piece.option.argument).ranges[0].first);
    if (draft.protocol && draft.protocol != value) return {.fit = Fit::no_packet};
    if (draft.protocol && names_protocol(draft.matches)) return kAdded;
    if (!draft.protocol) draft.joined = value;
    draft.protocol = value;
    return put_protocol(draft, piece.option);
}

// -m tcp wants -p tcp in the same rule.
Fitted add_needed_protocol(const Context& context, Draft& draft, const Piece& piece) {
    const auto& possible = piece.row->protocols;
    if (draft.protocol && std::ranges::find(possible, *draft.protocol) == possible.end())
        return {.fit = Fit::no_packet};
    if (names_protocol(draft.matches)) return kAdded;
    if (!draft.protocol && possible.size() == 1) draft.protocol = possible[0];
    if (!draft.protocol) return {.fit = Fit::cannot, .why_not = "ports of any protocol"};
    return put_protocol(draft, context.piece("", "protocol", number(*draft.protocol)).option);
}

// ---- ICMP codes

bool is_code_alone(const Option& option) {
    const auto* icmp = std::get_if<IcmpType>(&option.argument);
    return icmp != nullptr && !icmp->type;
}

bool add_code(Extension& match, const Option& option) {
    if (!is_code_alone(option)) return false;
    for (Option& known : match.options) {
        auto* type = std::get_if<IcmpType>(&known.argument);
        if (type == nullptr || known.negated || type->first_code == type->last_code) continue;
        type->first_code = type->last_code = std::get<IcmpType>(option.argument).first_code;
        return true;
    }
    return false;
}

// ---- options

Fitted add_option(const Context& context, Draft& draft, Piece& piece, bool in_own_match) {
    Extension* match = find_match_for(piece, draft, in_own_match);
    if (match != nullptr && (piece.option.row == nullptr || has_option(*match, piece.option))) return kAdded;
    if (match != nullptr && add_code(*match, piece.option)) return kAdded;
    if (is_code_alone(piece.option)) return {.fit = Fit::cannot, .why_not = "an ICMP code without its type"};
    if (match != nullptr && clash(*match, piece.option)) {
        if (piece.row->name.empty() || is_protocol_match(*piece.row)) return kOtherChain;
        match = nullptr;
    }
    if (match == nullptr) match = &new_match(context, piece, draft);
    if (piece.option.row != nullptr) match->options.push_back(std::move(piece.option));
    return kAdded;
}

} // namespace

Fitted add_test(const Context& context, const Site& site, Draft& draft, Piece& piece, bool& in_own_match) {
    if (is_protocol(piece) && !piece.option.negated) return add_protocol(draft, piece);
    if (!works_at(site, *piece.row))
        return {.fit = Fit::cannot, .why_not = "this in this chain: the match works elsewhere only"};
    if (draft.builtin && piece.option.row != nullptr && is_group_refused_at(site, *piece.option.row))
        return {.fit = Fit::cannot, .why_not = "this in this chain: packets have no such interface here"};
    const bool refused =
        draft.builtin && piece.option.row != nullptr && is_interface_refused_at(site, *piece.option.row);
    if (refused || (draft.counts && !(piece.counts && continues(piece, draft)))) return kOtherChain;
    if (!piece.row->protocols.empty()) {
        const Fitted needed = add_needed_protocol(context, draft, piece);
        if (needed.fit != Fit::added) return needed;
    }
    const Fitted done = add_option(context, draft, piece, in_own_match);
    if (done.fit != Fit::added) return done;
    in_own_match |= piece.alone;
    draft.counts |= piece.counts;
    return done;
}

} // namespace rulec::ipt
