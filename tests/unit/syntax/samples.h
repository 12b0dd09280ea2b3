// SPDX-License-Identifier: GPL-2.0-or-later
// Texts that use every rule of the grammar at least once, for tests that need real input to work on.
#pragma once

#include <string_view>
#include <vector>

namespace rulec::test {

// Whole files without a mistake.
const std::vector<std::string_view>& sample_files();
// Lines of a chain without a mistake.
const std::vector<std::string_view>& sample_rules();

} // namespace rulec::test
