// SPDX-License-Identifier: GPL-2.0-or-later
// Tests of what is there at all: TCP options, chunks of SCTP, extension headers of IPv6. nf_tables finds a thing
// missing in packets of any other protocol as well.
#include "backend/iptables/export/field_tests.h"
#include "backend/iptables/vocabulary.h"

#include <algorithm>

#include <fmt/format.h>

namespace rulec::ipt {
namespace {

std::optional<Piece> chunk_piece(const Context& context, std::uint32_t type) {
    const auto word = std::ranges::find(kSctpChunks, type, &Word::value);
    if (word == kSctpChunks.end()) return std::nullopt;
    return context.piece("sctp", "chunk-types",
                         ChunkTypes{.scope = ChunkTypes::Scope::any, .chunks = {{.type = &*word}}});
}

// Matches without options: the header is there.
std::optional<Piece> header_piece(const Context& context, std::string_view header) {
    constexpr std::string_view kMatches[] = {"hbh", "frag", "rt", "dst"};
    if (std::ranges::find(kMatches, header) == std::end(kMatches)) return std::nullopt;
    const ExtensionRow* row = find_match(header, context.family);
    if (row == nullptr) return std::nullopt;
    return Piece{.row = row, .option = {}};
}

std::optional<Piece> piece_of(const Context& context, const model::FieldLoad& load) {
    const std::uint32_t number_there = load.option_number != 0 ? load.option_number : load.header->number;
    switch (load.header->kind) {
    case catalog::HeaderKind::tcp_option: return context.piece("tcp", "tcp-option", number(number_there));
    case catalog::HeaderKind::sctp_chunk: return chunk_piece(context, number_there);
    case catalog::HeaderKind::exthdr: return header_piece(context, load.header->name);
    default: return std::nullopt;
    }
}

} // namespace

std::optional<Step> presence_step(const Context& context, const model::FieldLoad& load, const Wanted& wanted) {
    auto piece = wanted.one_value() ? piece_of(context, load) : std::nullopt;
    if (!piece) return context.cannot_say(fmt::format("`{}`", field_name(load)));
    const bool exists = (from_big_endian(wanted.intervals[0].low) != 0) != wanted.negated;
    const auto protocols = piece->row->protocols;
    if (!exists && piece->option.row != nullptr && context.protocol == protocols[0]) {
        piece->option.negated = true;
        return step_of(*std::move(piece));
    }
    Step step = step_of(*std::move(piece));
    step.negated = !exists;
    return step;
}

} // namespace rulec::ipt
