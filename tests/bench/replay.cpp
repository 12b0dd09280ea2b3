// SPDX-License-Identifier: GPL-2.0-or-later
// The floor of an apply: compiles a ruleset and encodes it, then prints the seconds that the kernel alone takes for
// the finished batch, from sendmsg to the last of its answers. Run it in a network namespace of its own: it changes
// the tables.
//
// usage: rulec_bench_replay FILE
#include "runtime/cli/pipeline.h"
#include "runtime/cli/system_host_facts.h"
#include "runtime/kernel/transaction.h"

#include <chrono>
#include <cstdio>

#include <fmt/format.h>

namespace rulec {
namespace {

std::optional<nft::Batch> encode_file(const char* path, diag::Sink& sink) {
    SourceManager sources;
    const auto file = cli::open_source(sources, path, sink);
    if (!file) return std::nullopt;
    const cli::SystemHostFacts host;
    const auto compiled = cli::to_program(sources, *file, {}, &host, sink);
    if (!compiled) return std::nullopt;
    return cli::to_batch(*compiled, sink);
}

// Seconds; nothing if it failed, and then standard error says why.
std::optional<double> send(const nft::Batch& batch) {
    auto connection = kernel::Connection::open();
    if (!connection) {
        fmt::print(stderr, "{}\n", connection.error().what);
        return std::nullopt;
    }
    const kernel::Transaction transaction = {
        .messages = batch.messages(), .begin_seq = batch.begin_seq(), .generation = {}, .dry_run = false};
    const auto begin = std::chrono::steady_clock::now();
    const auto answer = kernel::commit(*connection, transaction);
    const std::chrono::duration<double> taken = std::chrono::steady_clock::now() - begin;
    if (!answer || !answer->errors.empty()) {
        fmt::print(stderr, "{}\n", answer ? "the kernel refused the batch" : answer.error().what);
        return std::nullopt;
    }
    return taken.count();
}

int replay(const char* path) {
    diag::Sink sink;
    const auto batch = encode_file(path, sink);
    if (!batch) {
        fmt::print(stderr, "{}: does not compile, see rulec check\n", path);
        return 1;
    }
    const auto seconds = send(*batch);
    if (seconds) fmt::print("{:.6f}\n", *seconds);
    return seconds ? 0 : 3;
}

} // namespace
} // namespace rulec

int main(int argc, char** argv) {
    if (argc == 2) return rulec::replay(argv[1]);
    std::fputs("usage: rulec_bench_replay FILE\n", stderr);
    return 2;
}
