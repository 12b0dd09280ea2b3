// SPDX-License-Identifier: GPL-2.0-or-later
#include "backend/nft_text/field_text.h"

#include "compiler/catalog/symbols.h"
#include "compiler/support/check.h"

#include <algorithm>
#include <iterator>

#include <fmt/format.h>

namespace rulec::nft_text {
namespace {

using catalog::Field;
using catalog::Header;
using catalog::HeaderKind;
using model::FieldLoad;
using model::RawLoad;

// Meta keys that listings name without the word `meta`.
constexpr std::string_view kBareKeys[] = {"iif", "oif", "iifname", "oifname", "iifgroup", "oifgroup"};

// Of two names of one field the table has the one that listings use first.
std::string_view listed_name(const Header& header, const Field& field) {
    const auto same = [&](const Field& other) {
        return other.key == field.key && other.bit_offset == field.bit_offset && other.bit_len == field.bit_len &&
               other.only_types.data() == field.only_types.data();
    };
    return std::ranges::find_if(header.fields, same)->name;
}

std::string meta_text(const FieldLoad& load) {
    const std::string_view name = listed_name(*load.header, *load.field);
    const bool bare = std::ranges::find(kBareKeys, name) != std::end(kBareKeys);
    return bare ? std::string(name) : fmt::format("meta {}", name);
}

std::string ct_text(const FieldLoad& load) {
    if (!load.ct_direction) return fmt::format("ct {}", load.field->name);
    return fmt::format("ct {} {}", *load.ct_direction == 0 ? "original" : "reply", load.field->name);
}

std::string socket_text(const FieldLoad& load) {
    const std::string text = fmt::format("socket {}", load.field->name);
    return load.cgroup_level ? fmt::format("{} level {}", text, *load.cgroup_level) : text;
}

std::string osf_text(const FieldLoad& load) {
    constexpr std::string_view kTtl[] = {"", "ttl loose ", "ttl skip "}; // NF_OSF_TTL_*
    return fmt::format("osf {}{}", kTtl[std::min<std::size_t>(load.osf_ttl, 2)], load.field->name);
}

std::string fib_text(const FieldLoad& load) {
    std::string text;
    for (const catalog::Symbol& flag : catalog::words(catalog::Vocabulary::fib_flag)) {
        if ((load.fib_flags & flag.value) != 0) text += fmt::format("{}{}", text.empty() ? "" : " . ", flag.name);
    }
    return fmt::format("fib {} {}", text, load.field->name);
}

std::string ipsec_text(const FieldLoad& load) {
    const std::string spnum = load.ipsec_spnum == 0 ? "" : fmt::format("spnum {} ", load.ipsec_spnum);
    return fmt::format("ipsec {} {}{}", load.ipsec_direction == 0 ? "in" : "out", spnum, load.field->name);
}

std::string indexed(const FieldLoad& load) {
    const std::string_view name = listed_name(*load.header, *load.field);
    return load.field->stride_bits == 0 ? std::string(name) : fmt::format("{}[{}]", name, load.list_index);
}

std::string header_text(const FieldLoad& load) {
    return fmt::format("{} {}", load.header->name, indexed(load));
}

// Without a field: whether the option is there.
std::string option_text(const FieldLoad& load) {
    const std::string words = option_words(*load.header, load.option_number);
    return load.field == nullptr ? words : fmt::format("{} {}", words, indexed(load));
}

// Two names of one option have the same fields.
std::string_view listed_name(const Header& header) {
    const Header* first = catalog::find_header(header.kind, header.number);
    const bool same = first != nullptr && first->fields.data() == header.fields.data();
    return same ? first->name : header.name;
}

std::string_view option_kind(HeaderKind kind) {
    switch (kind) {
    case HeaderKind::tcp_option: return "tcp option";
    case HeaderKind::ip_option: return "ip option";
    case HeaderKind::sctp_chunk: return "sctp chunk";
    default: return "exthdr";
    }
}

} // namespace

std::string option_words(const Header& header, std::uint32_t option_number) {
    if (option_number != header.number) return fmt::format("{} {}", option_kind(header.kind), option_number);
    return fmt::format("{} {}", option_kind(header.kind), listed_name(header));
}

std::string field_text(const FieldLoad& load) {
    switch (load.header->kind) {
    case HeaderKind::payload: return header_text(load);
    case HeaderKind::exthdr:
        return load.field == nullptr ? fmt::format("exthdr {}", load.header->name) : header_text(load);
    case HeaderKind::tcp_option:
    case HeaderKind::ip_option:
    case HeaderKind::sctp_chunk: return option_text(load);
    case HeaderKind::meta: return meta_text(load);
    case HeaderKind::ct: return ct_text(load);
    case HeaderKind::rt: return fmt::format("rt {}", load.field->name);
    case HeaderKind::socket: return socket_text(load);
    case HeaderKind::osf: return osf_text(load);
    case HeaderKind::fib: return fib_text(load);
    case HeaderKind::ipsec: return ipsec_text(load);
    }
    RULEC_CHECK(false, "every kind of header is listed");
}

std::string raw_text(const RawLoad& raw) {
    const auto bits = [&](std::string_view from) {
        return fmt::format("{},{},{}", from, raw.bit_offset, raw.bit_len);
    };
    switch (raw.from) {
    case RawLoad::From::link: return bits("@ll");
    case RawLoad::From::network: return bits("@nh");
    case RawLoad::From::transport: return bits("@th");
    case RawLoad::From::inner: return bits("@ih");
    case RawLoad::From::tcp_option: return bits(fmt::format("tcp option @{}", raw.option_number));
    }
    RULEC_CHECK(false, "every base is listed");
}

} // namespace rulec::nft_text
