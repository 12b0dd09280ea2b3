// SPDX-License-Identifier: GPL-2.0-or-later
// Batches beyond the default buffers. A network namespace without real root cannot have them: there the refusal has
// to name the limit.
#include "tests/kernel/isolation.h"
#include "tests/kernel/programs.h"

#include <doctest/doctest.h>
#include <linux/netfilter.h>
#include <linux/netfilter/nf_tables.h>

using namespace rulec;
using namespace rulec::nft;
using rulec::test::e;

namespace {

const TableRef kTable{NFPROTO_INET, "t"};

Program many_rules(std::uint32_t count) {
    Program program{{test::table(NFPROTO_INET, "t"), test::plain_chain(kTable, "c")}};
    for (std::uint32_t i = 0; i < count; ++i)
        program.messages.emplace_back(test::rule(
            kTable, "c",
            {e(MetaLoad{NFT_META_NFPROTO, 1}), e(Compare{1, NFT_CMP_EQ, big_endian(NFPROTO_IPV4, 1)}),
             e(PayloadLoad{NFT_PAYLOAD_NETWORK_HEADER, 12, 4, 1}), e(Compare{1, NFT_CMP_EQ, big_endian(i, 4)}),
             e(Counter{}), e(Immediate{0, Verdict{NF_ACCEPT, {}}})}));
    return program;
}

Program many_elements(std::uint32_t count) {
    NewSet set;
    set.table = kTable;
    set.name = "s";
    set.id = 1;
    set.key_type = 7;
    set.key_len = 4;
    set.size = count;
    NewElements elements;
    elements.table = kTable;
    elements.set = "s";
    elements.set_id = 1;
    elements.key_len = 4;
    elements.count = count;
    for (std::uint32_t i = 0; i < count; ++i)
        elements.keys += big_endian(0x0a000000 + i, 4);
    return {{test::table(NFPROTO_INET, "t"), set, std::move(elements)}};
}

// Sends it, or checks the refusal where the buffer cannot be had. True if it is in the kernel.
bool sent(const Program& program) {
    test::flush_ruleset();
    if (test::has_real_root()) {
        const auto answer = test::send(program);
        CHECK_MESSAGE(answer.errors.empty(), test::text(answer));
        return answer.errors.empty();
    }
    const Batch batch = encode(program);
    auto connection = kernel::Connection::open();
    REQUIRE(connection.has_value());
    const auto answer = kernel::commit(*connection, {.messages = batch.messages(), .generation = {}});
    REQUIRE(!answer.has_value());
    CHECK(answer.error().code == EMSGSIZE);
    CHECK(answer.error().what.find("net.core.wmem_max") != std::string::npos);
    return false;
}

} // namespace

TEST_CASE("100,000 rules in one transaction") {
    if (!sent(many_rules(100000))) return;
    CHECK(test::run("nft list ruleset | grep -c 'counter packets'").output == "100000\n");
    test::flush_ruleset();
}

TEST_CASE("a million elements in one transaction") {
    if (!sent(many_elements(1000000))) return;
    // Whether the last one of a message and the first one of the next got through is what chunking gets wrong.
    CHECK(test::run("nft list set inet t s | tr ',' '\\n' | grep -c '10\\.'").output == "1000000\n");
    test::flush_ruleset();
}
