// SPDX-License-Identifier: GPL-2.0-or-later
#include "backend/iptables/export/set_names.h"

#include "backend/ipset/types.h"

#include <unordered_map>
#include <unordered_set>

#include <fmt/format.h>

namespace rulec::ipt {
namespace {

class Namer {
  public:
    explicit Namer(const std::string& prefix) : prefix_(prefix) {}

    std::string take(const std::string& table, const std::string& set) {
        const std::string with_table = fmt::format("{}{}-{}", prefix_, table, set);
        for (const std::string& wish : {prefix_ + set, with_table}) {
            if (wish.size() <= ipset::kMaxName && taken_.insert(wish).second) return wish;
        }
        return take_numbered(with_table.substr(0, ipset::kMaxName - kRoomForNumber));
    }

  private:
    static constexpr std::size_t kRoomForNumber = 8;

    std::string take_numbered(const std::string& start) {
        std::size_t& number = numbers_[start];
        while (true) {
            std::string wish = fmt::format("{}-{}", start, ++number);
            if (taken_.insert(wish).second) return wish;
        }
    }

    const std::string& prefix_;
    std::unordered_set<std::string> taken_;
    std::unordered_map<std::string, std::size_t> numbers_;
};

} // namespace

std::vector<std::vector<std::string>> set_names(const ir::Ruleset& ruleset, const std::string& prefix) {
    Namer namer(prefix);
    std::vector<std::vector<std::string>> names;
    for (const ir::Table& table : ruleset.tables) {
        auto& of_table = names.emplace_back(table.sets.size());
        for (std::size_t i = 0; i < table.sets.size(); ++i) {
            if (!table.sets[i].name.empty()) of_table[i] = namer.take(table.name, table.sets[i].name);
        }
    }
    return names;
}

} // namespace rulec::ipt
