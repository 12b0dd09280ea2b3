// SPDX-License-Identifier: GPL-2.0-or-later
// Extension headers of IPv6, IPsec's headers, chunks of SCTP.
#include "backend/iptables/import/match_text.h"
#include "backend/iptables/import/value_text.h"

#include <fmt/format.h>

namespace rulec::ipt {
namespace {

// FIELD VALUE of a flag option.
struct FlagRow {
    std::string_view option;
    std::string_view text;
};

Clauses flag_clauses(const Extension& match, std::span<const FlagRow> rows) {
    Clauses clauses;
    for (const FlagRow& row : rows) {
        if (match.has(row.option)) clauses.push_back(statement(std::string(row.text)));
    }
    return clauses;
}

Alternatives frag(RuleContext& context, const Extension& match) {
    // The kernel does not look at --fraglen, since the header has one length only (iptables-extensions(8)).
    constexpr FlagRow kFlags[] = {
        {"fragres", "frag reserved 0 frag reserved2 0"},
        {"fragfirst", "frag frag-off 0"},
        {"fragmore", "frag more-fragments 1"},
        {"fraglast", "frag more-fragments 0"},
    };
    Clauses clauses = field_clauses(context, match);
    for (Clause& clause : flag_clauses(match, kFlags))
        clauses.push_back(std::move(clause));
    if (clauses.empty()) clauses.push_back(statement("exthdr frag exists"));
    context.names_family = true;
    return {clauses};
}

// iptables wants the length of a header in octets; in the packet it is counted in eights, from one of them on.
Alternatives length_clause(RuleContext& context, const Option& option, std::string_view header) {
    const std::uint64_t octets = std::get<Numbers>(option.argument).ranges[0].first;
    if (octets % 8 == 0 && octets > 0)
        return only(test(fmt::format("{} hdrlength", header), option.negated, fmt::to_string(octets / 8 - 1)));
    if (!option.negated) return context.never_matches(option.span, "such a header has a multiple of eight octets");
    return only(statement(fmt::format("exthdr {} exists", header)));
}

// A match without options: the header is there.
Alternatives header_or_fields(RuleContext& context, const Extension& match, std::string_view header) {
    context.names_family = true;
    Clauses clauses = field_clauses(context, match);
    for (const Option& option : match.options) {
        if (!option.row->name.ends_with("-len")) continue;
        const Alternatives length = length_clause(context, option, header);
        clauses.insert(clauses.end(), length[0].begin(), length[0].end());
    }
    if (clauses.empty()) clauses.push_back(statement(fmt::format("exthdr {} exists", header)));
    return {clauses};
}

Alternatives hbh(RuleContext& context, const Extension& match) {
    return header_or_fields(context, match, "hbh");
}
Alternatives dst(RuleContext& context, const Extension& match) {
    return header_or_fields(context, match, "dst");
}
Alternatives rt(RuleContext& context, const Extension& match) {
    return header_or_fields(context, match, "rt");
}
Alternatives mh(RuleContext& context, const Extension& match) {
    if (match.options.empty()) return always(); // -p says it
    return header_or_fields(context, match, "mh");
}

Alternatives ah(RuleContext& context, const Extension& match) {
    Clauses clauses = field_clauses(context, match);
    if (const Option* len = match.find("ahlen")) {
        const auto octets = std::get<Numbers>(len->argument).ranges[0].first;
        if (octets % 4 != 0 || octets < 8)
            return context.cannot_say(len->span, "a length of AH that is no multiple of four, from eight on");
        clauses.push_back(test("ah hdrlength", len->negated, fmt::to_string(octets / 4 - 2))); // RFC 4302, 2.2
    }
    if (match.has("ahres")) clauses.push_back(statement("ah reserved 0"));
    if (clauses.empty() && !context.protocol) clauses.push_back({"meta l4proto", "ah"}); // ip6tables needs no -p
    return {clauses};
}

Alternatives ipcomp(RuleContext& context, const Extension& match) {
    Clauses clauses = field_clauses(context, match);
    if (match.has("compres")) clauses.push_back(statement("comp flags 0"));
    return {clauses};
}

// Exactly these headers: what can be said by the first header alone.
Alternatives only_headers(RuleContext& context, const Option& headers) {
    struct FirstRow {
        std::string_view name, value;
    };
    // After the headers of the first row the kernel looks further (nf_ip6_ext_hdr()), after the others it does not.
    constexpr FirstRow kFirst[] = {
        {"protocol", "!= { 0, 43, 44, 50, 51, 59, 60 }"}, {"esp", "50"}, {"ipv6-nonxt", "59"}};
    const auto& words = std::get<Words>(headers.argument).words;
    for (const FirstRow& row : kFirst) {
        if (words.size() != 1 || words[0]->name != row.name || headers.negated) continue;
        context.names_family = true;
        return only(statement(fmt::format("ip6 nexthdr {}", row.value)));
    }
    return context.cannot_say(headers.span, "exactly these extension headers and no others (without --soft)");
}

Alternatives ipv6header(RuleContext& context, const Extension& match) {
    const Option& headers = *match.find("header");
    if (!match.has("soft")) return only_headers(context, headers);
    const auto& words = std::get<Words>(headers.argument).words;
    if (headers.negated) return context.cannot_say(headers.span, "the opposite of a list of extension headers");
    Clauses clauses;
    for (const Word* word : words) {
        if (word->rules.empty())
            return context.cannot_say(headers.span, fmt::format("that there is a header `{}`", word->name));
        clauses.push_back(statement(fmt::format("exthdr {} exists", word->rules)));
    }
    context.names_family = true;
    return {clauses};
}

// ---- SCTP

std::string chunk_text(const ChunkTypes::Chunk& chunk, bool there) {
    const std::string_view name = chunk.type->rules;
    if (chunk.mask == 0) return fmt::format("sctp chunk {} {}", name, there ? "exists" : "missing");
    return fmt::format("sctp chunk {} flags & {} == {}", name, hex_text(chunk.mask), hex_text(chunk.set));
}

// One of them: each alternative has those before it missing.
Alternatives any_chunk(const std::vector<ChunkTypes::Chunk>& chunks, bool there) {
    Alternatives ways;
    for (std::size_t i = 0; i < chunks.size(); ++i) {
        Clauses way;
        for (std::size_t before = 0; before < i; ++before)
            way.push_back(statement(chunk_text(chunks[before], !there)));
        way.push_back(statement(chunk_text(chunks[i], there)));
        ways.push_back(std::move(way));
    }
    return ways;
}

Alternatives all_chunks(const std::vector<ChunkTypes::Chunk>& chunks, bool there) {
    Clauses way;
    for (const ChunkTypes::Chunk& chunk : chunks)
        way.push_back(statement(chunk_text(chunk, there)));
    return {way};
}

Alternatives chunks(RuleContext& context, const Option& option) {
    const auto& types = std::get<ChunkTypes>(option.argument);
    if (types.scope == ChunkTypes::Scope::only)
        return context.cannot_say(option.span, "these chunks of SCTP and no others");
    if (types.chunks.empty()) return context.cannot_say(option.span, "all types of chunks at once");
    bool has_flags = false;
    for (const ChunkTypes::Chunk& chunk : types.chunks) {
        if (chunk.type->rules.empty())
            return context.cannot_say(option.span, fmt::format("a chunk of SCTP of type {}", chunk.type->name));
        has_flags = has_flags || chunk.mask != 0;
    }
    const bool all = types.scope == ChunkTypes::Scope::all;
    if (has_flags && (option.negated || !all))
        return context.cannot_say(option.span, "that a chunk has not these flags");
    const bool one_is_enough = all == option.negated;
    return one_is_enough ? any_chunk(types.chunks, !option.negated) : all_chunks(types.chunks, !option.negated);
}

Alternatives sctp(RuleContext& context, const Extension& match) {
    Alternatives ways = {field_clauses(context, match)};
    if (const Option* option = match.find("chunk-types")) ways = both(ways, chunks(context, *option));
    return ways;
}

constexpr MatchWriter kWriters[] = {
    {"frag", frag}, {"hbh", hbh}, {"dst", dst},       {"rt", rt},
    {"mh", mh},     {"ah", ah},   {"ipcomp", ipcomp}, {"ipv6header", ipv6header},
    {"sctp", sctp},
};

} // namespace

std::span<const MatchWriter> exthdr_writers() {
    return kWriters;
}

} // namespace rulec::ipt
