// SPDX-License-Identifier: GPL-2.0-or-later
// The promises, for every ruleset at hand. tests/fuzz asks the same of damaged ones, tests/conformance the kernel.
#include "tests/unit/fmt/promises.h"

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>

#include <doctest/doctest.h>

namespace fs = std::filesystem;
using rulec::test::broken_promise;

namespace {

std::string read(const fs::path& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

std::string in_crlf(const std::string& text) {
    std::string out;
    for (const char c : text)
        out += c == '\n' ? std::string("\r\n") : std::string(1, c);
    return out;
}

// Recorded rulesets that are not part of this repository; tests/conformance/README.md says more.
fs::path corpora() {
    const char* named = std::getenv("RULEC_CONFORMANCE");
    return fs::path(named != nullptr ? named : RULEC_SOURCE "/../shared/conformance") / "public";
}

} // namespace

TEST_CASE("the promises are kept for every case and example") {
    std::size_t count = 0;
    for (const char* folder : {"tests/cases", "examples"}) {
        for (const fs::directory_entry& entry : fs::recursive_directory_iterator(fs::path(RULEC_SOURCE) / folder)) {
            if (entry.path().extension() != ".rules") continue;
            INFO(entry.path().string());
            const std::string text = read(entry.path());
            CHECK(broken_promise(text) == "");
            if (rulec::test::parses(text) && text.find('\r') == std::string::npos) {
                ++count;
                CHECK(rulec::test::formatted(in_crlf(text)) == rulec::test::formatted(text));
            }
        }
    }
    CHECK(count > 60);
}

TEST_CASE("the promises are kept for lists that the parser scans in bulk") {
    for (const char* separator : {",", " , ", ",\n", ", # c\n", "\n,"}) {
        std::string list;
        for (int i = 0; i < 3000; ++i) {
            list += list.empty() ? "" : separator;
            list += i % 7 == 0 ? "10.0.0.0 / " + std::to_string(i % 33)
                               : "10." + std::to_string(i % 256) + ".0.1 - 11.0.0.1";
        }
        for (const std::string& text : {"define x = {" + list + "}", "define x = {\n" + list + "\n}",
                                        "table t { set s { type ipv4_addr; elements = {" + list + ",} } }"}) {
            CAPTURE(separator);
            CHECK(rulec::test::parses(text));
            CHECK(broken_promise(text) == "");
        }
    }
}

TEST_CASE("the promises are kept for every ruleset of the corpora" * doctest::skip(!fs::exists(corpora()))) {
    std::size_t count = 0;
    for (const fs::directory_entry& corpus : fs::directory_iterator(corpora())) {
        std::ifstream lines(corpus.path());
        for (std::string line; std::getline(lines, line);) {
            const auto record = nlohmann::json::parse(line, nullptr, false);
            if (!record.contains("text")) continue;
            INFO(record.value("id", ""));
            const auto text = record["text"].get<std::string>();
            CHECK(broken_promise(text) == "");
            count += rulec::test::parses(text) ? 1 : 0;
        }
    }
    MESSAGE(count, " rulesets");
}
