// SPDX-License-Identifier: GPL-2.0-or-later
// ChainIndex: where the chains of a table are, by name; of several of one name, the first. It learns of chains that
// were put behind the others when it is next asked; who removes or renames one has to tell it.
#pragma once

#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace rulec::ipt {

struct Chain;

class ChainIndex {
  public:
    std::optional<std::size_t> find(const std::vector<Chain>& chains, std::string_view name);
    void forget() { *this = {}; }

  private:
    struct Hash : std::hash<std::string_view> {
        using is_transparent = void;
    };
    std::unordered_map<std::string, std::size_t, Hash, std::equal_to<>> places_;
    std::size_t known_ = 0; // chains that were looked at
};

} // namespace rulec::ipt
