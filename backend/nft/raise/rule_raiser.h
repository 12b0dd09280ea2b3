// SPDX-License-Identifier: GPL-2.0-or-later
// What raising carries along: the table at hand with what its rules refer to, and the rule that is being read. Passed
// by reference to every raise_* function of this folder, private to it.
//
// A function that returns bool or an optional says with false or nothing that what it was given cannot be said in the
// language; the rule is then shown as it is.
#pragma once

#include "backend/nft/program.h"
#include "backend/nft/raise/register_file.h"
#include "compiler/model/protocol_context.h"
#include "compiler/model/ruleset.h"

#include <map>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

namespace rulec::nft {

// A set of the program, and where it is in the model.
struct LiveSet {
    NewSet* set = nullptr;
    NewElements* elements = nullptr;         // null: empty
    std::optional<std::uint32_t> index = {}; // anonymous sets get theirs by the rule that looks up in them
};

struct TableRaiser {
    model::Table& table;
    std::map<std::pair<std::string, std::uint32_t>, LiveSet> sets = {}; // by name and, in a batch, number
    std::unordered_map<std::string, std::uint32_t> chains = {};
    std::unordered_map<std::uint32_t, std::uint32_t> chains_by_id = {};

    LiveSet* find_set(const std::string& name, std::uint32_t id) {
        const auto found = sets.find({name, id});
        return found == sets.end() ? nullptr : &found->second;
    }
};

struct RuleRaiser {
    TableRaiser& table;
    model::ProtocolContext protocols;
    RegisterFile registers = {};
    std::vector<model::Statement> statements = {};
    std::vector<std::uint8_t> icmp_types = {}; // that the rule has tested for; empty: none, or not just these

    std::uint8_t family() const { return static_cast<std::uint8_t>(table.table.family); }
    void add(model::Action action) { statements.push_back({{}, std::move(action)}); }
    void add(model::Match match) {
        protocols.learn(match);
        learn_icmp_types(match);
        statements.push_back({{}, std::move(match)});
    }

  private:
    void learn_icmp_types(const model::Match& match) {
        const auto* load = std::get_if<model::FieldLoad>(&match.lhs.node);
        if (load == nullptr || load->field == nullptr || load->field->name != "type") return;
        if (load->header->name != "icmp" && load->header->name != "icmpv6") return;
        icmp_types.clear();
        if (match.op != model::MatchOp::eq) return;
        if (const auto* constant = std::get_if<model::Constant>(&match.rhs)) icmp_types = {constant->bytes.back()};
        if (const auto* use = std::get_if<model::SetUse>(&match.rhs)) {
            const model::Set& set = table.table.sets[use->set];
            if (set.anonymous && !set.is_interval)
                icmp_types.assign(set.elements.low.begin(), set.elements.low.end());
        }
    }
};

} // namespace rulec::nft
