// SPDX-License-Identifier: GPL-2.0-or-later
// Tests of connections, routes and chance. A packet without a connection, invalid or untracked, is decided by
// --ctstate alone in xt_conntrack, while no other `ct` key of nf_tables matches it, negated or not; xt_conntrack's
// other options, without --ctstate, do the same.
#include "backend/iptables/export/field_tests.h"
#include "backend/iptables/vocabulary.h"

#include <algorithm>
#include <bit>
#include <initializer_list>

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
            if (interval.low.size() != (context.family == Family::ipv4 ? 4U : 16U)) return no_packet();
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

// What the connection has carried; without a direction both count.
std::optional<Step> connbytes_step(const Context& context, const model::FieldLoad& load, const Wanted& wanted) {
    if (wanted.mask) return context.cannot_say(fmt::format("some bits of `{}`", field_name(load)));
    const Word* mode = find_word(kConnbytesModes, find_row(load)->option);
    const Word& direction = kConnbytesDirections[load.ct_direction ? *load.ct_direction : 2];
    const bool one = wanted.intervals.size() == 1;
    Step step{.negated = wanted.negated && !one, .ways = {}};
    for (const Interval& interval : wanted.intervals) {
        const NumberRange range{from_big_endian(interval.low), from_big_endian(interval.high)};
        Way& way = step.ways.emplace_back();
        way.tests.push_back(context.piece("connbytes", "connbytes", Numbers{{range}}, wanted.negated && one));
        way.tests.back().alone = true;
        way.tests.push_back(context.piece("connbytes", "connbytes-mode", Words{{mode}}));
        way.tests.push_back(context.piece("connbytes", "connbytes-dir", Words{{&direction}}));
    }
    return step;
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

namespace {

// RTN_* of linux/rtnetlink.h
constexpr std::uint64_t kUnicast = 1, kLocal = 2, kBroadcast = 3, kAnycast = 4, kMulticast = 5, kUnreachable = 7;

Words types_of(std::initializer_list<std::uint64_t> values) {
    Words types;
    for (const std::uint64_t value : values)
        types.words.push_back(&*std::ranges::find(kAddressTypes, value, &Word::value));
    return types;
}

// Looks up types of addresses: which address, and whether for one interface only.
class TypeLookup {
  public:
    TypeLookup(const Context& context, std::uint32_t flags) : context_(context), flags_(flags) {}

    Way is(Words types, bool negated = false) const {
        Way way;
        add(way, std::move(types), negated);
        return way;
    }

    // To what the packet's own interface has.
    bool is_limited() const { return (flags_ & (kFibIif | kFibOif)) != 0; }

    void add(Way& way, Words types, bool negated) const {
        const bool source = (flags_ & kFibSource) != 0;
        way.tests.push_back(context_.piece("addrtype", source ? "src-type" : "dst-type", std::move(types), negated));
        if (!is_limited()) return;
        way.tests.back().alone = true;
        way.tests.push_back(
            context_.piece("addrtype", (flags_ & kFibIif) != 0 ? "limit-iface-in" : "limit-iface-out", {}));
    }

  private:
    const Context& context_;
    std::uint32_t flags_;
};

// xt_addrtype of IPv6 looks at the address itself for some types and at the routes for others, and wants both to
// hold; other types than these it takes for one another, or does not know.
std::optional<Step> fib_type6_step(const Context& context, const TypeLookup& lookup, const Words& words,
                                   bool negated) {
    Step step{.negated = negated, .ways = {}};
    Words routed;
    for (const Word* word : words.words) {
        switch (word->value) {
        case kBroadcast: break; // there is none
        case kLocal:
        case kAnycast: routed.words.push_back(word); break;
        case kMulticast: step.ways.push_back(lookup.is(types_of({kMulticast}))); break;
        case kUnicast: {
            if (lookup.is_limited()) return context.cannot_say("whether an address is unicast on an interface");
            Way& way = step.ways.emplace_back(lookup.is(types_of({kUnicast})));
            lookup.add(way, types_of({kLocal, kAnycast, kUnreachable}), true);
            for (Piece& piece : way.tests)
                piece.alone = piece.alone || piece.option.row->shape == Shape::word_list;
            break;
        }
        default: return context.cannot_say("this type of address");
        }
    }
    if (!routed.words.empty()) step.ways.push_back(lookup.is(std::move(routed)));
    if (!negated || step.ways.size() != 1 || step.ways[0].tests[0].option.row == nullptr) return step;
    const bool one_lookup = std::ranges::count(step.ways[0].tests, Shape::word_list,
                                               [](const Piece& piece) { return piece.option.row->shape; }) == 1;
    if (!one_lookup) return step;
    step.ways[0].tests[0].option.negated = true;
    step.negated = false;
    return step;
}

} // namespace

std::optional<Step> fib_type_step(const Context& context, const model::FieldLoad& load, const Wanted& wanted) {
    if (wanted.mask || (load.fib_flags & kFibMark) != 0)
        return context.cannot_say("this lookup of an address's type");
    Words words;
    for (const Interval& interval : wanted.intervals) {
        const auto word = std::ranges::find(kAddressTypes, from_big_endian(interval.low), &Word::value);
        if (!interval.single() || word == kAddressTypes.end()) return context.cannot_say("this type of address");
        words.words.push_back(&*word);
    }
    const TypeLookup lookup(context, load.fib_flags);
    if (context.family == Family::ipv6) return fib_type6_step(context, lookup, words, wanted.negated);
    return one_way(lookup.is(std::move(words), wanted.negated));
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
