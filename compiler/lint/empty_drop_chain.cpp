// SPDX-License-Identifier: GPL-2.0-or-later
#include "compiler/lint/acceptance.h"

namespace rulec::lint {

void empty_drop_chain(const Subject& subject, diag::Sink& sink) {
    for (const catalog::Hook hook : {catalog::Hook::prerouting, catalog::Hook::input, catalog::Hook::forward,
                                     catalog::Hook::output, catalog::Hook::postrouting}) {
        for_each_closed_chain(subject, hook, [&](const BaseAt& base) {
            if (!base.chain.rules.empty()) return;
            sink.report(
                diag::make(diag::Code::kEmptyDropChain, base.chain.span, base.chain.name, catalog::name(hook)));
        });
    }
}

} // namespace rulec::lint
