// SPDX-License-Identifier: GPL-2.0-or-later
#include "backend/nft_text/reject_text.h"

#include "backend/nft_text/value_text.h"

#include <fmt/format.h>
#include <linux/netfilter.h>

namespace rulec::nft_text {
namespace {

using catalog::TypeId;
using model::RejectType;

struct Dialect {
    std::string_view word;
    TypeId codes;
    std::uint8_t port_unreachable; // what `reject` alone means
};
constexpr Dialect kIcmp{"icmp", TypeId::icmp_code, 3};
constexpr Dialect kIcmpv6{"icmpv6", TypeId::icmpv6_code, 4};
constexpr Dialect kIcmpx{"icmpx", TypeId::icmpx_code, 1};

Dialect dialect_of(const model::ProtocolContext& protocols, const model::Reject& reject) {
    if (reject.type == RejectType::icmpx_unreach) return kIcmpx;
    const std::uint8_t family =
        reject.nf_proto != 0 ? reject.nf_proto : protocols.ip_version().value_or(NFPROTO_IPV4);
    return family == NFPROTO_IPV6 ? kIcmpv6 : kIcmp;
}

// In tables of both versions `reject` alone stands for icmpx where the version is not known.
bool goes_without_saying(const Context& context, const Dialect& dialect, std::uint8_t code) {
    if (code != dialect.port_unreachable) return false;
    const bool one_version =
        context.table.family == catalog::Family::ip || context.table.family == catalog::Family::ip6;
    return one_version || dialect.codes == TypeId::icmpx_code;
}

} // namespace

std::string reject_text(const Context& context, const model::ProtocolContext& protocols,
                        const model::Reject& reject) {
    if (reject.type == RejectType::tcp_reset) return "reject with tcp reset";
    const Dialect dialect = dialect_of(protocols, reject);
    if (goes_without_saying(context, dialect, reject.code)) return "reject";
    const catalog::DataType& type = catalog::type(dialect.codes);
    const std::string code = catalog::print_value(type, type.bit_len, Bytes(1, reject.code));
    return fmt::format("reject with {} {}", dialect.word, code);
}

} // namespace rulec::nft_text
