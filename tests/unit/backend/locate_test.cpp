// SPDX-License-Identifier: GPL-2.0-or-later
#include "backend/nft/encode.h"
#include "backend/nft/locate.h"
#include "tests/unit/backend/samples.h"

#include <doctest/doctest.h>

using namespace rulec;
using namespace rulec::nft;

namespace {

// Two rules whose expressions have the spans 10, 20, ...
Program two_rules() {
    NewRule rule;
    rule.table = {1, "t"};
    rule.chain = "input";
    rule.span = {FileId{0}, 5, 90};
    std::uint32_t begin = 10;
    for (const auto& sample : test::expression_samples()) {
        rule.expressions.push_back(sample.expression);
        rule.expressions.back().span = {FileId{0}, begin, begin + 5};
        begin += 10;
    }
    return {{rule, rule}};
}

} // namespace

TEST_CASE("every octet of an expression leads to it") {
    const Program program = two_rules();
    const auto& rule = std::get<NewRule>(program.messages[1]);
    const Batch batch = encode(program);
    const auto sent = batch.message(2);
    std::size_t next = 0; // expressions are met in their order
    for (std::uint32_t offset = 0; offset < sent.size(); ++offset) {
        const auto place = locate(program, batch, 2, offset);
        REQUIRE(place);
        CHECK(place->what == "rule in chain input");
        if (place->expression.empty()) {
            CHECK(place->span == rule.span);
            continue;
        }
        const std::size_t index = (place->span.begin - 10) / 10;
        CHECK((index == next || index + 1 == next));
        next = index + 1;
    }
    CHECK(next == rule.expressions.size());
}

TEST_CASE("without an offset the place is the message") {
    const Program program = two_rules();
    const Batch batch = encode(program, 7);
    const auto place = locate(program, batch, 9, std::nullopt);
    REQUIRE(place);
    CHECK(place->index == 1);
    CHECK(place->span.begin == 5);
    CHECK(place->expression.empty());
    CHECK(!locate(program, batch, 7, std::nullopt)); // BATCH_BEGIN
    CHECK(!locate(program, batch, 10, std::nullopt));
}

TEST_CASE("offsets outside of the message do no harm") {
    const Program program = test::sample_program();
    const Batch batch = encode(program);
    for (std::uint32_t seq = 1; seq < batch.end_seq(); ++seq)
        for (const std::uint32_t offset : {0u, 3u, 17u, 100000u, 0xffffffffu})
            CHECK(locate(program, batch, seq, offset));
}

TEST_CASE("messages are described in the words of the field") {
    const Program program = test::sample_program();
    std::vector<std::string> words;
    for (const Message& message : program.messages)
        words.push_back(describe(message));
    CHECK(words == std::vector<std::string>{"table inet t", "removal of table inet t", "table inet t", "chain input",
                                            "unnamed chain", "object c", "object slow", "flowtable ft",
                                            "map verdicts", "elements of set verdicts", "rule in an unnamed chain",
                                            "rule in chain input"});
}
