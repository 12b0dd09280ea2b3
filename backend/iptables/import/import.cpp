// SPDX-License-Identifier: GPL-2.0-or-later
#include "backend/iptables/import/import.h"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

namespace rulec::ipt {
namespace {

class Layout {
  public:
    void table(const TableText& table);
    Imported finish() { return std::move(out_); }

  private:
    void line(std::string_view indent, std::string_view text, Span span);
    void set(const SetText& set);
    void chain(const ChainText& chain);

    Imported out_;
};

void Layout::line(std::string_view indent, std::string_view text, Span span) {
    out_.note_origin(span);
    out_.text += indent;
    out_.text += text;
    out_.text += '\n';
}

void Layout::set(const SetText& set) {
    for (const std::string& remark : set.remarks)
        line("\t", "# " + remark, set.span);
    line("\t", fmt::format("{} {} {{", set.kind, set.name), set.span);
    for (const std::string& one : set.lines)
        line("\t\t", one, set.span);
    if (!set.elements.empty()) line("\t\t", set.elements, set.span);
    line("\t", "}", set.span);
}

void Layout::chain(const ChainText& chain) {
    for (const std::string& remark : chain.remarks)
        line("\t", "# " + remark, chain.span);
    line("\t", fmt::format("chain {} {{", chain.name), chain.span);
    if (!chain.declaration.empty())
        line("\t\t", fmt::format("{}; policy {};", chain.declaration, chain.policy), chain.span);
    for (const Line& one : chain.lines) {
        if (one.paragraph && &one != &chain.lines.front()) out_.text += '\n';
        line("\t\t", one.text(), one.span);
    }
    line("\t", "}", chain.span);
}

void Layout::table(const TableText& table) {
    if (!out_.text.empty()) out_.text += '\n';
    line("", fmt::format("table {} {} {{", table.family, table.name), table.span);
    bool first = true;
    const auto separate = [&] {
        if (!std::exchange(first, false)) out_.text += '\n';
    };
    for (const SetText& one : table.sets) {
        separate();
        set(one);
    }
    for (const ChainText& one : table.chains) {
        separate();
        chain(one);
    }
    if (!table.remarks.empty()) separate();
    for (const std::string& remark : table.remarks)
        line("\t", "# " + remark, table.span);
    line("", "}", table.span);
}

} // namespace

Span Imported::origin_of(std::size_t offset) const {
    const auto after = std::ranges::upper_bound(origins_, offset, {}, &Origin::begin);
    return after == origins_.begin() ? Span{} : (after - 1)->span;
}

Imported lay_out(const std::vector<TableText>& tables) {
    Layout layout;
    for (const TableText& table : tables)
        layout.table(table);
    return layout.finish();
}

} // namespace rulec::ipt
