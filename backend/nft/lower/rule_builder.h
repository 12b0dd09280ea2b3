// SPDX-License-Identifier: GPL-2.0-or-later
// What lowering carries along: who takes the messages, the table at hand, and the rule whose expressions are being
// collected. Passed by reference to every lower_* function of this folder, private to it.
#pragma once

#include "backend/nft/lower/join_payload.h"
#include "backend/nft/lower/registers.h"
#include "backend/nft/program.h"
#include "compiler/ir/ir.h"

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace rulec::nft {

// Numbers that tie messages of one batch together.
struct BatchIds {
    std::uint32_t last = 0;
    std::uint32_t next() { return ++last; }
};

// How a message says which set it means.
struct SetRef {
    std::string name;
    std::uint32_t id = 0;
};

struct TableBuilder {
    MessageConsumer& consumer;
    BatchIds& ids;
    ir::Table& table; // rules are let go as they are done
    TableRef ref;
    bool element_spans = true;
    std::vector<std::uint32_t> set_ids = {};                       // per set of the table; 0: not sent yet
    std::vector<std::uint32_t> chain_ids = {};                     // per chain; 0: has a name
    std::map<std::string_view, std::uint32_t> anonymous_sets = {}; // how many have names, by `__set`, `__map`...
    std::set<std::string> reserved_names = {};                     // of sets whose own names look like those
    std::vector<Expression> spare = {}; // room for a rule's expressions, used again and again

    void send(Message message) { consumer.consume(message); }
};

struct RuleBuilder {
    TableBuilder& table;
    Registers registers = {};
    Span span = {};
    std::vector<Expression> expressions = {};
    JoinNotes join_notes = {};

    template <class Node>
    void emit(Node node) {
        expressions.push_back({std::move(node), span});
    }
    const model::Set& set(std::uint32_t index) const { return table.table.sets[index]; }
};

} // namespace rulec::nft
