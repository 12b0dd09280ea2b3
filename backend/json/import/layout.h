// SPDX-License-Identifier: GPL-2.0-or-later
// Layout: where declarations and commands land in the text. Declarations gather in a block a table, rules in the
// block of their chain, until a command comes whose effect depends on the order.
#pragma once

#include "backend/json/import/import.h"

#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace rulec::json {

// `family name`, as in `table inet filter`.
using TableName = std::string;

// A set, chain, object or flowtable as a block: `HEAD {`, lines, `}`.
struct Block {
    std::string head;               // "chain input"
    std::vector<std::string> lines; // without indentation; a line may hold line ends
    std::size_t item = 0;           // of the list of objects, here and below
};

class Layout {
  public:
    void table(const TableName& table, const std::vector<std::string>& lines, std::size_t item);
    void block(const TableName& table, Block block);
    // At the end of the chain's block, which is opened again if it was written already.
    void rule(const TableName& table, const std::string& chain, std::string text, std::size_t item);
    // A line by itself, after everything that came before.
    void command(std::string line, std::size_t item);

    Imported finish();

  private:
    struct Line {
        std::string text;
        std::size_t item;
    };
    struct Part {
        std::string head;
        std::vector<Line> lines;
        std::size_t item;
    };
    struct Table {
        TableName name;
        std::vector<Line> lines;
        std::vector<Part> others, chains; // chains are written last: they use what the others declare
        std::unordered_map<std::string, std::size_t> chain_index;
        std::size_t item;
    };

    Table& open(const TableName& name, std::size_t item);
    void write_pending();
    void write(const Table& table);
    void write(std::string_view indent, const Line& line);
    static Part& chain(Table& table, const std::string& head, std::size_t item);

    std::vector<Table> pending_;
    std::unordered_map<TableName, std::size_t> pending_index_;
    Imported out_;
};

} // namespace rulec::json
