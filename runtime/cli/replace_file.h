// SPDX-License-Identifier: GPL-2.0-or-later
// replace_file(): new content for a file, all or nothing. Whoever reads the file at the same time, or after a crash,
// sees the old text or the new one.
#pragma once

#include "compiler/support/result.h"

#include <optional>
#include <string>
#include <string_view>

namespace rulec::cli {

// Writes beside the file and renames. A symbolic link stays one: the file that it leads to is replaced. Mode and
// owner are kept. Nothing is left behind if it fails: not a regular file, no permission to keep the owner, no room...
std::optional<SystemError> replace_file(const std::string& path, std::string_view text);

} // namespace rulec::cli
