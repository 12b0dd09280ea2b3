// SPDX-License-Identifier: GPL-2.0-or-later
// How iptables spells things: one row a match or target, one row an option, with the shape of its argument and what
// it is in the language of rules. Rows are data for the reader, the checker, both writers and the tests.
// Facts are from iptables-extensions(8) and from what iptables 1.8.9 takes and prints.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

namespace rulec::ipt {

enum class Family : std::uint8_t { ipv4, ipv6 };
enum class Families : std::uint8_t { ipv4 = 1, ipv6 = 2, both = 3 };
bool includes(Families families, Family family);

// One word that an option takes. Several rows may stand for the same: the first one is how iptables-save prints it.
struct Word {
    std::string_view name;
    std::string_view rules; // the word in the language of rules
    std::uint64_t value = 0;
};
using WordTable = std::span<const Word>;

enum class Shape : std::uint8_t {
    flag,          // no argument; std::monostate
    number,        // Numbers: one; decimal, octal or hex
    number_range,  // Numbers: N, N:M, N:, :M
    open_range,    // Numbers: N or N: for N and more, N:M, :M
    owner,         // Numbers: N or N-M; Text: a name
    port,          // Numbers: like number_range, with names of services
    port_list,     // Numbers: ports and ranges of ports with commas
    protocol,      // Numbers: one, by name or number; 0 is all
    probability,   // Numbers: one, in parts of 2^31
    duration,      // Numbers: one, "12:30" or "12:30:59" in seconds
    date,          // Numbers: one, "2024-01-31T10:00:00" in seconds since 1970, UTC
    address,       // Address, with a prefix length or a mask
    address_range, // AddressRange: A-B or A
    masked,        // Masked: V or V/M
    traffic_class, // Masked: "1:234", two hex halves of 16 bits
    word,          // Words: one
    word_list,     // Words: with commas
    text,          // Text: `max` octets or less
    interface,     // Text: a name, "+" at its end for any rest
    rate,          // Rate: N/second; or N kb/s where `max` says that bytes are possible
    amount,        // Rate: N, or N, Nkb, Nmb in bytes; its time is of no account
    mask,          // Address: its mask, written as such or as a length
    mac,           // Text: six octets in hex, lower case
    label,         // Text: a number or a name
    zone,          // Numbers: one; Words
    tcp_flags,     // TcpFlags: two arguments
    icmp_type,     // IcmpType: a name, N or N/C
    nat_target,    // NatTarget: ADDRESS[-ADDRESS][:PORT[-PORT][/BASE]]
    nat_ports,     // NatTarget: PORT[-PORT]
    set,           // SetReference: two arguments
    chunk_types,   // ChunkTypes: two arguments
};

struct OptionRow {
    std::string_view name; // as iptables-save writes it, without dashes
    Shape shape = Shape::flag;
    // The field in the language of rules, where FIELD [!=] ARGUMENT is all; `%` stands for ip or ip6. Empty: more
    // than that, a writer of its own.
    std::string_view field = {};
    bool negatable = false;
    std::uint64_t max = 0;         // of numbers, or octets of text
    WordTable words = {};          // that it takes
    std::string_view alias = {};   // another name
    char letter = 0;               // -p
    std::uint8_t group = 0;        // at most one option of those with the same number
    bool required = false;         // the match or target is nothing without it
    bool repeatable = false;       // may be given more than once
    std::string_view refusal = {}; // why it cannot be said in the language of rules
    std::string_view help = {};    // what would work instead of it
};

enum class Kind : std::uint8_t { match, target };

struct ExtensionRow {
    std::string_view name;
    Kind kind = Kind::match;
    std::span<const OptionRow> options = {};
    Families families = Families::both;
    std::span<const std::uint8_t> protocols = {}; // one of which -p has to name; none: any
    bool needs_option = false;                    // one of its options at least
    std::string_view table = {};                  // the only one that takes the target
    std::string_view refusal = {};                // why it cannot be said in the language of rules
    std::string_view help = {};                   // what would work instead of it
};

// -s, -d, -p, -i, -o, -f.
const ExtensionRow& header_row();

std::span<const ExtensionRow> matches();
std::span<const ExtensionRow> targets();

// Names of targets end the search where they are; matches may go by the name of a protocol ("ipv6-icmp").
const ExtensionRow* find_match(std::string_view name, Family family);
const ExtensionRow* find_target(std::string_view name, Family family);
// The match that `-p PROTOCOL` brings with it, where options need one.
const ExtensionRow* match_of_protocol(std::uint64_t protocol, Family family);

const OptionRow* find_option(const ExtensionRow& extension, std::string_view name);

const Word* find_word(WordTable words, std::string_view name); // the first of those that mean the same

} // namespace rulec::ipt
