// SPDX-License-Identifier: GPL-2.0-or-later
// Tests of connections, routes and chance. A packet without a connection, invalid or untracked, is decided by
// --ctstate alone in xt_conntrack, while no other `ct` key of nf_tables matches it, negated or not; xt_conntrack's
// other options, without --ctstate, do the same.
#include "backend/iptables/export/field_tests.h"
#include "backend/iptables/vocabulary.h"

#include <bit>

#include <fmt/format.h>

namespace rulec::ipt {
namespace {

constexpr std::uint32_t kWithoutConnection = kInvalid | kUntracked;

// The bits of which one is wanted, or none if negated.
struct Bits {
    std::uint64_t bits = 0;
    bool negated = false;
};

std::optional<Bits> bits_of(const Wanted& wanted) {
    if (!wanted.mask || !wanted.one_value()) return std::nullopt;
    const std::uint64_t mask = from_big_endian(*wanted.mask), value = from_big_endian(wanted.intervals[0].low);
    if (value == 0) return Bits{mask, !wanted.negated};
    if (value == mask && std::popcount(mask) == 1) return Bits{mask, wanted.negated};
    return std::nullopt;
}

Words words_of(WordTable table, std::uint64_t bits) {
    Words words;
    for (const Word& word : table) {
        if (word.value != 0 && (bits & word.value) == word.value) words.words.push_back(&word);
    }
    return words;
}

Piece state_piece(const Context& context, std::uint64_t bits, bool negated) {
    Piece piece = context.piece("conntrack", "ctstate", words_of(kConntrackStates, bits), negated);
    piece.alone = negated || (bits & kWithoutConnection) != 0;
    return piece;
}

} // namespace

std::optional<Step> state_step(const Context& context, const model::FieldLoad&, const Wanted& wanted) {
    constexpr std::uint64_t kStateBits = kInvalid | kEstablished | kRelated | kNew | kUntracked;
    auto bits = bits_of(wanted);
    if (!bits && !wanted.mask) { // a packet has one state: `==` and sets of states
        bits = Bits{0, wanted.negated};
        for (const Interval& interval : wanted.intervals) {
            const std::uint64_t value = from_big_endian(interval.low);
            if (!interval.single() || std::popcount(value) != 1) return context.cannot_say("these states");
            bits->bits |= value;
        }
    }
    if (!bits || (bits->bits & ~kStateBits) != 0 || bits->bits == 0) return context.cannot_say("these states");
    return step_of(state_piece(context, bits->bits, bits->negated));
}

std::optional<Step> status_step(const Context& context, const model::FieldLoad&, const Wanted& wanted) {
    constexpr std::uint64_t kSnatBit = 0x10, kDnatBit = 0x20, kNamed = 0x0f;
    const auto bits = bits_of(wanted);
    if (!bits) return context.cannot_say("an exact status", "test one bit: `ct status assured`");
    if ((bits->bits & ~kNamed) == 0)
        return step_of(
            context.piece("conntrack", "ctstatus", words_of(kConntrackStatuses, bits->bits), bits->negated));
    if ((bits->bits & ~(kSnatBit | kDnatBit)) != 0) return context.cannot_say("these bits of the status");
    std::uint64_t states = bits->bits == kSnatBit ? kSnat : bits->bits == kDnatBit ? kDnat : kSnat | kDnat;
    if (bits->negated) states |= kWithoutConnection;
    return step_of(state_piece(context, states, bits->negated));
}

// Whole seconds, while nf_tables compares milliseconds.
std::optional<Step> expiration_step(const Context& context, const model::FieldLoad&, const Wanted& wanted) {
    if (wanted.mask || wanted.intervals.size() != 1) return context.cannot_say("these times");
    const std::uint64_t low = from_big_endian(wanted.intervals[0].low),
                        high = from_big_endian(wanted.intervals[0].high);
    if (low % 1000 != 0) return context.cannot_say("parts of a second of `ct expiration`");
    if (high % 1000 != 999)
        context.differs(
            "iptables counts the time left in whole seconds: `--ctexpire` matches to the end of the second");
    return step_of(context.piece("conntrack", "ctexpire", Numbers{{{low / 1000, high / 1000}}}, wanted.negated));
}

std::optional<Step> tuple_step(const Context& context, const model::FieldLoad& load, const Wanted& wanted) {
    if (wanted.mask || !load.ct_direction) return context.cannot_say(fmt::format("this of `{}`", field_name(load)));
    const std::string option =
        fmt::format("ct{}{}", *load.ct_direction == 0 ? "orig" : "repl", find_row(load)->option);
    std::vector<Piece> pieces;
    for (const Interval& interval : wanted.intervals) {
        Argument argument = Numbers{{{from_big_endian(interval.low), from_big_endian(interval.high)}}};
        if (!option.ends_with("port")) {
            const Bytes differing = bit_xor(interval.low, interval.high);
            argument = Address{interval.low, bit_not(differing)};
            const bool is_prefix = bit_and(interval.low, differing) == Bytes(differing.size(), 0) && [&] {
                Bytes next = differing;
                return !increment(next) || bit_and(next, differing) == Bytes(differing.size(), 0);
            }();
            if (!is_prefix) return context.cannot_say("a range of addresses of a connection");
        }
        pieces.push_back(context.piece("conntrack", option, std::move(argument)));
    }
    return steps_of(std::move(pieces), wanted.negated);
}

std::optional<Step> label_step(const Context& context, const model::FieldLoad&, const Wanted& wanted) {
    if (!wanted.mask || !wanted.one_value()) return context.cannot_say("an exact set of labels");
    const Bytes& mask = *wanted.mask;
    int count = 0;
    std::size_t label = 0;
    for (std::size_t bit = 0; bit < mask.size() * 8; ++bit) {
        if ((mask[mask.size() - 1 - bit / 8] >> bit % 8 & 1) == 0) continue;
        ++count;
        label = bit;
    }
    const bool is_zero = wanted.intervals[0].low == Bytes(mask.size(), 0);
    if (count != 1 || (!is_zero && wanted.intervals[0].low != mask))
        return context.cannot_say("more than that a connection has one label, or has it not");
    Piece piece = context.piece("connlabel", "label", Text{fmt::to_string(label)});
    if (wanted.negated == is_zero) return step_of(std::move(piece));
    piece.option.negated = true; // true of packets without a connection, too
    Step step = step_of(state_piece(context, kWithoutConnection, true));
    step.ways[0].tests.push_back(std::move(piece));
    step.ways[0].tests.back().alone = true;
    return step;
}

// ---- routes

namespace {
constexpr std::uint32_t kFibSource = 1, kFibDestination = 2, kFibMark = 4, kFibIif = 8, kFibOif = 16; // NFTA_FIB_F_*
}

std::optional<Step> fib_type_step(const Context& context, const model::FieldLoad& load, const Wanted& wanted) {
    constexpr std::uint64_t kBroadcast = 3, kProhibit = 8;
    const bool v6 = context.family == Family::ipv6;
    Words words;
    for (const Interval& interval : wanted.intervals) {
        const Words found = [&] {
            Words same;
            for (const Word& word : kAddressTypes) {
                if (interval.single() && word.value == from_big_endian(interval.low)) same.words.push_back(&word);
            }
            return same;
        }();
        if (found.words.empty()) return context.cannot_say("this type of address");
        const Word* word = found.words[0];
        if (v6 && word->value == kBroadcast) continue; // IPv6 has none, and xt_addrtype refuses it
        if (v6 && word->value >= kProhibit) return context.cannot_say("this type of address");
        words.words.push_back(word);
    }
    if (wanted.mask || (load.fib_flags & kFibMark) != 0)
        return context.cannot_say("this lookup of an address's type");
    if (words.words.empty()) return wanted.negated ? any_packet() : no_packet();
    const bool source = (load.fib_flags & kFibSource) != 0;
    Step step =
        step_of(context.piece("addrtype", source ? "src-type" : "dst-type", std::move(words), wanted.negated));
    Piece& type = step.ways[0].tests[0];
    type.alone = (load.fib_flags & (kFibIif | kFibOif)) != 0;
    if (!type.alone) return step;
    const std::string_view limit = (load.fib_flags & kFibIif) != 0 ? "limit-iface-in" : "limit-iface-out";
    step.ways[0].tests.push_back(context.piece("addrtype", limit, {}));
    return step;
}

std::optional<Step> fib_route_step(const Context& context, const model::FieldLoad& load, const Wanted& wanted) {
    const bool reverse = (load.fib_flags & ~(kFibMark | kFibIif)) == kFibSource;
    const std::uint64_t value = wanted.one_value() ? from_big_endian(wanted.intervals[0].low) : 2;
    if (!reverse || wanted.mask || value > (load.presence ? 1U : 0U))
        return context.cannot_say("this lookup of a route", "`fib saddr . iif oif missing`: the reverse path");
    const bool missing = (value == 0) != wanted.negated;
    Way way;
    const auto add = [&](std::string_view option) { way.tests.push_back(context.piece("rpfilter", option, {})); };
    if ((load.fib_flags & kFibIif) == 0) add("loose");
    if ((load.fib_flags & kFibMark) != 0) add("validmark");
    if (missing) add("invert");
    if (way.tests.empty()) way.tests.push_back({.row = find_match("rpfilter", context.family), .option = {}});
    return one_way(std::move(way));
}

// ---- chance

std::optional<Step> random_step(const Context& context, const model::FieldLoad&, const Wanted& wanted) {
    constexpr std::uint64_t kBits = 0x7fffffff;
    const bool known = wanted.mask && from_big_endian(*wanted.mask) == kBits && wanted.intervals.size() == 1;
    if (!known) return context.cannot_say("this of `meta random`", "`meta random & 0x7fffffff < N`");
    const std::uint64_t low = from_big_endian(wanted.intervals[0].low),
                        high = from_big_endian(wanted.intervals[0].high);
    const bool from_zero = low == 0 && !wanted.negated;
    if (!from_zero && high < kBits) return context.cannot_say("this of `meta random`");
    Piece piece = context.piece("statistic", "probability", number(from_zero ? high + 1 : low), !from_zero);
    piece.counts = true;
    Step step = step_of(std::move(piece));

    step.ways[0].tests.insert(step.ways[0].tests.begin(),
                              context.piece("statistic", "mode", Words{{&kStatisticModes[0]}}));
    step.ways[0].tests[0].counts = true;
    step.ways[0].tests[0].alone = true;
    return step;
}

} // namespace rulec::ipt
