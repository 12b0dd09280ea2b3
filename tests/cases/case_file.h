// SPDX-License-Identifier: GPL-2.0-or-later
// Files of the golden cases: which there are, and comparing or rewriting what is expected of them.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace rulec::test {

// All cases below `folder`, sorted: files *.rules, but for those whose name starts with `_`, which others include.
std::vector<std::filesystem::path> find_cases(const std::filesystem::path& folder);

// With RULEC_UPDATE=1 in the environment writes `text` to `path` (or removes the file if `text` is empty) and is
// content; otherwise reads it. A missing file reads as empty.
std::string expected_or_updated(const std::filesystem::path& path, const std::string& text);

} // namespace rulec::test
