// SPDX-License-Identifier: GPL-2.0-or-later
#include "compiler/lint/lints.h"

namespace rulec::lint {

void queue_without_bypass(const Subject& subject, diag::Sink& sink) {
    for (const Uses& uses : subject.uses) {
        for (const Span queue : uses.queues) {
            sink.report(diag::make(diag::Code::kQueueWithoutBypass, queue)
                            .help("with `bypass` packets go on as if accepted while nobody listens"));
        }
    }
}

} // namespace rulec::lint
