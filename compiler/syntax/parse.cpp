// SPDX-License-Identifier: GPL-2.0-or-later
// The driver: keeps the stack of blocks, hands one line after the other to the fast parser, builds its items, and
// finds its way back behind a mistake.
#include "compiler/syntax/parse.h"

#include "compiler/syntax/build_element.h"
#include "compiler/syntax/build_line.h"
#include "compiler/syntax/explain.h"
#include "compiler/syntax/plain_elements.h"
#include "compiler/syntax/recovery.h"
#include "compiler/syntax/statement_parser.h"
#include "compiler/syntax/token_buffer.h"
#include "grammar/table_lexer.h"

#include <algorithm>
#include <utility>

namespace rulec::syntax {
namespace {

constexpr std::size_t kChunk = 1024; // elements delivered at once

Entry entry_of(Block block) {
    switch (block) {
    case Block::top: return Entry::top_line;
    case Block::table: return Entry::table_line;
    case Block::chain: return Entry::chain_line;
    case Block::set:
    case Block::map: return Entry::set_line;
    case Block::elements: return Entry::element_line;
    case Block::flowtable: return Entry::flowtable_line;
    case Block::object: return Entry::object_line;
    case Block::list_file: return Entry::list_line;
    }
    return Entry::top_line;
}

Block block_of(ast::ObjectKind kind) {
    switch (kind) {
    case ast::ObjectKind::table: return Block::table;
    case ast::ObjectKind::chain: return Block::chain;
    case ast::ObjectKind::set: return Block::set;
    case ast::ObjectKind::map: return Block::map;
    case ast::ObjectKind::element: return Block::elements;
    case ast::ObjectKind::flowtable: return Block::flowtable;
    default: return Block::object;
    }
}

class Driver {
  public:
    Driver(const SourceManager& sources, FileId file, Consumer& consumer, diag::Sink& sink)
        : sources_(sources), text_(sources.text(file)), file_(file), consumer_(consumer), sink_(sink),
          tokens_(text_) {}

    void run(Block start) {
        frames_.push_back({start, {}, false});
        for (;;) {
            const Token& token = tokens_.current();
            if (token.type == grammar::kEndOfText) break;
            if (sink_.error_count() >= diag::Sink::kMaxErrors) return give_up();
            if (token.type == Rules::RBRACE) {
                close_block();
            } else if (in_list_of_elements()) {
                in_elements();
            } else if (is_separator(token)) {
                tokens_.advance();
            } else {
                line();
            }
        }
        end_of_file();
    }

  private:
    struct Frame {
        Block block;
        Span opener;                // its `{`
        bool has_items;             // Open and BlockClose are delivered; false for `elements = {`
        bool after_element = false; // elements only: a separator or the end must follow
        bool may_skip = false;      // elements only: commas may repeat, but not come first
    };

    static bool is_separator(const Token& token) { return token.type == Rules::NEWLINE || token.type == Rules::SEMI; }
    bool statement_may_end() const {
        const Token& token = tokens_.current();
        return is_separator(token) || token.type == Rules::RBRACE || token.type == grammar::kEndOfText;
    }
    Span span(const Token& token) const { return {file_, token.begin, token.end()}; }

    // ---- lines

    void line() {
        if (large_define()) return;
        if (const std::size_t open = unclosed_frames(tokens_, frames_.back().block); open != 0) {
            return close_forgotten(open);
        }
        const Entry entry = entry_of(frames_.back().block);
        const Outcome outcome = parser_.parse(entry, tokens_);
        if (outcome != Outcome::accepted) return mistake(entry, outcome);
        const bool opens = tokens_.consumed().back().type == Rules::LBRACE;
        if (!opens && !statement_may_end()) return mistake(entry, Outcome::syntax_error);
        deliver_line(opens);
    }

    // `define blocklist = { ... }` of more tokens than are lexed at once, all plain. Anything else is the grammar's.
    bool large_define() {
        const std::int32_t type = tokens_.current().type;
        if (type != Rules::K_DEFINE && type != Rules::K_REDEFINE) return false;
        tokens_.begin_statement();
        if (tokens_.peek(1).type != Rules::WORD || tokens_.peek(2).type != Rules::ASSIGN ||
            tokens_.peek(3).type != Rules::LBRACE || is_short_list(4)) {
            return false;
        }
        ast::PlainElements list{file_, text_, {}};
        const auto collect = [&](const ast::PlainElements& chunk) {
            list.words.insert(list.words.end(), chunk.words.begin(), chunk.words.end());
        };
        const std::uint32_t end =
            end_of_list(scan_plain_elements({file_, text_, ListForm::braces}, tokens_.peek(4).begin, collect));
        if (list.words.empty() || end == 0) return false;
        const Token& name = tokens_.peek(1);
        const ast::DefineKind kind = type == Rules::K_DEFINE ? ast::DefineKind::define : ast::DefineKind::redefine;
        ast::Expr value{{file_, tokens_.peek(3).begin, end}, ast::PlainSet{std::move(list)}};
        ast::Define define{kind, {span(name), tokens_.text(name)}, std::move(value)};
        const Span whole{file_, tokens_.current().begin, end};
        tokens_.resume(end);
        consumer_.consume({whole, std::move(define)});
        return true;
    }

