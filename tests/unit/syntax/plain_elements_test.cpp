// SPDX-License-Identifier: GPL-2.0-or-later
// The bulk scanner against the grammar: what it accepts is what the grammar makes of the same text, to the octet.
#include "compiler/syntax/parse.h"
#include "compiler/syntax/plain_elements.h"
#include "compiler/syntax/print_ast.h"

#include <random>
#include <string>
#include <vector>

#include <doctest/doctest.h>
#include <fmt/format.h>

using namespace rulec;

namespace {

using Random = std::mt19937;

std::string pick(Random& random, const std::vector<std::string>& from) {
    return from[std::uniform_int_distribution<std::size_t>(0, from.size() - 1)(random)];
}

bool one_in(Random& random, unsigned n) {
    return std::uniform_int_distribution<unsigned>(1, n)(random) == 1;
}

const std::vector<std::string> kPlain = {"10.0.0.1",
                                         "1.2.3.4/24",
                                         "10.0.0.1-10.0.0.9",
                                         "22",
                                         "1-65535",
                                         "0x1f",
                                         "007",
                                         "2001:db8::1",
                                         "fe80::/64",
                                         "::",
                                         "::1-::ff",
                                         "::ffff:1.2.3.4",
                                         "ssh",
                                         "eth0.1",
                                         "00:11:22:33:44:55",
                                         "10.0.0.1 . 22",
                                         "ssh . 1.2.3.0/24 . 5-6",
                                         "22 : accept",
                                         "1.1.1.1 : jump web",
                                         "5 : 10.0.0.1 . 80",
                                         "1-2 : drop",
                                         "8.8.8.8 : 1-2",
                                         "established",
                                         "a-b",
                                         "08:00:27:aa:bb:cc . 1"};
const std::vector<std::string> kOther = {"\"eth0\"",
                                         "1.2.3.4 timeout 1h",
                                         "$x",
                                         "*",
                                         "1.2.3.4 comment \"a\"",
                                         "22:accept",
                                         "1h30m",
                                         "1:2",
                                         "eth*",
                                         "[::1]",
                                         "1 counter",
                                         "(1)",
                                         "1 & 2",
                                         "@s",
                                         "{ 1, 2 }",
                                         "1.2.3.4/24-1.2.3.5",
                                         "1.2.3.4 : queue",
                                         "1.2.3",
                                         "1.2.3.4.5",
                                         "1..2",
                                         "1.2.3.4567",
                                         "99999.1.1.1",
                                         "1 : 2 : 3",
                                         "accept",
                                         "tcp",
                                         "ip",
                                         "timeout",
                                         "1 . ",
                                         "1/24/24",
                                         "1-2-3",
                                         "- 1",
                                         "\x80",
                                         "1\\\n",
                                         "1 \\\n. 2"};
const std::vector<std::string> kSeparators = {", ",    ",",   ",\n", " ,\n\t", "\n,", ", # a, b }\n",
                                              ",\r\n", ", ,", ",,",  "; ",     "\n"};

// As written, with places: two trees that print the same stand for the same.
std::string tree_of(ast::Element element) {
    std::string text;
    syntax::AstPrinter printer(text);
    const auto span = [](Span s) { return fmt::format("[{},{})", s.begin, s.end); };
    std::string places = span(element.span) + span(element.key.span);
    if (element.data) places += span(element.data->span);
    ast::Item item{element.span, ast::ElementsChunk{}};
    std::get<ast::ElementsChunk>(item.node).elements.push_back(std::move(element));
    printer.consume(std::move(item));
    return places + " " + text;
}

std::vector<std::string> trees_of(std::vector<ast::Element> elements) {
    std::vector<std::string> trees;
    for (ast::Element& element : elements)
        trees.push_back(tree_of(std::move(element)));
    return trees;
}

struct Collector final : syntax::Consumer {
    std::vector<ast::Element> elements;
    std::size_t plain = 0;
    void consume(ast::Item item) override {
        if (auto* chunk = std::get_if<ast::ElementsChunk>(&item.node)) {
            for (ast::Element& element : chunk->elements)
                elements.push_back(std::move(element));
        }
        if (auto* run = std::get_if<ast::PlainElements>(&item.node)) {
            for (ast::Element& element : syntax::as_elements(*run)) {
                elements.push_back(std::move(element));
                ++plain;
            }
        }
    }
};

struct Scanned {
    std::vector<std::string> trees;
    std::uint32_t end = 0;
};
Scanned scan(std::string_view text) {
    Scanned scanned;
    scanned.end = syntax::scan_plain_elements({FileId{0}, text, syntax::ListForm::braces}, 0,
                                              [&](const ast::PlainElements& run) {
                                                  for (std::string& tree : trees_of(syntax::as_elements(run)))
                                                      scanned.trees.push_back(std::move(tree));
                                              });
    return scanned;
}

// Only the grammar reads the first elements of a list when many tokens follow.
std::vector<std::string> by_grammar(std::string text, std::size_t count) {
    text += ", ";
    for (int i = 0; i < 200; ++i)
        text += "1, ";
    SourceManager sources;
    const FileId file = sources.add("list", text);
    diag::Sink sink;
    Collector collector;
    syntax::parse(sources, file, syntax::Block::elements, collector, sink);
    std::vector<std::string> trees = trees_of(std::move(collector.elements));
    trees.resize(std::min(trees.size(), count));
    return trees;
}

std::string random_list(Random& random) {
    std::string text;
    for (int i = 0; i < 8; ++i) {
        text += one_in(random, 6) ? pick(random, kOther) : pick(random, kPlain);
        text += one_in(random, 3) ? pick(random, kSeparators) : ", ";
    }
    if (one_in(random, 3)) { // damage
        const auto at = std::uniform_int_distribution<std::size_t>(0, text.size() - 1)(random);
        static const std::string kNoise = "0159aAfF.:/-, \n#}{\"\\x@$*\t\r";
        text[at] = kNoise[std::uniform_int_distribution<std::size_t>(0, kNoise.size() - 1)(random)];
    }
    return text + (one_in(random, 2) ? "1 }" : "");
}

} // namespace

