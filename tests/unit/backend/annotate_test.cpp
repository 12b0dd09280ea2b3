// SPDX-License-Identifier: GPL-2.0-or-later
#include "backend/nft/annotate.h"
#include "backend/nft/encode.h"
#include "tests/unit/backend/samples.h"

#include <random>

#include <doctest/doctest.h>

using namespace rulec;
using namespace rulec::nft;

TEST_CASE("a batch is shown message by message with names and places") {
    SourceManager sources;
    const FileId file = sources.add("gateway.rules", "table inet t {\n chain c {\n  accept\n }\n}\n");
    NewRule rule;
    rule.table = {1, "t"};
    rule.chain = "c";
    rule.expressions = {{Immediate{0, Verdict{1, ""}}, {}}};
    rule.userdata = {0, 2, 'x', 0};
    rule.span = {file, 29, 35};
    const Program program{{rule}};
    CHECK(annotate(program, encode(program), sources) ==
          "BATCH_BEGIN seq 0 len 20 family unspec flags request\n"
          "NEWRULE seq 1 len 96 family inet flags request create append  # rule in chain c, gateway.rules:3\n"
          "  NFTA_RULE_TABLE \"t\"\n"
          "  NFTA_RULE_CHAIN \"c\"\n"
          "  NFTA_RULE_EXPRESSIONS\n"
          "    NFTA_LIST_ELEM\n"
          "      NFTA_EXPR_NAME \"immediate\"\n"
          "      NFTA_EXPR_DATA\n"
          "        NFTA_IMMEDIATE_DREG 00000000 (0)\n"
          "        NFTA_IMMEDIATE_DATA\n"
          "          NFTA_DATA_VERDICT\n"
          "            NFTA_VERDICT_CODE 00000001 (1)\n"
          "  NFTA_RULE_USERDATA 00027800\n"
          "BATCH_END seq 2 len 20 family unspec flags request\n");
}

TEST_CASE("every attribute that we send has a name") {
    Program program = test::sample_program();
    NewRule rule;
    rule.table = {1, "t"};
    rule.chain = "c";
    for (const auto& sample : test::expression_samples())
        rule.expressions.push_back(sample.expression);
    program.messages.emplace_back(rule);
    const std::string text = annotate(encode(program).octets());
    CHECK(text.find('!') == text.npos);
    // Only the two states of a timeout object have numbers instead, and the three attributes of somebody else's
    // match.
    std::size_t unnamed = 0;
    for (std::size_t at = text.find(" attribute "); at != text.npos; at = text.find(" attribute ", at + 1))
        ++unnamed;
    CHECK(unnamed == 5);
}

TEST_CASE("cut and garbled batches are shown as far as they go") {
    const auto whole = encode(test::sample_program()).octets();
    for (std::size_t len = 0; len < whole.size(); len += 7)
        CHECK(annotate(std::span(whole).first(len)).size() >= (len > 0 ? 1 : 0));
    std::mt19937 random(1);
    for (int round = 0; round < 2000; ++round) {
        auto garbled = whole;
        for (int i = 0; i < 8; ++i)
            garbled[random() % garbled.size()] = static_cast<unsigned char>(random());
        CHECK(!annotate(garbled).empty());
    }
}
