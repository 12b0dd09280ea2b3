// SPDX-License-Identifier: GPL-2.0-or-later
#include "runtime/cli/other_backend.h"

#include "backend/iptables/places.h"
#include "backend/nft/names.h"
#include "runtime/apply/ownership.h"
#include "runtime/kernel/snapshot.h"
#include "runtime/restore/part.h"

#include <algorithm>
#include <array>
#include <fstream>

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <linux/netfilter.h>

namespace rulec::cli {
namespace {

constexpr std::chrono::seconds kLimit{10}; // it is only for a warning
constexpr std::size_t kMaxNamed = 8;

struct Family {
    ipt::Family family;
    std::string_view table_family; // of nf_tables
    const char* x_tables;          // names of the tables that there are, a line each
};

constexpr auto kFamilies = std::to_array<Family>({
    {ipt::Family::ipv4, "ip ", "/proc/thread-self/net/ip_tables_names"},
    {ipt::Family::ipv6, "ip6 ", "/proc/thread-self/net/ip6_tables_names"},
});

bool is_of_iptables(std::uint8_t family) {
    return family == NFPROTO_INET || family == NFPROTO_IPV4 || family == NFPROTO_IPV6;
}

bool declares_one_of_iptables(const nft::Program& program) {
    return std::ranges::any_of(program.messages, [](const nft::Message& message) {
        const auto* table = std::get_if<nft::NewTable>(&message);
        return table != nullptr && is_of_iptables(table->table.family);
    });
}

bool may_have(restore::Kind kind, const Family& family, std::span<const std::string> strangers) {
    if (kind == restore::Kind::legacy)
        return std::ifstream(family.x_tables).peek() != std::ifstream::traits_type::eof();
    return std::ranges::any_of(strangers, [&](std::string_view table) {
        return table.starts_with(family.table_family) && ipt::is_table(table.substr(family.table_family.size()));
    });
}

bool has_chains_of_ours(restore::Kind kind, ipt::Family family) {
    const auto tools = restore::find_tools(kind, family, kLimit);
    const auto live = tools ? restore::live_state(*tools) : tl::unexpected(tools.error());
    if (!live) return false;
    return std::ranges::any_of(live->tables, restore::has_own_chains);
}

} // namespace

void warn_of_nftables(diag::Sink& sink) {
    auto connection = kernel::Connection::open();
    const auto live = connection ? kernel::take_snapshot(*connection) : tl::unexpected(connection.error());
    if (!live) return; // a kernel without nf_tables has none
    std::vector<std::string> names, commands;
    for (const kernel::LiveTable& table : live->tables) {
        if (!is_of_iptables(table.family) || !apply::has_mark(table.userdata)) continue;
        if (names.size() == kMaxNamed) {
            names.emplace_back("...");
            break;
        }
        names.push_back(fmt::format("table {} {}", nft::family_name(table.family), table.name));
        commands.push_back(fmt::format("`nft delete {}`", names.back()));
    }
    if (names.empty()) return;
    sink.report(
        diag::make(diag::Code::kOtherBackend, Span{}, "nf_tables", fmt::join(names, ", "))
            .help(fmt::format("once the new rules are in force, remove them: {}", fmt::join(commands, ", "))));
}

void warn_of_iptables(const nft::Program& tables, std::span<const std::string> strangers, diag::Sink& sink) {
    if (!declares_one_of_iptables(tables)) return;
    for (const restore::Kind kind : {restore::Kind::legacy, restore::Kind::nft}) {
        const std::string_view name = kind == restore::Kind::legacy ? "iptables-legacy" : "iptables-nft";
        const bool found = std::ranges::any_of(kFamilies, [&](const Family& family) {
            return may_have(kind, family, strangers) && has_chains_of_ours(kind, family.family);
        });
        if (!found) continue;
        sink.report(diag::make(diag::Code::kOtherBackend, Span{}, name, "chains `rulec-...`")
                        .help(fmt::format("once the new rules are in force, remove them: an empty file with "
                                          "`rulec apply --backend {}` does it",
                                          name)));
    }
}

} // namespace rulec::cli