TEST_CASE("the scanner takes only what the grammar takes, with the same result") {
    Random random(1);
    std::size_t taken = 0;
    for (int round = 0; round < 20000; ++round) {
        const std::string text = random_list(random);
        const Scanned scanned = scan(text);
        CAPTURE(text);
        if (scanned.trees.empty()) {
            CHECK(scanned.end == 0);
            continue;
        }
        taken += scanned.trees.size();
        REQUIRE(scanned.trees == by_grammar(text.substr(0, scanned.end), scanned.trees.size()));
    }
    CHECK(taken > 20000); // it is no test if nothing is plain
}

TEST_CASE("a long list is the same whoever reads its parts") {
    Random random(2);
    for (int round = 0; round < 20; ++round) {
        std::vector<std::string> written;
        std::string text;
        for (int i = 0; i < 2000; ++i) {
            written.push_back(one_in(random, 300) ? kOther[static_cast<std::size_t>(i) % 5] : pick(random, kPlain));
            text += written.back() + (one_in(random, 2) ? ", " : ",\n  ");
        }
        SourceManager sources;
        const FileId file = sources.add("list", text);
        diag::Sink sink;
        Collector collector;
        syntax::parse(sources, file, syntax::Block::elements, collector, sink);
        CHECK(sink.error_count() == 0);
        CHECK(collector.plain > 500);
        REQUIRE(collector.elements.size() == written.size());
        for (std::size_t i = 0; i < written.size(); ++i)
            CHECK(sources.text(collector.elements[i].span) == written[i]);
    }
}

TEST_CASE("mistakes behind plain elements are told where they stand") {
    std::string text = "table t { set s { type mark; elements = {\n";
    for (int i = 0; i < 5000; ++i)
        text += std::to_string(i) + ",\n";
    text += "5000 5001,\n";
    for (int i = 0; i < 5000; ++i)
        text += std::to_string(i) + ",\n";
    text += "} } }";
    SourceManager sources;
    const FileId file = sources.add("list", text);
    diag::Sink sink;
    Collector collector;
    syntax::parse(sources, file, syntax::Block::top, collector, sink);
    REQUIRE(sink.error_count() == 1);
    CHECK(sources.line_column(sink.all()[0].primary.span).line == 5002);
    CHECK(collector.elements.size() == 10000);
}
