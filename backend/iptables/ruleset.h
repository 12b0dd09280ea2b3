// SPDX-License-Identifier: GPL-2.0-or-later
// ipt::Ruleset: the tables of iptables or ip6tables as values. A match or a target is a row of the tables in
// spellings.h and its options, each with a typed argument; nothing here is text that has yet to be understood.
//
// Invariants: an Option's argument has the alternative that its row's Shape says; a Rule has what check_rule.h wants;
// chains that rules jump to are there (read_save.h). Spans point to the text that was read; what is made from
// elsewhere has the spans of its source.
#pragma once

#include "backend/iptables/chain_index.h"
#include "backend/iptables/spellings.h"
#include "compiler/source/span.h"
#include "compiler/support/bytes.h"

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace rulec::ipt {

// ---- arguments, by the Shape of the option

struct NumberRange {
    std::uint64_t first = 0, last = 0; // both belong to it; equal: one number
    friend bool operator==(const NumberRange&, const NumberRange&) = default;
};

struct Numbers {
    std::vector<NumberRange> ranges; // one, but for port_list and its like
    friend bool operator==(const Numbers&, const Numbers&) = default;
};

struct Address {
    Bytes octets, mask; // in network order, equally long; octets & mask == octets
    friend bool operator==(const Address&, const Address&) = default;
};

struct AddressRange {
    Bytes first, last;
    friend bool operator==(const AddressRange&, const AddressRange&) = default;
};

struct Masked {
    std::uint64_t value = 0, mask = 0; // without a mask in the text: all bits of the option's `max`
    friend bool operator==(const Masked&, const Masked&) = default;
};

// Words of the row's vocabulary, each in its first spelling. They live as long as the program.
struct Words {
    std::vector<const Word*> words;
    friend bool operator==(const Words&, const Words&) = default;
};

struct Text {
    std::string text;
    friend bool operator==(const Text&, const Text&) = default;
};

struct Rate {
    std::uint64_t count = 0;
    std::uint64_t per_s = 1; // 1, 60, 3600, 86400
    bool bytes = false;      // else packets
    friend bool operator==(const Rate&, const Rate&) = default;
};

struct TcpFlags {
    std::uint8_t mask = 0, set = 0; // of these, those are set
    friend bool operator==(const TcpFlags&, const TcpFlags&) = default;
};

struct IcmpType {
    std::optional<std::uint8_t> type;             // none: any
    std::uint8_t first_code = 0, last_code = 255; // 0 to 255: any
    friend bool operator==(const IcmpType&, const IcmpType&) = default;
};

// --to-destination, --to-source, --to-ports.
struct NatTarget {
    std::optional<AddressRange> addresses;
    std::optional<NumberRange> ports;
    std::optional<std::uint16_t> base_port; // ports shift by the distance from this one
    friend bool operator==(const NatTarget&, const NatTarget&) = default;
};

struct SetReference {
    std::string name;
    std::vector<bool> from_destination; // src or dst, a part of the set's key each
    friend bool operator==(const SetReference&, const SetReference&) = default;
};

struct ChunkTypes {
    enum class Scope : std::uint8_t { all, any, only };
    struct Chunk {
        const Word* type = nullptr;
        std::uint8_t mask = 0, set = 0; // of its flags
        friend bool operator==(const Chunk&, const Chunk&) = default;
    };
    Scope scope = Scope::all;
    std::vector<Chunk> chunks; // none: each of the types
    friend bool operator==(const ChunkTypes&, const ChunkTypes&) = default;
};

using Argument = std::variant<std::monostate, Numbers, Address, AddressRange, Masked, Words, Text, Rate, TcpFlags,
                              IcmpType, NatTarget, SetReference, ChunkTypes>;

// ---- rules

struct Option {
    const OptionRow* row = nullptr;
    bool negated = false;
    Argument argument;
    Span span;
};

// A match or a target. The options that every rule has (-s, -p...) are a match whose row is header_row().
struct Extension {
    const ExtensionRow* row = nullptr;
    std::vector<Option> options; // in their order; an option of a row that says so may come more than once
    Span span;                   // of its name

    const Option* find(std::string_view name) const;
    bool has(std::string_view name) const { return find(name) != nullptr; }
    // The number that the option has; `otherwise` without it.
    std::uint64_t number(std::string_view name, std::uint64_t otherwise) const;
};

struct Jump {
    std::string chain;
    bool go_to = false;
    Span span;
};

// none: the rule only counts. ACCEPT, DROP, RETURN and QUEUE are targets without options.
using Target = std::variant<std::monostate, Jump, Extension>;

struct Counters {
    std::uint64_t packets = 0, bytes = 0;
};

struct Rule {
    std::vector<Extension> matches; // header_row() first, if it has options
    Target target;
    std::optional<Counters> counters;
    std::vector<std::string> remarks; // lines of comment in front of it, without `#`
    bool understood = true;           // false: there is a mistake in it, which was reported; only the span is known
    bool paragraph = false;           // an empty line stands in front of it and its comments
    Span span;
};

enum class Policy : std::uint8_t { none, accept, drop }; // none: a user's chain

struct Chain {
    std::string name;
    Policy policy = Policy::none;
    std::vector<Rule> rules;
    std::vector<std::string> remarks;
    Span span;
};

struct Table {
    std::string name;
    std::vector<Chain> chains;
    std::vector<std::string> remarks = {}; // lines of comment behind all that is in it
    Span span;
    mutable ChainIndex index = {}; // of find(): who removes or renames a chain has to make it forget

    Chain* find(std::string_view chain);
    const Chain* find(std::string_view chain) const;
};

struct Ruleset {
    Family family = Family::ipv4;
    std::vector<Table> tables; // in the order of the text

    Table* find(std::string_view table);
};

} // namespace rulec::ipt
