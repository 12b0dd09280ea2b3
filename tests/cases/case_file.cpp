// SPDX-License-Identifier: GPL-2.0-or-later
#include "tests/cases/case_file.h"

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <iterator>

namespace rulec::test {

namespace fs = std::filesystem;

std::vector<fs::path> find_cases(const fs::path& folder) {
    std::vector<fs::path> cases;
    for (const fs::directory_entry& entry : fs::recursive_directory_iterator(folder)) {
        const bool part = entry.path().filename().string().starts_with('_');
        if (entry.path().extension() == ".rules" && !part) cases.push_back(entry.path());
    }
    std::sort(cases.begin(), cases.end());
    return cases;
}

std::string expected_or_updated(const fs::path& path, const std::string& text) {
    const char* update = std::getenv("RULEC_UPDATE");
    if (update != nullptr && std::string_view(update) == "1") {
        if (text.empty()) {
            fs::remove(path);
        } else {
            std::ofstream(path, std::ios::binary) << text;
        }
        return text;
    }
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

} // namespace rulec::test
