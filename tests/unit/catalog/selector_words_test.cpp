// SPDX-License-Identifier: GPL-2.0-or-later
#include "compiler/catalog/field.h"
#include "compiler/catalog/selector_words.h"

#include <map>

#include <doctest/doctest.h>

using namespace rulec::catalog;

namespace {

// The same question, answered from the rows without the index.
std::map<std::string_view, WordClass> words_of_rows() {
    std::map<std::string_view, WordClass> words;
    for (const Header& header : all_headers()) {
        if (header.kind == HeaderKind::payload || header.kind == HeaderKind::exthdr)
            words[header.name] = WordClass::header;
        for (const Field& field : header.fields)
            if (field.unqualified) words[field.name] = WordClass::key;
    }
    words.erase("rt"); // a token of the grammar
    return words;
}

} // namespace

TEST_CASE("the index of words equals the rows") {
    const auto words = words_of_rows();
    CHECK(words.size() > 40);
    for (const auto& [word, expected] : words) {
        CAPTURE(word);
        CHECK(word_class(word) == expected);
    }
}

TEST_CASE("names of fields and headers that begin no selector are plain") {
    const auto words = words_of_rows();
    for (const Header& header : all_headers()) {
        if (!words.contains(header.name)) CHECK(word_class(header.name) == WordClass::plain);
        for (const Field& field : header.fields)
            if (!words.contains(field.name)) CHECK(word_class(field.name) == WordClass::plain);
    }
}

TEST_CASE("samples") {
    CHECK(word_class("tcp") == WordClass::header);
    CHECK(word_class("th") == WordClass::header);
    CHECK(word_class("frag") == WordClass::header);
    CHECK(word_class("iifname") == WordClass::key);
    CHECK(word_class("mark") == WordClass::key);
    CHECK(word_class("l4proto") == WordClass::plain);
    CHECK(word_class("meta") == WordClass::plain);
    CHECK(word_class("accept") == WordClass::plain);
    CHECK(word_class("") == WordClass::plain);
}
