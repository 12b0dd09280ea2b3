// SPDX-License-Identifier: GPL-2.0-or-later
// The rows against what nft sends to the kernel: where each field is loaded from, and a value of it in the
// register, which shows the byte order. nft prints registers as 32-bit words of a little-endian machine.
#include "compiler/support/bytes.h"
#include "tests/unit/catalog/run_nft.h"
#include "tests/unit/catalog/selector_text.h"

#include <bit>
#include <vector>

#include <doctest/doctest.h>
#include <fmt/format.h>
using namespace rulec;
using namespace rulec::catalog;

namespace {

struct Probe {
    const Header* header;
    const Field* field;
    std::string selector;
    std::string literal;
    LiteralForm form;
};

std::pair<std::string, LiteralForm> sample_of(const DataType& type) {
    switch (type.notation) {
    case Notation::address4: return {"1.2.3.4", LiteralForm::address4};
    case Notation::address6: return {"1:2:3:4:5:6:7:8", LiteralForm::address6};
    case Notation::mac: return {"1:2:3:4:5:6", LiteralForm::mac};
    case Notation::string: return {"name", LiteralForm::word};
    case Notation::boolean: return {"exists", LiteralForm::word};
    default: return {"1", LiteralForm::number};
    }
}

// A family in which the field stands without a match of another before it.
std::string_view family_of(const Probe& probe) {
    if (probe.header->name == "arp") return "arp";
    const bool of_bridge = probe.selector.find(" ibr") != probe.selector.npos;
    return probe.header->base == PayloadBase::link || of_bridge ? "bridge" : "inet";
}

// Not comparable with a constant, or a fact of the host.
bool can_be_probed(const Field& field) {
    return field.name != "secmark" && type(field.type).notation != Notation::cgroup;
}

std::vector<Probe> all_probes() {
    std::vector<Probe> probes;
    for (const Header& header : all_headers())
        for (const Field& field : header.fields) {
            auto selector = selector_text(header, field);
            if (selector.empty() || !can_be_probed(field)) continue;
            auto [literal, form] = sample_of(type(field.type));
            probes.push_back({&header, &field, std::move(selector), std::move(literal), form});
        }
    return probes;
}

std::string rules_of(const std::vector<Probe>& probes) {
    std::string text;
    for (std::size_t i = 0; i < probes.size(); ++i)
        text += fmt::format("table {} probe{} {{\n chain c {{\n {} == {}\n }}\n}}\n", family_of(probes[i]), i,
                            probes[i].selector, probes[i].literal);
    return text;
}

// The instructions that nft prints for a rule of the table `probeN`.
std::string instructions_of(const std::string& output, std::size_t index) {
    const std::string title = fmt::format(" probe{} c\n", index);
    const std::size_t begin = output.rfind(title);
    if (begin == std::string::npos) return {};
    return output.substr(begin, output.find("\n\n", begin) - begin);
}

// From where, "2b @ transport header + 2"; empty for keys.
std::string expected_load(const Probe& probe) {
    const Header& header = *probe.header;
    const Field& field = *probe.field;
    if (header.kind > HeaderKind::sctp_chunk) return {};
    const std::uint32_t octets = (field.bit_offset % 8 + field.bit_len + 7) / 8;
    const std::uint32_t offset = field.bit_offset / 8;
    if (header.kind != HeaderKind::payload) return fmt::format("{}b @ {} + {} ", octets, header.number, offset);
    constexpr std::uint32_t kEthernet = 14; // a VLAN tag stands behind the Ethernet header
    constexpr std::string_view kBases[] = {"link", "network", "transport", "inner"};
    return fmt::format("{}b @ {} header + {} ", octets, kBases[static_cast<std::size_t>(header.base)],
                       offset + (header.name == "vlan" ? kEthernet : 0));
}

std::string as_words(BytesView octets) {
    std::string words;
    for (std::size_t i = 0; i < octets.size(); i += 4)
        words += fmt::format(" 0x{:08x}", from_big_endian(reversed(octets.substr(i, 4))));
    return words;
}

std::string expected_compare(const Probe& probe) {
    const Field& field = *probe.field;
    auto value = std::get<Bytes>(parse_value(type(field.type), field.bit_len, probe.form, probe.literal));
    const std::uint32_t octets = (field.bit_offset % 8 + field.bit_len + 7) / 8;
    if (octets > value.size()) value.insert(0, octets - value.size(), 0);
    const std::uint32_t behind_bits = octets * 8 - field.bit_offset % 8 - field.bit_len;
    if (probe.header->kind <= HeaderKind::sctp_chunk) value = shift_left(value, behind_bits);
    return fmt::format("[ cmp eq reg 1{} ]", as_words(field.order == ByteOrder::host ? reversed(value) : value));
}

} // namespace

TEST_CASE("nft loads every field from where the row says, in its byte order") {
    if (!can_ask_kernel() || std::endian::native != std::endian::little) return;
    const auto probes = all_probes();
    const auto output = run_with_file("unshare -n nft --debug=netlink -c -f", rules_of(probes));
    REQUIRE(output);
    REQUIRE(probes.size() > 250);
    CAPTURE(output->substr(0, output->find('\n'))); // a syntax error keeps all rules from being printed
    for (std::size_t i = 0; i < probes.size(); ++i) {
        const std::string instructions = instructions_of(*output, i);
        CAPTURE(probes[i].selector);
        CAPTURE(instructions);
        CHECK(instructions.find(expected_load(probes[i])) != std::string::npos);
        CHECK(instructions.find(expected_compare(probes[i])) != std::string::npos);
    }
}
