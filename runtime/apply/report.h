// SPDX-License-Identifier: GPL-2.0-or-later
// From what the kernel (or the encoder) has against a batch to diagnostics at the source.
#pragma once

#include "backend/nft/batch.h"
#include "backend/nft/program.h"
#include "compiler/diag/diagnostic.h"
#include "runtime/kernel/transaction.h"

namespace rulec::apply {

// A program beside its batch.
struct Encoded {
    const nft::Program& program;
    const nft::Batch& batch;
};

// A KernelError with all that is known about it.
struct Explanation {
    Span span;              // as narrow as it is certain
    std::string what;       // "rule in chain input"
    std::string expression; // the kernel's name, empty if it is about none or unknown
    bool guessed = false;   // the kernel did not name the expression, it is the one that can be wrong here
    std::string cause;      // likely_cause(), may be empty
};
Explanation explain(const kernel::KernelError& error, const Encoded& prologue, const Encoded& body);

// What the encoder refused. True if there was anything.
bool report_problems(const nft::Batch& batch, diag::Sink& sink);

// One diagnostic for each error; several that the kernel gives for the same place and reason are one.
void report_errors(const kernel::Answer& answer, const Encoded& prologue, const Encoded& body, diag::Sink& sink);

} // namespace rulec::apply
