// SPDX-License-Identifier: GPL-2.0-or-later
// HostNames: the names behind numbers that mean something on one host only: interfaces by index, users, groups,
// cgroups. Values hold the number (a stand-in where no host was asked); who writes text gives back the name.
#pragma once

#include "compiler/catalog/datatype.h"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>

namespace rulec::model {

class HostNames {
  public:
    using Kind = catalog::HostFact::Kind;

    void add(Kind kind, std::uint64_t number, std::string name) { names_[{kind, number}] = std::move(name); }

    // Null: the number was written as a number.
    const std::string* find(Kind kind, std::uint64_t number) const {
        const auto found = names_.find({kind, number});
        return found == names_.end() ? nullptr : &found->second;
    }

    bool has(Kind kind) const {
        const auto found = names_.lower_bound({kind, 0});
        return found != names_.end() && found->first.first == kind;
    }

  private:
    std::map<std::pair<Kind, std::uint64_t>, std::string> names_;
};

// The kind of name that stands for values of this type, if any.
std::optional<HostNames::Kind> host_name_kind(const catalog::DataType& type);

} // namespace rulec::model
