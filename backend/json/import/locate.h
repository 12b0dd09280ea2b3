// SPDX-License-Identifier: GPL-2.0-or-later
// From a path inside a JSON document to its place in the text. The parser keeps no places: they are needed only when
// something is wrong, and then found by reading the text once more.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace rulec::json {

using Step = std::variant<std::size_t, std::string>; // index in an array, key of an object
using Path = std::vector<Step>;

struct Extent {
    std::size_t begin = 0, end = 0;
};

// The value at `path`, or the innermost one on the way that is there. `text` may end or be wrong behind it.
Extent locate(std::string_view text, const Path& path);

// "/nftables/3/rule/expr/0", RFC 6901.
std::string pointer(const Path& path);

} // namespace rulec::json
