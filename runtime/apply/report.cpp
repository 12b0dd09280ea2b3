// SPDX-License-Identifier: GPL-2.0-or-later
#include "runtime/apply/report.h"

#include "backend/nft/locate.h"
#include "backend/nft/names.h"
#include "runtime/kernel/errors.h"

#include <cstring>

#include <fmt/format.h>

namespace rulec::apply {
namespace {

// The kernel names no expression when it checks a finished rule against its chain. If one in it is of a kind that is
// checked there, it is that one.
void guess_expression(Explanation& result, const nft::Message& message, int code) {
    const auto* rule = std::get_if<nft::NewRule>(&message);
    if (rule == nullptr) return;
    for (const nft::Expression& expression : rule->expressions) {
        const auto name = nft::expression_name(expression);
        if (!kernel::may_be_misplaced(code, name)) continue;
        result.expression = name;
        result.guessed = true;
        if (expression.span.known()) result.span = expression.span;
        return;
    }
}

diag::Diagnostic to_diagnostic(const kernel::KernelError& error, const Explanation& explanation) {
    auto diagnostic =
        diag::make(diag::Code::kKernelRefused, explanation.span, explanation.what, std::strerror(error.code));
    if (!explanation.expression.empty())
        diagnostic.primary.text =
            fmt::format("the kernel {} this `{}` expression", explanation.guessed ? "probably means" : "points at",
                        explanation.expression);
    if (!explanation.cause.empty()) diagnostic.notes.push_back(fmt::format("likely cause: {}", explanation.cause));
    if (!error.message.empty()) diagnostic.notes.push_back(fmt::format("the kernel says: {}", error.message));
    diagnostic.notes.emplace_back("nothing was changed");
    return diagnostic;
}

} // namespace

Explanation explain(const kernel::KernelError& error, const Encoded& prologue, const Encoded& body) {
    for (const Encoded* part : {&body, &prologue}) {
        const auto place = nft::locate(part->program, part->batch, error.seq, error.attr_offset);
        if (!place) continue;
        Explanation result{.span = place->span, .what = place->what, .expression = place->expression, .cause = {}};
        if (result.expression.empty()) guess_expression(result, part->program.messages[place->index], error.code);
        result.cause = kernel::likely_cause({error.code, place->message, result.expression});
        return result;
    }
    return {.span = {},
            .what = "the ruleset as a whole",
            .expression = {},
            .cause = std::string(kernel::likely_cause({error.code, kernel::Refusal::kWholeBatch, {}}))};
}

bool report_problems(const nft::Batch& batch, diag::Sink& sink) {
    for (const nft::Batch::Problem& problem : batch.problems())
        sink.report(diag::make(diag::Code::kBeyondKernelFormat, problem.span, problem.what));
    return !batch.problems().empty();
}

void report_errors(const kernel::Answer& answer, const Encoded& prologue, const Encoded& body, diag::Sink& sink) {
    const kernel::KernelError* last = nullptr;
    Span last_span;
    for (const kernel::KernelError& error : answer.errors) {
        const Explanation explanation = explain(error, prologue, body);
        // Messages of one set or statement fail alike, one after the other.
        const bool repeated =
            last != nullptr && explanation.span.known() && explanation.span == last_span && error.code == last->code;
        if (!repeated) sink.report(to_diagnostic(error, explanation));
        last = &error;
        last_span = explanation.span;
    }
}

} // namespace rulec::apply
