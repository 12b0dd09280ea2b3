// SPDX-License-Identifier: GPL-2.0-or-later
#include "compiler/lint/lints.h"

namespace rulec::lint {

void unused_object(const Subject& subject, diag::Sink& sink) {
    subject.for_each_ruled_table([&](const model::Table& table, const Uses& uses) {
        for (const model::Object& object : table.objects) {
            if (!uses.has(object)) sink.report(diag::make(diag::Code::kUnusedObject, object.span, object.name));
        }
    });
}

} // namespace rulec::lint
