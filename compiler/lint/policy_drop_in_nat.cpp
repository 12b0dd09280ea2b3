// SPDX-License-Identifier: GPL-2.0-or-later
#include "compiler/lint/lints.h"

namespace rulec::lint {

void policy_drop_in_nat(const Subject& subject, diag::Sink& sink) {
    for (const model::Table& table : subject.ruleset.tables) {
        for (const model::Chain& chain : table.chains) {
            if (!chain.base || chain.base->type != catalog::ChainType::nat || chain.base->policy_accept != false)
                continue;
            sink.report(diag::make(diag::Code::kPolicyDropInNat, chain.span, chain.name)
                            .label("its policy drops every connection that no rule here translates or accepts")
                            .help("write `policy accept` here, and drop in a chain of type filter"));
        }
    }
}

} // namespace rulec::lint
