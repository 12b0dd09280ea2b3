// SPDX-License-Identifier: GPL-2.0-or-later
#include "compiler/syntax/plain_elements.h"
#include "grammar/fast_rules.h"
#include "grammar/table_lexer.h"

#include <array>
#include <optional>

namespace rulec::syntax {
namespace {

using ast::LiteralKind;
using ast::PlainWord;
using grammar::Rules;
using grammar::Token;
using Role = ast::PlainWord::Role;

constexpr std::size_t kChunkWords = 8192;
constexpr std::uint32_t kMaxWord = 0xffff; // PlainWord::len

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

// Behind these no literal goes on, whatever they are followed by.
constexpr std::array<bool, 256> kEndsLiteral = [] {
    std::array<bool, 256> table{};
    for (const unsigned char c : {' ', '\t', '\r', '\n', ',', '}', '/', '-', '#'})
        table[c] = true;
    return table;
}();

std::optional<LiteralKind> literal_kind(std::int32_t type) {
    switch (type) {
    case Rules::NUMBER: return LiteralKind::number;
    case Rules::HEXNUMBER: return LiteralKind::hex;
    case Rules::ADDRESS4: return LiteralKind::address4;
    case Rules::ADDRESS6: return LiteralKind::address6;
    case Rules::MAC: return LiteralKind::mac;
    case Rules::WORD: return LiteralKind::word;
    default: return std::nullopt;
    }
}

class Scanner {
  public:
    Scanner(const ListText& list, std::uint32_t from)
        : text_(list.text), lines_(list.form == ListForm::lines), at_(from) {}

    // Appends the words of one element if it is plain and if the list goes on or ends behind it. Leaves the place
    // behind the separator.
    bool element(std::vector<PlainWord>& words) {
        next();
        while (lines_ && token_.type == Rules::NEWLINE)
            next();
        if (!chain(words, Role::key)) return false;
        if (token_.type == Rules::COLON && !data(words)) return false;
        end_ = words.back().begin + words.back().len;
        if (lines_) return goes_on() || token_.type == grammar::kEndOfText;
        while (token_.type == Rules::NEWLINE)
            next();
        return goes_on() || token_.type == Rules::RBRACE;
    }
    bool goes_on() const { return token_.type == Rules::COMMA || (lines_ && token_.type == Rules::NEWLINE); }
    std::uint32_t element_end() const { return end_; }
    void skip_newlines() {
        while (at_ < text_.size() && (text_[at_] == ' ' || text_[at_] == '\t' || text_[at_] == '\n'))
            ++at_;
    }

  private:
    // ---- tokens: the lexer's, the commonest recognised without its table

    void next() {
        skip_blanks();
        if (at_ < text_.size()) {
            const char c = text_[at_];
            if (c == ',') return token(1, Rules::COMMA);
            if (c == '\n') return token(1, Rules::NEWLINE);
            const bool blank_behind = at_ + 1 < text_.size() && text_[at_ + 1] == ' ';
            if (c == ':' && blank_behind) return token(1, Rules::COLON);
            if (c == '.' && blank_behind) return token(1, Rules::DOT);
            if (is_digit(c) && numeric()) return;
        }
        token_ = grammar::lex(text_, at_);
        at_ = token_.end();
    }

    void skip_blanks() {
        while (at_ < text_.size() && (text_[at_] == ' ' || text_[at_] == '\t'))
            ++at_;
    }

    void token(std::uint32_t len, std::int32_t type) {
        token_ = {at_, len, type};
        at_ += len;
    }

    // A decimal number or four groups of up to three digits, if what follows leaves no doubt.
    bool numeric() {
        const char* const begin = text_.data() + at_;
        const char* const end = text_.data() + text_.size();
        const char* p = begin;
        unsigned groups = 1;
        bool short_groups = true;
        for (;;) {
            const char* const group = p;
            while (p != end && is_digit(*p))
                ++p;
            if (p == group) return false;
            short_groups = short_groups && p - group <= 3;
            if (p == end || *p != '.' || groups == 4) break;
            ++groups;
            ++p;
        }
        if (p == end || !kEndsLiteral[static_cast<unsigned char>(*p)]) return false;
        if (groups != 1 && (groups != 4 || !short_groups)) return false;
        token(static_cast<std::uint32_t>(p - begin), groups == 1 ? Rules::NUMBER : Rules::ADDRESS4);
        return true;
    }

    // ---- element : chain (COLON (verdict | chain))?

    bool chain(std::vector<PlainWord>& words, Role role) {
        if (!part(words, role)) return false;
        while (token_.type == Rules::DOT) {
            next();
            if (!part(words, Role::next_part)) return false;
        }
        return true;
    }

    bool part(std::vector<PlainWord>& words, Role role) {
        if (!literal(words, role)) return false;
        if (token_.type == Rules::SLASH) {
            next();
            return token_.type == Rules::NUMBER && literal(words, Role::prefix_len);
        }
        if (token_.type != Rules::DASH) return true;
        next();
        return literal(words, Role::range_end);
    }

    bool literal(std::vector<PlainWord>& words, Role role) {
        const auto kind = literal_kind(token_.type);
        return kind && take(words, role, *kind);
    }

    bool take(std::vector<PlainWord>& words, Role role, LiteralKind kind) {
        if (token_.len > kMaxWord) return false;
        words.push_back({token_.begin, static_cast<std::uint16_t>(token_.len), kind, role});
        next();
        return true;
    }

    bool data(std::vector<PlainWord>& words) {
        next();
        switch (token_.type) {
        case Rules::K_ACCEPT:
        case Rules::K_DROP:
        case Rules::K_CONTINUE:
        case Rules::K_RETURN: return take(words, Role::verdict, LiteralKind::word);
        case Rules::K_JUMP:
        case Rules::K_GOTO:
            return take(words, Role::verdict, LiteralKind::word) && token_.type == Rules::WORD &&
                   literal(words, Role::chain);
        default: return chain(words, Role::data);
        }
    }

    std::string_view text_;
    bool lines_;
    std::uint32_t at_;      // behind token_
    std::uint32_t end_ = 0; // of the last element
    Token token_{};
};

} // namespace

std::uint32_t scan_plain_elements(const ListText& list, std::uint32_t from,
                                  const std::function<void(ast::PlainElements)>& deliver) {
    Scanner scanner(list, from);
    const ast::PlainElements empty{list.file, list.text, {}};
    ast::PlainElements chunk = empty;
    std::uint32_t end = from;
    for (bool more = true; more;) {
        const std::size_t before = chunk.words.size();
        if (before == 0) chunk.words.reserve(kChunkWords + 64);
        if (!scanner.element(chunk.words)) {
            chunk.words.resize(before);
            break;
        }
        end = scanner.element_end();
        more = scanner.goes_on();
        scanner.skip_newlines();
        if (chunk.words.size() >= kChunkWords) deliver(std::exchange(chunk, empty));
    }
    if (!chunk.words.empty()) deliver(std::move(chunk));
    return end;
}

} // namespace rulec::syntax
