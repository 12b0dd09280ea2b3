// SPDX-License-Identifier: GPL-2.0-or-later
#include "runtime/apply/report.h"

#include "backend/nft/locate.h"
#include "runtime/kernel/errors.h"

#include <cstring>
#include <tuple>

#include <fmt/format.h>

namespace rulec::apply {
namespace {

std::optional<nft::Place> place_of(const kernel::KernelError& error, const Encoded& prologue, const Encoded& body) {
    for (const Encoded* part : {&body, &prologue})
        if (auto place = nft::locate(part->program, part->batch, error.seq, error.attr_offset)) return place;
    return std::nullopt;
}

diag::Diagnostic explain(const kernel::KernelError& error, const std::optional<nft::Place>& place) {
    kernel::Refusal refusal{.code = error.code, .message = kernel::Refusal::kWholeBatch, .expression = {}};
    std::string what = "the ruleset as a whole";
    Span span;
    if (place) {
        refusal.message = place->message;
        refusal.expression = place->expression;
        what = place->what;
        span = place->span;
    }
    auto diagnostic = diag::make(diag::Code::kKernelRefused, span, what, std::strerror(error.code));
    if (place && !place->expression.empty())
        diagnostic.primary.text = fmt::format("the kernel points at this `{}` expression", place->expression);
    if (const auto cause = kernel::likely_cause(refusal); !cause.empty())
        diagnostic.notes.push_back(fmt::format("likely cause: {}", cause));
    if (!error.message.empty()) diagnostic.notes.push_back(fmt::format("the kernel says: {}", error.message));
    diagnostic.notes.emplace_back("nothing was changed");
    return diagnostic;
}

} // namespace

bool report_problems(const Encoded& encoded, diag::Sink& sink) {
    for (const nft::Batch::Problem& problem : encoded.batch.problems())
        sink.report(diag::make(diag::Code::kBeyondKernelFormat, problem.span, problem.what));
    return !encoded.batch.problems().empty();
}

void report_errors(const kernel::Answer& answer, const Encoded& prologue, const Encoded& body, diag::Sink& sink) {
    const kernel::KernelError* last = nullptr;
    Span last_span;
    for (const kernel::KernelError& error : answer.errors) {
        const auto place = place_of(error, prologue, body);
        const Span span = place ? place->span : Span{};
        // Messages of one set or statement fail alike, one after the other.
        const bool repeated = last != nullptr && span.known() && span == last_span && error.code == last->code;
        if (!repeated) sink.report(explain(error, place));
        last = &error;
        last_span = span;
    }
}

} // namespace rulec::apply
