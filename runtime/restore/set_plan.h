// SPDX-License-Identifier: GPL-2.0-or-later
// plan_sets(): what `ipset restore` must be told so that live sets become what is wanted. A live set is never
// emptied: its new elements are put into another one, and the two change places, which the kernel does at once. Sets
// that packets fill keep what they have learned. Pure: it looks at values and touches nothing.
#pragma once

#include "backend/ipset/emit.h"
#include "backend/iptables/ruleset.h"
#include "compiler/source/span.h"

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace rulec::restore {

// A set as `ipset save` prints it.
struct SavedSet {
    std::vector<char> text;                 // `elements` are in it, also when it is moved
    std::string definition;                 // "hash:ip family inet maxelem 65536", without what differs by chance
    std::vector<std::string_view> elements; // "10.0.0.1 timeout 60", without counters; in order
};
SavedSet read_saved_set(std::string_view text);

using SavedSets = std::map<std::string, SavedSet, std::less<>>; // by name

struct WantedSet {
    std::string name, create;           // "create NAME ..."
    std::vector<std::string_view> adds; // "add NAME ...", in the emitted text
    bool learns = false;                // packets or tools fill it: elements that are not declared stay
    Span span;
};

class WantedSets {
  public:
    // `rules`: whose targets tell which of the sets packets fill.
    WantedSets(const ipset::Sets& sets, const std::vector<ipt::Ruleset>& rules);
    WantedSets(const WantedSets&) = delete;
    WantedSets& operator=(const WantedSets&) = delete;

    const ipset::RestoreText& text() const { return text_; }
    const std::vector<WantedSet>& sets() const { return sets_; }

  private:
    ipset::RestoreText text_;
    std::vector<WantedSet> sets_;
};

struct Swap {
    std::string aside, name;
    bool learns = false;
    std::size_t before = 0; // what tells the set of that name from what takes its place
};

struct SetPlan {
    std::string fill;              // new sets, which no rule looks at yet
    std::string swap;              // then these take their places: see swap_back()
    std::string add;               // to sets that learn
    std::string remove;            // the inverse of `add`
    std::vector<std::string> made; // sets that were not there before
    std::vector<Swap> swaps;
    std::vector<std::string> stale;   // wanted no more
    std::vector<std::string> changes; // "make set rulec-blocked"

    // The live set cannot become the wanted one.
    struct Refusal {
        std::string set, is, would_be; // "hash:ip family inet"
        Span span;
    };
    std::optional<Refusal> refusal;
};

// `printed`: the wanted sets as `ipset save` prints them; without it each of them is filled anew.
SetPlan plan_sets(const WantedSets& wanted, const SavedSets* printed, const SavedSets& live);

// What takes back those steps of `swap` that were done: it may have been ended anywhere.
std::string swap_back(const SetPlan& plan, const SavedSets& live);

} // namespace rulec::restore