    bool is_short_list(std::size_t from) {
        constexpr std::size_t kShort = 200; // tokens
        for (std::size_t i = from; i < kShort; ++i) {
            const std::int32_t type = tokens_.peek(i).type;
            if (type == Rules::RBRACE || type == grammar::kEndOfText) return true;
        }
        return false;
    }

    // The octet behind the brace that closes a list whose last element ends at `at`, if the statement ends there too;
    // else 0.
    std::uint32_t end_of_list(std::uint32_t at) const {
        const auto next = [&] { return grammar::lex(text_, at); };
        const auto skip = [&](std::int32_t type) {
            for (Token token = next(); token.type == type; token = next())
                at = token.end();
        };
        skip(Rules::NEWLINE);
        if (next().type == Rules::COMMA) at = next().end();
        skip(Rules::NEWLINE);
        if (next().type != Rules::RBRACE) return 0;
        at = next().end();
        const Token behind = next();
        return is_separator(behind) || behind.type == grammar::kEndOfText ? at : 0;
    }

    void deliver_line(bool opens) {
        const Span brace = span(tokens_.consumed().back());
        Statement statement{file_, text_, &parser_.tree(), tokens_.statement()};
        items_.clear();
        build_line(Shape(statement, 0), items_);
        if (statement.too_deep) return report_too_deep();
        for (ast::Item& item : items_) {
            if (!opens || &item != &items_.back()) consumer_.consume(std::move(item));
        }
        if (opens) open_block(brace);
    }

    void open_block(Span brace) {
        if (items_.empty()) { // elements = {
            frames_.push_back({Block::elements, brace, false});
            return;
        }
        const Block block = block_of(std::get<ast::Open>(items_.back().node).kind);
        consumer_.consume(std::move(items_.back()));
        frames_.push_back({block, brace, true});
    }

    void close_block() {
        if (frames_.size() == 1) return stray_brace();
        pop_frame(span(tokens_.current()));
        tokens_.advance();
        if (!statement_may_end() && !in_list_of_elements()) report_missing_separator();
    }

    bool in_list_file() const { return frames_.back().block == Block::list_file; }
    bool in_list_of_elements() const { return frames_.back().block == Block::elements || in_list_file(); }

    void pop_frame(Span where) {
        const Frame frame = frames_.back();
        if (frame.block == Block::elements) flush_elements();
        frames_.pop_back();
        if (frame.has_items) consumer_.consume({where, ast::BlockClose{}});
    }

    // ---- elements

    void in_elements() {
        Frame& frame = frames_.back();
        const std::int32_t type = tokens_.current().type;
        const bool comma = type == Rules::COMMA || type == Rules::TRAILING_COMMA;
        if (type == Rules::NEWLINE || (comma && frame.may_skip)) {
            if (comma || in_list_file()) frame.after_element = false;
            tokens_.begin_statement();
            tokens_.advance();
        } else if (frame.after_element) {
            missing_comma();
        } else {
            element();
        }
    }

    void element() {
        if (tokens_.nearly_read() && plain_elements()) return; // what has been lexed ahead is thrown away
        const Outcome outcome = parser_.parse(entry_of(frames_.back().block), tokens_);
        if (outcome != Outcome::accepted || !element_may_end()) return element_mistake(outcome);
        Statement statement{file_, text_, &parser_.tree(), tokens_.statement()};
        Shape child = Shape(statement, 0).take_rule();
        if (child.rule() == Rules::RuleAnywhereLine) {
            flush_elements();
            consumer_.consume(build_anywhere(child));
            return;
        }
        elements_.push_back(build_element(child));
        frames_.back().after_element = frames_.back().may_skip = true;
        if (statement.too_deep) {
            elements_.pop_back();
            report_too_deep();
        } else if (elements_.size() == kChunk) {
            flush_elements();
        }
    }

