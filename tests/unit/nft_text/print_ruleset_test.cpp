// SPDX-License-Identifier: GPL-2.0-or-later
// What a model from a kernel may hold and no text can say; names of hosts; state. What files can say is tested by the
// golden cases (.nft) and against stock nft (tests/oracle, tests/conformance).
#include "backend/nft_text/print_ruleset.h"

#include <doctest/doctest.h>

using namespace rulec;

namespace {

model::Value field(std::string_view name) {
    model::FieldLoad load;
    load.header = catalog::find_header(catalog::HeaderKind::meta, "meta");
    load.field = catalog::find_field(*load.header, name);
    return {&catalog::type(load.field->type), load.field->bit_len, load.field->order, {}, load};
}

model::Match equal(model::Value lhs, std::uint64_t number) {
    Bytes octets = big_endian(number, lhs.byte_len());
    return {std::move(lhs), model::MatchOp::eq, model::Constant{std::move(octets)}};
}

// One rule in `table ip t`, chain `c`.
template <class... Statements>
model::Ruleset one_rule(Statements... statements) {
    model::Rule rule{};
    (rule.statements.push_back({{}, std::move(statements)}), ...);
    model::Chain chain{};
    chain.name = "c";
    chain.rules.push_back(std::move(rule));
    model::Table table{};
    table.family = catalog::Family::ip;
    table.name = "t";
    table.chains.push_back(std::move(chain));
    model::Ruleset ruleset;
    ruleset.tables.push_back(std::move(table));
    return ruleset;
}

struct Printed {
    std::string text;
    std::size_t errors;
};
Printed print(const model::Ruleset& ruleset, nft_text::Options options = {}) {
    diag::Sink sink;
    std::string text = nft_text::print_ruleset(ruleset, options, sink);
    for (const diag::Diagnostic& one : sink.all())
        CHECK(one.code == diag::Code::kNotWritable);
    return {std::move(text), sink.error_count()};
}

bool has(const Printed& printed, std::string_view line) {
    return printed.errors == 0 && printed.text.find("\t\t" + std::string(line) + "\n") != std::string::npos;
}

} // namespace

TEST_CASE("numbers that stand for names get the names, others stay numbers") {
    model::Ruleset ruleset = one_rule(equal(field("iif"), 7), equal(field("skuid"), 7));
    ruleset.host_names.add(model::HostNames::Kind::interface_index, 7, "wan0");
    CHECK(has(print(ruleset), "iif \"wan0\" meta skuid 7"));
}

TEST_CASE("state is shown where there is any and the caller wants it") {
    const model::Ruleset counted = one_rule(model::Action(model::Counter{5, 300}));
    CHECK(has(print(counted), "counter packets 5 bytes 300"));
    CHECK(has(print(counted, {.stateful = false}), "counter"));
    CHECK(has(print(one_rule(model::Action(model::Counter{}))), "counter"));
    CHECK(has(print(one_rule(model::Action(model::Quota{1024, 2048, true}))), "quota over 1 kbytes used 2 kbytes"));
}

TEST_CASE("what no text can say is an error") {
    model::Ruleset quoted = one_rule(model::Action(model::Notrack{}));
    quoted.tables[0].chains[0].rules[0].comment = "say \"no\"";
    CHECK(print(quoted).errors == 1);

    model::Ruleset named = one_rule(model::Action(model::Notrack{}));
    named.tables[0].chains[0].name = "two words";
    CHECK(print(named).errors == 1);
    named.tables[0].chains[0].name = "1st";
    CHECK(print(named).errors == 1);
    named.tables[0].chains[0].name = "";
    CHECK(print(named).errors == 1);

    model::Log log;
    log.prefix = "costs $x: "; // nft would look for a variable
    CHECK(print(one_rule(model::Action(log))).errors == 1);
}

TEST_CASE("tables that are only removed, and the whole ruleset") {
    model::Ruleset ruleset;
    ruleset.flush_ruleset = true;
    ruleset.removed_tables.emplace_back(catalog::Family::ip6, "old");
    CHECK(print(ruleset).text == "flush ruleset\ntable ip6 old\ndelete table ip6 old\n");
}
