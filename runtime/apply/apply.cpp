// SPDX-License-Identifier: GPL-2.0-or-later
#include "runtime/apply/apply.h"

#include "backend/nft/encode.h"
#include "runtime/apply/plan.h"
#include "runtime/apply/report.h"
#include "runtime/kernel/snapshot.h"
#include "runtime/kernel/transaction.h"
#include "runtime/stages/stage.h"

#include <algorithm>
#include <cerrno>

#ifndef ERESTART
#define ERESTART 85
#endif

namespace rulec::apply {
namespace {

constexpr int kMaxAttempts = 20; // each costs the encoding of the prologue only

bool generation_moved(const kernel::Answer& answer) {
    return std::ranges::any_of(answer.errors,
                               [](const kernel::KernelError& error) { return error.code == ERESTART; });
}

Result<kernel::Answer> send(kernel::Connection& connection, const nft::Batch& prologue, const nft::Batch& body,
                            const Options& options, std::uint32_t generation) {
    kernel::Transaction transaction;
    for (const nft::Batch* part : {&prologue, &body})
        for (const auto run : part->messages())
            transaction.messages.push_back(run);
    transaction.begin_seq = body.begin_seq();
    transaction.generation = generation;
    transaction.dry_run = options.dry_run;
    const Stage stage("kernel transaction");
    return kernel::commit(connection, transaction);
}

// After a commit the generation is another one. If it is not, the kernel said nothing and did nothing, which must
// never look like success.
Result<void> verify(kernel::Connection& connection, std::uint32_t before) {
    const auto now = kernel::read_generation(connection);
    if (!now) return tl::unexpected(now.error());
    if (*now == before) return system_error(EIO, "the kernel neither applied the ruleset nor said why");
    return {};
}

} // namespace

Result<Outcome> apply(kernel::Connection& connection, const Prepared& body, const Options& options,
                      diag::Sink& sink) {
    if (report_problems(body.batch, sink)) return Outcome{};

    for (int attempt = 0; attempt < kMaxAttempts; ++attempt) {
        const auto live = kernel::take_snapshot(connection);
        if (!live) return tl::unexpected(live.error());
        Plan plan = make_plan(body.tables, *live, options);
        if (plan.refusal) {
            sink.report(std::move(*plan.refusal));
            return Outcome{.generation = live->generation};
        }
        // The body keeps its numbers from one attempt to the next, so the prologue's come after them.
        const nft::Batch prologue = nft::encode(plan.prologue, body.batch.end_seq() + 1);
        const bool nothing = prologue.message_count() + body.batch.message_count() == 0;
        const auto answer = send(connection, prologue, body.batch, options, live->generation);
        if (!answer) return tl::unexpected(answer.error());
        if (generation_moved(*answer)) continue;

        Outcome outcome{.generation = live->generation};
        if (!answer->errors.empty()) {
            const nft::Program program = body.remake();
            report_errors(*answer, {plan.prologue, prologue}, {program, body.batch}, sink);
            return outcome;
        }
        if (!answer->complete) return system_error(ENOBUFS, "the kernel's answer was lost");
        if (!options.dry_run && !nothing)
            if (auto verified = verify(connection, live->generation); !verified)
                return tl::unexpected(verified.error());
        for (diag::Diagnostic& note : plan.notes)
            sink.report(std::move(note));
        outcome.applied = true;
        outcome.removed = std::move(plan.removed);
        outcome.replaced = std::move(plan.replaced);
        outcome.strangers = std::move(plan.strangers);
        return outcome;
    }
    return system_error(EBUSY, "others change the ruleset faster than it can be applied");
}

} // namespace rulec::apply