    bool plain_elements() {
        const std::uint32_t begin = tokens_.current().begin;
        const auto deliver = [&](ast::PlainElements elements) {
            flush_elements(); // those before
            const ast::PlainWord& last = elements.words.back();
            const Span whole{file_, elements.words.front().begin, last.begin + last.len};
            consumer_.consume({whole, std::move(elements)});
            sources_.let_go(whole);
        };
        const ListForm form = in_list_file() ? ListForm::lines : ListForm::braces;
        const std::uint32_t end = scan_plain_elements({file_, text_, form}, begin, deliver);
        if (end == begin) return false;
        tokens_.resume(end);
        frames_.back().after_element = frames_.back().may_skip = true;
        return true;
    }

    bool element_may_end() const {
        const std::int32_t type = tokens_.current().type;
        if (type == Rules::SEMI && in_list_file()) return false; // where other programs begin a comment
        return type == Rules::COMMA || type == Rules::TRAILING_COMMA || statement_may_end();
    }

    void flush_elements() {
        if (elements_.empty()) return;
        const Span whole = cover(elements_.front().span, elements_.back().span);
        ast::ElementsChunk chunk{std::exchange(elements_, {})};
        elements_.reserve(kChunk);
        consumer_.consume({whole, std::move(chunk)});
    }

    // ---- mistakes

    void mistake(Entry entry, Outcome outcome) {
        report_mistake(entry, outcome);
        skip_statement(tokens_);
    }

    void element_mistake(Outcome outcome) {
        report_mistake(entry_of(frames_.back().block), outcome);
        in_list_file() ? skip_line(tokens_) : skip_element(tokens_);
        frames_.back().after_element = frames_.back().may_skip = true;
    }

    void report_mistake(Entry entry, Outcome outcome) {
        if (outcome == Outcome::too_deep) {
            report_too_deep();
        } else {
            sink_.report(explain(entry, tokens_, file_));
        }
    }

    void missing_comma() {
        const Token& token = tokens_.current();
        sink_.report(diag::make(diag::Code::kMissingComma, span(token)).label("expected `,` or `}` before this"));
        tokens_.begin_statement();
        if (token.type == Rules::SEMI) {
            tokens_.advance();
        } else {
            frames_.back().after_element = false;
        }
    }

    void report_too_deep() { sink_.report(diag::make(diag::Code::kNestedTooDeeply, span(tokens_.current()))); }

    void report_missing_separator() {
        sink_.report(diag::make(diag::Code::kMissingSeparator, span(tokens_.current()))
                         .label("expected a new line or `;` before this"));
    }

    void stray_brace() {
        sink_.report(diag::make(diag::Code::kStrayBrace, span(tokens_.current())).label("no block is open here"));
        while (tokens_.current().type == Rules::RBRACE || is_separator(tokens_.current())) {
            tokens_.begin_statement();
            tokens_.advance();
        }
        frames_.back().after_element = false;
    }

    // The current line cannot stand in the `open` innermost blocks: their `}` has been forgotten.
    void close_forgotten(std::size_t open) {
        const Span here = span(tokens_.current());
        sink_.report(diag::make(diag::Code::kUnclosedBlock, here)
                         .label("this cannot stand inside the block")
                         .also(frames_.back().opener, "the block that begins here is not closed"));
        for (; open != 0 && frames_.size() > 1; --open)
            pop_frame(here);
    }

    // Nobody reads more than that, and hostile text would take long. Includes end here as well, with one note in all.
    void give_up() {
        const Span here = span(tokens_.current());
        const auto is_gave_up = [](const diag::Diagnostic& said) { return said.code == diag::Code::kGaveUp; };
        if (std::ranges::none_of(sink_.all(), is_gave_up)) {
            sink_.report(
                diag::make(diag::Code::kGaveUp, here, diag::Sink::kMaxErrors).label("the rest was not read"));
        }
        flush_elements();
        while (frames_.size() > 1)
            pop_frame(here);
    }

    void end_of_file() {
        const Span here = span(tokens_.current());
        if (frames_.size() > 1) {
            sink_.report(diag::make(diag::Code::kUnclosedBlock, here)
                             .label("the file ends here")
                             .also(frames_.back().opener, "this `{` is not closed"));
        }
        flush_elements();
        while (frames_.size() > 1)
            pop_frame(here);
    }

    const SourceManager& sources_;
    std::string_view text_;
    FileId file_;
    Consumer& consumer_;
    diag::Sink& sink_;
    TokenBuffer tokens_;
    StatementParser parser_;
    std::vector<Frame> frames_;
    std::vector<ast::Item> items_;
    std::vector<ast::Element> elements_;
};

} // namespace

void parse(const SourceManager& sources, FileId file, Block start, Consumer& consumer, diag::Sink& sink) {
    Driver(sources, file, consumer, sink).run(start);
}

} // namespace rulec::syntax
