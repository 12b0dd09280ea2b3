// SPDX-License-Identifier: GPL-2.0-or-later
#include "tests/kernel/programs.h"

#include <charconv>
#include <cstring>

#include <doctest/doctest.h>
#include <fmt/format.h>
#include <linux/netfilter.h>

namespace rulec::test {

Bytes octets(std::string_view hex) {
    Bytes bytes;
    for (std::size_t i = 0; i + 1 < hex.size(); i += 2) {
        unsigned char octet = 0;
        std::from_chars(hex.data() + i, hex.data() + i + 2, octet, 16);
        bytes.push_back(octet);
    }
    return bytes;
}

nft::Expression e(decltype(nft::Expression::node) node, std::uint32_t begin) {
    return {std::move(node), {FileId{0}, begin, begin + 1}};
}

nft::NewTable table(std::uint8_t family, std::string name) {
    nft::NewTable message;
    message.table = {family, std::move(name)};
    return message;
}

nft::NewChain base_chain(const nft::TableRef& table, std::string name, std::string type, std::uint32_t hook,
                         std::int32_t priority) {
    nft::NewChain message = plain_chain(table, std::move(name));
    message.hook =
        nft::Hook{.number = hook, .priority = priority, .type = std::move(type), .policy = NF_ACCEPT, .devices = {}};
    return message;
}

nft::NewChain plain_chain(const nft::TableRef& table, std::string name) {
    nft::NewChain message;
    message.table = table;
    message.name = std::move(name);
    return message;
}

nft::NewRule rule(const nft::TableRef& table, std::string chain, std::vector<nft::Expression> expressions) {
    nft::NewRule message;
    message.table = table;
    message.chain = std::move(chain);
    message.expressions = std::move(expressions);
    return message;
}

kernel::Answer send(const nft::Batch& batch, bool dry_run) {
    REQUIRE(batch.problems().empty());
    auto connection = kernel::Connection::open();
    REQUIRE(connection.has_value());
    kernel::Transaction transaction;
    transaction.messages = batch.messages();
    transaction.begin_seq = batch.begin_seq();
    transaction.dry_run = dry_run;
    auto answer = kernel::commit(*connection, transaction);
    REQUIRE_MESSAGE(answer.has_value(), (answer ? std::string() : answer.error().what));
    return std::move(*answer);
}

kernel::Answer send(const nft::Program& program, bool dry_run) {
    return send(nft::encode(program), dry_run);
}

std::string text(const kernel::Answer& answer) {
    std::string lines = answer.complete ? "" : "errors were lost\n";
    for (const kernel::KernelError& error : answer.errors)
        lines += fmt::format("seq {}: {} at {} {}\n", error.seq, std::strerror(error.code),
                             error.attr_offset ? static_cast<int>(*error.attr_offset) : -1, error.message);
    return lines;
}

} // namespace rulec::test
