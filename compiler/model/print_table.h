// SPDX-License-Identifier: GPL-2.0-or-later
// Heads of tables and chains, sets, objects and flowtables as text for people: what the dumps of model and IR share.
// Every function gives whole lines, indented as they stand in the dump.
#pragma once

#include "compiler/model/ruleset.h"

#include <optional>
#include <string>

namespace rulec::model {

std::string print_table_head(catalog::Family family, const std::string& name, std::uint32_t flags,
                             const std::optional<std::string>& comment);

// `index`: bound chains have no other name.
std::string print_chain_head(std::size_t index, const std::string& name, const std::optional<BaseChain>& base,
                             const std::optional<std::string>& comment);
std::string print_rule_head(const std::optional<std::string>& comment);

std::string print_sets(const std::vector<Set>& sets);
std::string print_objects(const std::vector<Object>& objects);
std::string print_flowtables(const std::vector<Flowtable>& flowtables);

std::string print_removed(const std::vector<std::pair<catalog::Family, std::string>>& tables);

} // namespace rulec::model
