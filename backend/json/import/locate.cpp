// SPDX-License-Identifier: GPL-2.0-or-later
#include "backend/json/import/locate.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include <fmt/format.h>

namespace rulec::json {
namespace {

// Reads over JSON without judging it.
class Scanner {
  public:
    explicit Scanner(std::string_view text) : text_(text) {}

    std::size_t at() const { return at_; }
    char peek() {
        at_ = std::min(text_.find_first_not_of(" \t\r\n", at_), text_.size());
        return at_ < text_.size() ? text_[at_] : '\0';
    }
    void next() { at_ = std::min(at_ + 1, text_.size()); }

    std::string_view string() { // with its quotes
        const std::size_t begin = at_;
        for (++at_; at_ < text_.size() && text_[at_] != '"'; ++at_) {
            if (text_[at_] == '\\') ++at_;
        }
        at_ = std::min(at_ + 1, text_.size());
        return text_.substr(begin, at_ - begin);
    }

    void value() {
        std::size_t depth = 0;
        do {
            const char c = peek();
            if (c == '\0') return;
            if (c == '"')
                string();
            else if (c == '{' || c == '[')
                ++depth, next();
            else if (c == '}' || c == ']')
                depth -= depth > 0 ? 1 : 0, next();
            else if (c == ',' || c == ':')
                next();
            else
                at_ = std::min(text_.find_first_of(" \t\r\n,:]}", at_), text_.size());
        } while (depth > 0);
    }

  private:
    std::string_view text_;
    std::size_t at_ = 0;
};

bool is_key(std::string_view quoted, const std::string& key) {
    if (quoted.find('\\') == quoted.npos)
        return quoted.size() == key.size() + 2 && quoted.substr(1, key.size()) == key;
    const auto unescaped = nlohmann::json::parse(quoted, nullptr, false);
    return unescaped.is_string() && unescaped.get_ref<const std::string&>() == key;
}

bool enter_member(Scanner& scanner, const std::string& key) {
    if (scanner.peek() != '{') return false;
    scanner.next();
    while (scanner.peek() == '"') {
        const bool found = is_key(scanner.string(), key);
        if (scanner.peek() == ':') scanner.next();
        if (found) return true;
        scanner.value();
        if (scanner.peek() == ',') scanner.next();
    }
    return false;
}

bool enter_item(Scanner& scanner, std::size_t index) {
    if (scanner.peek() != '[') return false;
    scanner.next();
    for (; index > 0; --index) {
        scanner.value();
        if (scanner.peek() != ',') return false;
        scanner.next();
    }
    return true;
}

} // namespace

Extent locate(std::string_view text, const Path& path) {
    Scanner scanner(text);
    Scanner found = scanner;
    for (const Step& step : path) {
        const auto* key = std::get_if<std::string>(&step);
        if (!(key != nullptr ? enter_member(scanner, *key) : enter_item(scanner, std::get<std::size_t>(step)))) break;
        found = scanner;
    }
    found.peek();
    const std::size_t begin = found.at();
    found.value();
    return {begin, found.at()};
}

std::string pointer(const Path& path) {
    nlohmann::json::json_pointer all;
    for (const Step& step : path) {
        if (const auto* key = std::get_if<std::string>(&step))
            all /= *key;
        else
            all /= std::get<std::size_t>(step);
    }
    return all.to_string();
}

} // namespace rulec::json
