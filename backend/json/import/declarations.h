// SPDX-License-Identifier: GPL-2.0-or-later
// What the objects of the list declare: tables, chains, sets, maps, objects, flowtables. Heads and lines of blocks.
#pragma once

#include "backend/json/import/node.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace rulec::json {

// What says which thing is meant, in declarations and commands alike.
struct Identity {
    std::string table; // "inet filter"; of a table itself too
    std::string name;  // of the thing in the table; empty for rules and tables
};

// family, table and name (`name_key`), and drops the handle, which is of one kernel only.
std::optional<Identity> identity(Reader& reader, Fields& fields, std::string_view name_key = "name");
std::optional<Identity> table_identity(Reader& reader, Fields& fields);

// "set", "ct helper"...: the kinds that are blocks inside a table.
bool is_block(std::string_view kind);

// Lines of the block of `kind`.
std::vector<std::string> block_lines(Reader& reader, Fields& fields, std::string_view kind);
std::vector<std::string> table_lines(Reader& reader, Fields& fields);

// ---- sets.cpp

// The elements of {"element": ...}; keys of maps come in pairs.
std::string element_list(Reader& reader, const Node& node);

std::vector<std::string> set_lines(Reader& reader, Fields& fields, bool is_map);

// A line `comment "..."`, if there is one.
void comment_line(Reader& reader, Fields& fields, std::vector<std::string>& lines);

// A rule's statements and comment, on one line.
std::string rule_text(Reader& reader, Fields& fields);

} // namespace rulec::json
