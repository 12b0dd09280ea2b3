// SPDX-License-Identifier: GPL-2.0-or-later
#include "tests/fuzz/mutate.h"

#include <array>
#include <cctype>

namespace rulec::test {
namespace {

constexpr std::size_t kLongestText = 8192; // keeps a run short; long inputs have a test of their own

constexpr auto kExtremes = std::to_array<std::string_view>({
    "0",
    "1",
    "-1",
    "127",
    "128",
    "255",
    "256",
    "65535",
    "65536",
    "2147483648",
    "4294967295",
    "4294967296",
    "18446744073709551615",
    "18446744073709551616",
    "0x0",
    "0xffffffff",
    "0x1ffffffff",
    "340282366920938463463374607431768211456",
    "0.0.0.0",
    "255.255.255.255",
    "::",
    "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff",
    "0/0",
    "1-0",
    "::/0",
    "584942417355y",
    "1s",
});
constexpr auto kSigns = std::to_array<std::string_view>({
    "{",          "}",
    "(",          ")",
    ",",          ";",
    ":",          ".",
    "-",          "/",
    "!=",         "==",
    "<",          ">=",
    "!",          "&",
    "|",          "^",
    "<<",         ">>",
    "@",          "$",
    "\"",         "*",
    "\n",         "#",
    "\\\n",       " vmap ",
    " map ",      " set ",
    " and ",      " or ",
    " accept ",   " jump ",
    " { 1, 2 } ", " @s ",
    " counter ",  " timeout 1s ",
});

using Words = std::vector<std::string>;

bool is_blank(std::string_view word) {
    return word.find_first_not_of(" \t\n") == word.npos;
}

bool is_word_char(char c) {
    return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_';
}

// The place of a word that is no white space, if a few tries find one.
std::size_t pick(const Words& words, Random& random) {
    std::size_t at = 0;
    for (int tries = 0; tries < 8; ++tries) {
        at = random.below(words.size());
        if (!is_blank(words[at])) break;
    }
    return at;
}

std::string foreign_word(const std::vector<std::string>& seeds, Random& random) {
    const auto words = split_words(seeds[random.below(seeds.size())]);
    return words.empty() ? "" : std::string(words[random.below(words.size())]);
}

void drop(Words& words, Random& random) {
    const std::size_t at = pick(words, random);
    const std::size_t count = std::min(words.size() - at, 1 + random.below(4));
    words.erase(words.begin() + static_cast<std::ptrdiff_t>(at),
                words.begin() + static_cast<std::ptrdiff_t>(at + count));
}

void repeat(Words& words, Random& random) {
    const std::size_t at = random.below(words.size());
    const std::size_t count = std::min(words.size() - at, 1 + random.below(12));
    const Words copy(words.begin() + static_cast<std::ptrdiff_t>(at),
                     words.begin() + static_cast<std::ptrdiff_t>(at + count));
    words.insert(words.begin() + static_cast<std::ptrdiff_t>(random.below(words.size())), copy.begin(), copy.end());
}

void flip_octets(std::string& text, Random& random) {
    for (std::size_t n = 1 + random.below(4); n != 0 && !text.empty(); --n) {
        text[random.below(text.size())] = static_cast<char>(random.next());
    }
}

void mutate_words(Words& words, const std::vector<std::string>& seeds, Random& random) {
    std::string& word = words[pick(words, random)];
    switch (random.below(7)) {
    case 0: return drop(words, random);
    case 1: return repeat(words, random);
    case 2: return std::swap(word, words[pick(words, random)]);
    case 3: word = kExtremes[random.below(kExtremes.size())]; return;
    case 4: word = kSigns[random.below(kSigns.size())]; return;
    case 5: word = words[pick(words, random)]; return;
    default: word = foreign_word(seeds, random); return;
    }
}

// The head of one text, the tail of another.
std::string splice(const std::string& head, const std::string& tail, Random& random) {
    return head.substr(0, random.below(head.size() + 1)) + tail.substr(random.below(tail.size() + 1));
}

std::string joined(const Words& words) {
    std::string text;
    for (const std::string& word : words)
        text += word;
    return text;
}

} // namespace

std::uint64_t Random::next() {
    std::uint64_t z = state_ += 0x9e3779b97f4a7c15;
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
    z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
    return z ^ (z >> 31);
}

std::vector<std::string_view> split_words(std::string_view text) {
    std::vector<std::string_view> words;
    while (!text.empty()) {
        std::size_t len = 1;
        if (is_word_char(text[0])) {
            while (len < text.size() && is_word_char(text[len]))
                ++len;
        } else if (text[0] == ' ' || text[0] == '\t') {
            while (len < text.size() && (text[len] == ' ' || text[len] == '\t'))
                ++len;
        }
        words.push_back(text.substr(0, len));
        text.remove_prefix(len);
    }
    return words;
}

std::string mutate(const std::vector<std::string>& seeds, std::size_t of, Random& random) {
    std::string text = seeds[of];
    if (random.below(8) == 0) text = splice(text, seeds[random.below(seeds.size())], random);
    const auto views = split_words(text);
    Words words(views.begin(), views.end());
    for (std::size_t n = 1 + random.below(3); n != 0 && !words.empty(); --n)
        mutate_words(words, seeds, random);
    text = joined(words);
    if (random.below(8) == 0) flip_octets(text, random);
    if (random.below(16) == 0) text.resize(random.below(text.size() + 1));
    if (text.size() > kLongestText) text.resize(kLongestText);
    return text;
}

} // namespace rulec::test
