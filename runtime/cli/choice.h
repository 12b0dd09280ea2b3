// SPDX-License-Identifier: GPL-2.0-or-later
// A word of the command line that has to be one of some.
#pragma once

#include "compiler/support/suggest.h"
#include "runtime/cli/output.h"

#include <algorithm>
#include <iterator>
#include <string>
#include <string_view>
#include <vector>

#include <fmt/format.h>

namespace rulec::cli {

// The row of that name. Null: there is none, which is said with what was probably meant; `option`: "rulec apply:
// --backend".
template <class Rows>
auto find_choice(const Rows& rows, const std::string& name, std::string_view option) -> decltype(std::data(rows)) {
    const auto found = std::ranges::find_if(rows, [&](const auto& row) { return row.name == name; });
    if (found != std::end(rows)) return &*found;
    std::vector<std::string_view> names;
    for (const auto& row : rows)
        names.push_back(row.name);
    write_error(fmt::format("{} does not know `{}`{}\n", option, name, or_did_you_mean(name, names)));
    return nullptr;
}

} // namespace rulec::cli
