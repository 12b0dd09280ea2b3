// SPDX-License-Identifier: GPL-2.0-or-later
#include "runtime/apply/prepared.h"

#include "runtime/apply/ownership.h"

#include <utility>

namespace rulec::apply {

void Preparation::consume(nft::Message& message) {
    if (auto* table = std::get_if<nft::NewTable>(&message)) {
        add_mark(table->userdata);
        tables_.messages.push_back(message);
    } else if (std::holds_alternative<nft::DelTable>(message)) {
        tables_.messages.push_back(message);
    }
    encoder_.add(message);
}

Prepared Preparation::take(std::function<nft::Program()> remake) && {
    return {std::move(encoder_).take(), std::move(tables_), std::move(remake)};
}

Prepared prepare(nft::Program program) {
    Preparation preparation;
    for (nft::Message& message : program.messages)
        preparation.consume(message);
    return std::move(preparation).take([program = std::move(program)] { return program; });
}

} // namespace rulec::apply
