// SPDX-License-Identifier: GPL-2.0-or-later
#include "tests/unit/raise/again.h"

#include "backend/nft/lower/lower.h"
#include "backend/nft/print.h"
#include "backend/nft/raise/raise.h"
#include "compiler/ir/build.h"

#include <algorithm>
#include <sstream>
#include <vector>

namespace rulec::test {

nft::Program lowered_again(const nft::Program& program) {
    diag::Sink sink;
    nft::Raised raised = nft::raise(program);
    for (model::Table& table : raised.ruleset.tables)
        for (model::Set& set : table.sets)
            set.elements.spans.resize(set.elements.count); // elements from a kernel stand in no file
    return nft::lower(ir::build(std::move(raised.ruleset), sink));
}

std::string text_of(const nft::Program& program) {
    std::istringstream in(nft::print(program));
    std::string out;
    std::vector<std::string> elements;
    const auto flush = [&] {
        std::ranges::sort(elements);
        for (const std::string& element : elements)
            out += element + '\n';
        elements.clear();
    };
    for (std::string line; std::getline(in, line);) {
        if (line.starts_with("  element ")) {
            elements.push_back(std::move(line));
            continue;
        }
        flush();
        out += line + '\n';
    }
    flush();
    return out;
}

} // namespace rulec::test
