// SPDX-License-Identifier: GPL-2.0-or-later
#include "backend/iptables/chain_index.h"

#include "backend/iptables/ruleset.h"

namespace rulec::ipt {

std::optional<std::size_t> ChainIndex::find(const std::vector<Chain>& chains, std::string_view name) {
    for (; known_ < chains.size(); ++known_)
        places_.emplace(chains[known_].name, known_);
    const auto found = places_.find(name);
    return found == places_.end() ? std::nullopt : std::optional(found->second);
}

} // namespace rulec::ipt
