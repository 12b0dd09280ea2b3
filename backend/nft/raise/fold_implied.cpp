// SPDX-License-Identifier: GPL-2.0-or-later
#include "backend/nft/raise/fold_implied.h"

#include "compiler/model/action_values.h"
#include "compiler/model/protocol_context.h"

#include <algorithm>

namespace rulec::nft {
namespace {

using model::Dependency;
using model::Match;
using model::ProtocolContext;
using model::Statement;

struct Words {
    std::string_view header, field;
};
Words words_of(Dependency::On on) {
    switch (on) {
    case Dependency::On::meta_nfproto: return {"meta", "nfproto"};
    case Dependency::On::meta_protocol: return {"meta", "protocol"};
    case Dependency::On::meta_l4proto: return {"meta", "l4proto"};
    case Dependency::On::meta_iiftype: return {"meta", "iiftype"};
    case Dependency::On::ether_type: return {"ether", "type"};
    case Dependency::On::vlan_type: return {"vlan", "type"};
    case Dependency::On::icmp_type: return {"icmp", "type"};
    case Dependency::On::icmpv6_type: return {"icmpv6", "type"};
    }
    return {};
}

// The field that a match is about, if it could be made as a dependency.
const model::FieldLoad* tested_field(const Match& match) {
    const auto* load = std::get_if<model::FieldLoad>(&match.lhs.node);
    if (load == nullptr || load->field == nullptr || match.op != model::MatchOp::eq) return nullptr;
    const bool constant = std::holds_alternative<model::Constant>(match.rhs);
    return constant || std::holds_alternative<model::SetUse>(match.rhs) ? load : nullptr;
}

class Folder {
  public:
    Folder(catalog::Family family, std::span<const model::Set> sets) : protocols_(family), sets_(sets) {}

    void add(Statement statement) {
        auto implied = settle(statement);
        const auto* match = std::get_if<Match>(&statement.node);
        if (match != nullptr && tested_field(*match) != nullptr) {
            pending_.push_back({std::move(statement), std::move(implied)});
        } else {
            flush(pending_.size());
            keep(std::move(statement));
        }
    }

    std::vector<Statement> take() && {
        flush(pending_.size());
        return std::move(kept_);
    }

    // Was every field established when it was read?
    bool complete() const { return complete_; }

    // What a reject needs, as if it stood before everything else.
    std::vector<Dependency> needed_first(const model::Reject& reject) const {
        ProtocolContext known = protocols_;
        for (const Pending& pending : pending_)
            pass(known, pending.statement);
        return reject.nf_proto != 0 ? known.require_network(reject.nf_proto) : std::vector<Dependency>();
    }

    bool is_test_of(const Match& match, const Dependency& dependency) const {
        const model::FieldLoad* load = tested_field(match);
        const Words words = words_of(dependency.on);
        if (load == nullptr || load->header->name != words.header || load->field->name != words.field) return false;
        if (dependency.on == Dependency::On::vlan_type && load->vlan_depth != dependency.vlan_depth) return false;
        if (const auto* constant = std::get_if<model::Constant>(&match.rhs)) {
            const std::uint64_t value = from_big_endian(constant->bytes);
            return dependency.types.empty() ? value == dependency.value
                                            : dependency.types.size() == 1 && value == dependency.types[0];
        }
        return holds(sets_[std::get<model::SetUse>(match.rhs).set], dependency.types);
    }

  private:
    static bool holds(const model::Set& set, const std::vector<std::uint8_t>& types) {
        if (!set.anonymous || set.is_interval || types.size() < 2 || set.elements.count != types.size()) return false;
        return set.elements.key_len == 1 && std::ranges::all_of(types, [&](std::uint8_t type) {
                   return set.elements.low.find(type) != Bytes::npos;
               });
    }

    // The tests that the statement needs beyond what `protocols` knows; nothing if they contradict it.
    static std::optional<std::vector<Dependency>> needs(ProtocolContext& protocols, const Statement& statement) {
        std::vector<Dependency> all;
        bool fine = true;
        const auto made = [&](auto answer) {
            auto* needed = std::get_if<std::vector<Dependency>>(&answer);
            fine = fine && needed != nullptr;
            if (needed != nullptr) all.insert(all.end(), needed->begin(), needed->end());
        };
        if (const auto* match = std::get_if<Match>(&statement.node)) {
            made(protocols.require(match->lhs));
        } else {
            const auto& action = std::get<model::Action>(statement.node);
            const auto* assign = std::get_if<model::Assign>(&action);
            if (assign != nullptr && assign->target.header != nullptr) made(protocols.require(assign->target));
            model::for_each_value(action, [&](const model::Value& value) { made(protocols.require(value)); });
        }
        if (!fine) return std::nullopt;
        return all;
    }

