// SPDX-License-Identifier: GPL-2.0-or-later
#include "backend/json/import/layout.h"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

namespace rulec::json {
namespace {

bool is_chain(std::string_view head) {
    return head.starts_with("chain ");
}

} // namespace

std::size_t Imported::item_at(std::size_t offset) const {
    const auto after = std::ranges::upper_bound(origins_, offset, {}, &Origin::begin);
    return after == origins_.begin() ? 0 : (after - 1)->item;
}

Layout::Table& Layout::open(const TableName& name, std::size_t item) {
    const auto [found, fresh] = pending_index_.emplace(name, pending_.size());
    if (!fresh) return pending_[found->second];
    return pending_.emplace_back(
        Table{.name = name, .lines = {}, .others = {}, .chains = {}, .chain_index = {}, .item = item});
}

Layout::Part& Layout::chain(Table& table, const std::string& head, std::size_t item) {
    const auto [found, fresh] = table.chain_index.emplace(head, table.chains.size());
    if (!fresh) return table.chains[found->second];
    return table.chains.emplace_back(Part{.head = head, .lines = {}, .item = item});
}

void Layout::table(const TableName& table, const std::vector<std::string>& lines, std::size_t item) {
    Table& opened = open(table, item);
    for (const std::string& line : lines)
        opened.lines.push_back({line, item});
}

void Layout::block(const TableName& table, Block block) {
    Table& opened = open(table, block.item);
    Part& part = is_chain(block.head)
                     ? chain(opened, block.head, block.item)
                     : opened.others.emplace_back(Part{.head = block.head, .lines = {}, .item = block.item});
    for (std::string& line : block.lines)
        part.lines.push_back({std::move(line), block.item});
}

void Layout::rule(const TableName& table, const std::string& name, std::string text, std::size_t item) {
    chain(open(table, item), "chain " + name, item).lines.push_back({std::move(text), item});
}

void Layout::command(std::string line, std::size_t item) {
    write_pending();
    write("", {std::move(line), item});
}

void Layout::write(std::string_view indent, const Line& line) {
    out_.note_origin(out_.text.size(), line.item);
    out_.text += indent;
    out_.text += line.text;
    out_.text += '\n';
}

void Layout::write(const Table& table) {
    if (!out_.text.empty()) out_.text += '\n';
    write("", {fmt::format("table {} {{", table.name), table.item});
    for (const Line& line : table.lines)
        write("\t", line);
    bool first = table.lines.empty();
    for (const auto* parts : {&table.others, &table.chains}) {
        for (const Part& part : *parts) {
            if (!std::exchange(first, false)) out_.text += '\n';
            write("\t", {part.head + " {", part.item});
            for (const Line& line : part.lines)
                write("\t\t", line);
            write("\t", {"}", part.item});
        }
    }
    write("", {"}", table.item});
}

void Layout::write_pending() {
    for (const Table& table : pending_)
        write(table);
    pending_.clear();
    pending_index_.clear();
}

Imported Layout::finish() {
    write_pending();
    return std::move(out_);
}

} // namespace rulec::json
