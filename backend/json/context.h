// SPDX-License-Identifier: GPL-2.0-or-later
// Context: what every printing function needs: the table it is in, the names of the host, and where to say that
// JSON has no way to write something.
#pragma once

#include "compiler/diag/diagnostic.h"
#include "compiler/model/protocol_context.h"
#include "compiler/model/ruleset.h"

#include <nlohmann/json.hpp>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace rulec::json {

using Json = nlohmann::ordered_json; // keys stay in the order in which they are written

struct Context {
    const model::Ruleset& ruleset;
    const model::Table& table;
    diag::Sink& sink;
    model::ProtocolContext protocols; // of the rule in hand
    std::vector<bool> filled;         // per set of the table: do rules add elements to it?

    Context(const model::Ruleset& all, const model::Table& one, diag::Sink& problems);
};

// Reports E0905 and returns null, for `return cannot_say(...)`.
Json cannot_say(Context& context, Span span, std::string_view what);

// Reports W1006.
void leaves_out(Context& context, Span span, std::string_view what);

// {"family": ..., "table": ..., "name": ...}: how every part of a table begins.
Json head(const Context& context, const std::string& name);

// Words of `symbols` for the bits of `flags`, one by itself and several as an array.
Json flag_words(std::span<const catalog::Symbol> symbols, std::uint64_t flags);

// Appends the text of `json`. Text that is not UTF-8 cannot be said.
void append(Context& context, Span span, const Json& json, std::string& out);

} // namespace rulec::json
