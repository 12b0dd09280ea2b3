// SPDX-License-Identifier: GPL-2.0-or-later
// Rulesets that claim to be the whole of a host, drop IPv4 by default, and let all of IPv6 in.
#include "compiler/lint/acceptance.h"

#include <algorithm>

namespace rulec::lint {
namespace {

using catalog::Family;
using catalog::Hook;

bool sees_incoming_ipv6(const model::Table& table) {
    if (table.family == Family::ip || table.family == Family::arp) return false;
    return std::ranges::any_of(table.chains, [](const model::Chain& chain) {
        if (!chain.base || chain.base->type != catalog::ChainType::filter) return false;
        const Hook hook = chain.base->hook;
        return hook == Hook::input || hook == Hook::prerouting || hook == Hook::ingress;
    });
}

} // namespace

void v6_unfiltered(const Subject& subject, diag::Sink& sink) {
    if (!subject.ruleset.flush_ruleset || std::ranges::any_of(subject.ruleset.tables, sees_incoming_ipv6)) return;
    for_each_closed_chain(subject, Hook::input, [&](const BaseAt& base) {
        sink.report(diag::make(diag::Code::kV6Unfiltered, base.chain.span, base.chain.name)
                        .also(base.table.span, "a table of family ip never sees IPv6")
                        .also(subject.ruleset.flush_span, "the file says that it is the whole ruleset")
                        .help("make it a table of family inet, or add one of family ip6"));
    });
}

} // namespace rulec::lint
