// SPDX-License-Identifier: GPL-2.0-or-later
// A table of the ruleset that is being written: blocks of sets, blocks of chains, and names that are free in it.
#pragma once

#include "backend/iptables/import/clause.h"
#include "compiler/source/span.h"

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

namespace rulec::ipt {

// One rule of the language, or a line of comment.
struct Line {
    Clauses conditions = {};
    std::string counter = {};  // "counter", with what it had counted; empty: the rule does not count
    std::string action = {};   // "accept", "log prefix "x"", "jump input_tcp"...
    std::string comment = {};  // of the rule, in quotes
    bool names_family = false; // the conditions or the action hold for one family only
    bool stateful = false;
    std::string remark = {}; // a line `# ...` instead of all this
    bool paragraph = false;  // an empty line comes in front of it
    Span span = {};          // in the dump

    std::string text() const;
};

struct ChainText {
    std::string name;
    std::string declaration; // `type ... hook ...; policy ...;`; empty: a regular chain
    std::string policy;      // "accept", "drop"; empty: a regular chain
    std::vector<Line> lines;
    std::vector<std::string> remarks;
    Span span;
};

// A set or another object beside the chains: its declaration, and where it was asked for.
struct SetText {
    std::string_view kind = "set";
    std::string name;
    std::vector<std::string> lines;
    Span span;
    std::vector<std::string> remarks = {};
    std::string_view elements = {}; // `elements = {...}`, lines of it; its text outlives the table

    friend bool operator==(const SetText&, const SetText&) = default;
};

class TableText {
  public:
    std::string family;     // "ip", "ip6", "inet"
    std::string name;       // "filter"
    std::string set_suffix; // of the names of sets: those of two families may come together
    Span span;
    std::vector<SetText> sets;
    std::vector<ChainText> chains;
    std::vector<std::string> remarks;  // behind all chains
    std::vector<ChainText> own_chains; // that no chain of iptables is: to come behind all others

    // The name of the set that was declared for `key` before, or of a new one; its name is `wanted`, or like it.
    std::string set_for(const std::string& key, std::string_view wanted, std::vector<std::string> lines, Span span);
    // The same for a set that both families share; it has its name in `set`. Nothing: it is not there.
    std::optional<std::string> find_set(const std::string& key) const;
    // Like set_for(), for an object that is no set.
    std::string object_for(const std::string& key, std::string_view kind, std::string_view wanted,
                           std::vector<std::string> lines, Span span);
    std::string add_set(const std::string& key, SetText set);
    void take_set(SetText set); // of another table, under its name

    // How a chain of iptables is called here.
    std::string chain_name(const std::string& iptables_name) const;
    void name_chain(const std::string& iptables_name, std::string_view wanted);
    // The name of the chain of its own that does what `key` says, made of `lines` if it is the first one that asks.
    std::string chain_for(const std::string& key, std::string_view wanted, std::vector<Line> lines, Span span);

  private:
    std::string free_set_name(const std::string& plain);

    std::map<std::string, std::string> set_names_;   // by key
    std::unordered_set<std::string> taken_;          // names of `sets`
    std::map<std::string, std::size_t> numbers_;     // by name: the last number that was put behind it
    std::map<std::string, std::string> chain_names_; // by name in iptables
    std::unordered_set<std::string> taken_chain_names_;
};

// A name of the language like `text`: letters, digits, `_`, `-`, `.` and `/`, a letter first, no keyword.
std::string identifier_like(std::string_view text);

} // namespace rulec::ipt
