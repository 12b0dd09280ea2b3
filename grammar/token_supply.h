// SPDX-License-Identifier: GPL-2.0-or-later
// TokenSupply: where the fast parser reads its tokens. The parser touches two pointers; whoever derives from this
// (compiler/syntax/token_buffer.h) lexes more in refill().
#pragma once

#include "grammar/token.h"

#include <cstdint>

namespace rulec::grammar {

class TokenSupply {
  public:
    const Token& current() const { return *current_; }
    // Steps behind the current token; the end of the text stays current for ever.
    void advance() {
        if (current_->type == kEndOfText) return;
        if (++current_ == end_) refill();
    }
    // Tokens between the start of the statement and the current one.
    std::uint32_t position() const { return static_cast<std::uint32_t>(current_ - statement_); }

  protected:
    TokenSupply() = default;
    ~TokenSupply() = default;
    virtual void refill() = 0; // afterwards current_ < end_

    const Token* statement_ = nullptr;
    const Token* current_ = nullptr;
    const Token* end_ = nullptr;
};

} // namespace rulec::grammar
