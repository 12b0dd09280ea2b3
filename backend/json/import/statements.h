// SPDX-License-Identifier: GPL-2.0-or-later
// Statements of rules, and the parts of them that sets and objects share.
#pragma once

#include "backend/json/import/expressions.h"

#include <span>
#include <string>
#include <vector>

namespace rulec::json {

std::string statement(Reader& reader, const Node& node);
std::vector<std::string> statement_list(Reader& reader, const Node& node); // one, or an array of them

// {"accept": null}, {"jump": {"target": ...}}...
bool is_verdict(const Node& node);
std::string verdict(Reader& reader, const Node& node);

// The element of {"set": {"op": "add", ...}} and of sets: a key, or one with timeout and counters.
std::string element(Reader& reader, const Node& node, const SetTypes& set = {});

std::string synproxy_options(Reader& reader, Fields& fields); // of the statement and of objects

using ReadStatement = std::string (*)(Reader&, const Node&);
struct StatementRow {
    std::string_view kind; // the key of the JSON object
    ReadStatement read;    // gets what stands behind it
};

// ---- statefuls.cpp
std::span<const StatementRow> stateful_rows(); // counter, limit, quota, ct count, last

// Those of them that are members of the object, each as a statement.
std::vector<std::string> statefuls(Reader& reader, Fields& fields);

std::string rate(Reader& reader, Fields& fields); // of limits, in rules and as objects

// An object of the table by its name, or by a map to names: `WORDS "NAME"`.
bool is_reference(const Node& node);
std::string reference(Reader& reader, const Node& node, std::string_view words);

// ---- redirections.cpp
std::string nat(Reader& reader, const Node& node); // the node's key is the statement
std::string tproxy(Reader& reader, const Node& node);
std::string queue(Reader& reader, const Node& node);
std::string dup(Reader& reader, const Node& node);
std::string fwd(Reader& reader, const Node& node);
std::string flow(Reader& reader, const Node& node);

} // namespace rulec::json