    // What a rule knows behind the statement.
    static void pass(ProtocolContext& protocols, const Statement& statement) {
        needs(protocols, statement);
        if (const auto* match = std::get_if<Match>(&statement.node)) protocols.learn(*match);
    }

    // The tests from `first` on with those that they imply themselves, in order.
    std::vector<Match> tests_from(std::size_t first) const {
        std::vector<Match> tests;
        for (std::size_t i = first; i < pending_.size(); ++i) {
            tests.insert(tests.end(), pending_[i].implied.begin(), pending_[i].implied.end());
            tests.push_back(std::get<Match>(pending_[i].statement.node));
        }
        return tests;
    }

    bool are_tests_of(const std::vector<Match>& tests, const std::vector<Dependency>& needed) const {
        return std::ranges::equal(tests, needed, [&](const Match& test, const Dependency& dependency) {
            return is_test_of(test, dependency);
        });
    }

    // Finds the longest run of tests right before the statement that it implies and lets go of them. They are what
    // goes with the statement, should something later imply that.
    std::vector<Match> settle(const Statement& statement) {
        ProtocolContext known = protocols_;
        for (std::size_t first = 0;; ++first) {
            ProtocolContext with = known;
            const auto needed = needs(with, statement);
            auto tests = tests_from(first);
            if (needed && are_tests_of(tests, *needed)) {
                if (tests.empty()) return {}; // it needs nothing, those that wait may be the next one's
                flush(first);
                pending_.clear();
                return tests;
            }
            if (first == pending_.size()) break;
            pass(known, pending_[first].statement);
        }
        complete_ = false;
        return {};
    }

    // Keeps the first `count` of the tests that wait.
    void flush(std::size_t count) {
        for (std::size_t i = 0; i < count; ++i)
            keep(std::move(pending_[i].statement));
        pending_.erase(pending_.begin(), pending_.begin() + static_cast<std::ptrdiff_t>(count));
    }

    void keep(Statement statement) {
        pass(protocols_, statement);
        kept_.push_back(std::move(statement));
    }

    // A test that might be implied by what follows, and the tests before it that it implies.
    struct Pending {
        Statement statement;
        std::vector<Match> implied;
    };

    ProtocolContext protocols_; // before those that wait
    std::span<const model::Set> sets_;
    std::vector<Statement> kept_;
    std::vector<Pending> pending_;
    bool complete_ = true;
};

const model::Reject* find_reject(const std::vector<Statement>& statements) {
    if (statements.size() < 2) return nullptr;
    const auto* action = std::get_if<model::Action>(&statements.back().node);
    return action == nullptr ? nullptr : std::get_if<model::Reject>(action);
}

// What a reject with an ICMP message needs is put before the whole rule, so the first test may be its. (A test for
// TCP before a reset stays: nft's listings show it.)
bool first_is_rejects(catalog::Family family, const std::vector<Statement>& statements,
                      std::span<const model::Set> sets, const model::Reject& reject) {
    const auto* first = std::get_if<Match>(&statements.front().node);
    if (first == nullptr) return false;
    Folder rest(family, sets);
    for (std::size_t i = 1; i + 1 < statements.size(); ++i)
        rest.add(statements[i]);
    if (!rest.complete()) return false;
    const auto needed = rest.needed_first(reject);
    return needed.size() == 1 && rest.is_test_of(*first, needed[0]);
}

} // namespace

std::vector<Statement> fold_implied(catalog::Family family, std::vector<Statement> statements,
                                    std::span<const model::Set> sets) {
    const model::Reject* reject = find_reject(statements);
    if (reject != nullptr && first_is_rejects(family, statements, sets, *reject))
        statements.erase(statements.begin());
    Folder folder(family, sets);
    for (Statement& statement : statements)
        folder.add(std::move(statement));
    return std::move(folder).take();
}

} // namespace rulec::nft
