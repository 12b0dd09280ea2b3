// SPDX-License-Identifier: GPL-2.0-or-later
// What the writers of matches and targets look up while they make the text of one rule, and what they leave behind:
// mistakes, sets of the table, and what the text says of the packet.
#pragma once

#include "backend/iptables/import/clause.h"
#include "backend/iptables/import/ipset_sets.h"
#include "backend/iptables/import/recent.h"
#include "backend/iptables/import/table_text.h"
#include "backend/iptables/ruleset.h"
#include "compiler/diag/diagnostic.h"

#include <optional>
#include <set>
#include <string>
#include <string_view>

namespace rulec::ipt {

// What is known of the place of a rule.
struct Surroundings {
    Family family;
    TableText& table;
    const Chain& chain;
    const std::set<std::string_view>& hooks; // built-in chains from which jumps lead to the rule, and its own
    const RecentLists& recents;
    IpsetSets& ipsets;
    bool whole_packets; // something has connections tracked: fragments have been put together before
};

// What the rule is not for. A field that a packet has not got makes a test false, negated or not, where iptables
// takes the packet: so the exception returns from a block before the rule does what it does.
struct Exception {
    Clauses clauses; // all of them at once
    Span span;
    std::string otherwise; // what differs if there can be no such block
};

class RuleContext {
  public:
    RuleContext(const Rule& rule_, const Surroundings& place, diag::Sink& sink)
        : rule(rule_), family(place.family), table(place.table), chain(place.chain), hooks(place.hooks),
          ipsets(place.ipsets), whole_packets(place.whole_packets), recents_(place.recents), sink_(sink) {}

    const Rule& rule;
    const Family family;
    TableText& table;
    const Chain& chain;
    const std::set<std::string_view>& hooks;
    IpsetSets& ipsets;
    const bool whole_packets;

    std::optional<std::uint64_t> protocol; // of -p
    bool names_family = false;             // something in the text holds for packets of this family only
    std::vector<Exception> exceptions;
    bool stateful = false; // a condition counts what reaches it: its place among others matters

    bool failed() const { return failed_; }
    // Reports that there are no words for `what`, and what would work; for `return context.cannot_say(...)`.
    Alternatives cannot_say(Span span, std::string_view what, std::string_view help = {});
    std::string no_text(Span span, std::string_view what, Span because = {}); // `because`: where the reason stands
    std::string no_text(Span span, std::string_view what, std::string_view help);
    // The row of the match or target, or of one of its options, says why there are none.
    bool is_refused(const Extension& extension);
    void warn(Span span, std::string what);
    // The rule does nothing in iptables: it can never match. It is left out, with a remark.
    Alternatives never_matches(Span span, std::string_view why);
    bool never() const { return never_; }

    // "ip saddr" of "% saddr".
    std::string field(std::string_view words);
    std::string_view ip() { return names_family = true, family == Family::ipv4 ? "ip" : "ip6"; }

    // In quotes. Reports what cannot stand in them.
    std::string quoted(std::string_view text, Span span);

    const RecentList& recent_list(const Extension& match) const { return recents_.of(match); }

    // The words `tcp`, `udp`... of a header with ports that the packet surely has, else `th`.
    std::string_view transport() const;

  private:
    const RecentLists& recents_;
    diag::Sink& sink_;
    bool failed_ = false;
    bool never_ = false;
};

} // namespace rulec::ipt
