// SPDX-License-Identifier: GPL-2.0-or-later
// Rules with what they imply ("+"), beside what `nft --debug=netlink` sends for the same text.
#include "compiler/ir/build.h"
#include "compiler/ir/print.h"
#include "compiler/sema/analyze.h"

#include <sstream>

#include <doctest/doctest.h>
#include <fmt/format.h>

using namespace rulec;

namespace {

// The statements of the one rule, joined by "; ".
std::string statements(std::string_view family, std::string_view rule) {
    SourceManager sources;
    diag::Sink sink;
    const FileId file = sources.add("test", fmt::format("table {} t {{\n chain c {{ {}\n }}\n}}\n", family, rule));
    auto model = sema::analyze(sources, file, {}, sink);
    const ir::Ruleset ir = ir::build(std::move(model), sink);
    REQUIRE_FALSE(sink.failed());
    std::istringstream shown(ir::print(ir));
    std::string text;
    for (std::string line; std::getline(shown, line);) {
        const std::size_t at = line.find_first_not_of(' ');
        const bool statement = at == 6 || (at != std::string::npos && line[at] == '+');
        if (statement) text += (text.empty() ? "" : "; ") + line.substr(at);
    }
    return text;
}

} // namespace

TEST_CASE("tests that a field needs stand before it, marked") {
    CHECK(statements("inet", "ip saddr 1.1.1.1 tcp dport 22 accept") ==
          "+ meta.nfproto == ipv4; ip.saddr == 1.1.1.1; + meta.l4proto == 6; tcp.dport == 22; accept");
    CHECK(statements("ip", "tcp dport 22") == "+ meta.l4proto == 6; tcp.dport == 22");
}

TEST_CASE("what the rule says is not implied again") {
    CHECK(statements("inet", "meta nfproto ipv4 meta l4proto tcp ip saddr 1.1.1.1 tcp dport 22").find('+') ==
          std::string::npos);
}

TEST_CASE("what extension headers and IP options need opens the rule, and is read from the frame in a bridge") {
    CHECK(statements("inet", "meta mark 1 frag id 5") == "+ meta.nfproto == ipv6; meta.mark == 0x1; frag.id == 5");
    CHECK(statements("bridge", "meta mark 1 frag id 5").starts_with("+ ether.type == ip6; meta.mark"));
    CHECK(statements("bridge", "ip option rr exists").starts_with("+ ether.type == ip; "));
    CHECK(statements("netdev", "meta mark 1 frag id 5").starts_with("+ meta.protocol == ip6; meta.mark"));
    CHECK(statements("inet", "ip6 saddr ::1 frag id 5") == "+ meta.nfproto == ipv6; ip6.saddr == ::1; frag.id == 5");
}

TEST_CASE("the protocol of every packet of the table is tested only where nothing follows") {
    CHECK(statements("ip6", "meta protocol ip6 accept") == "accept");
    CHECK(statements("ip", "tcp dport 22 meta protocol { ip } accept") ==
          "+ meta.l4proto == 6; tcp.dport == 22; accept");
    CHECK(statements("ip6", "meta protocol ip6") == "meta.protocol == ip6");
    CHECK(statements("ip6", "meta protocol ip accept") == "meta.protocol == ip; accept");
    CHECK(statements("ip6", "meta protocol != ip6 accept") == "meta.protocol != ip6; accept");
    CHECK(statements("inet", "meta protocol ip6 accept") == "meta.protocol == ip6; accept");
}
