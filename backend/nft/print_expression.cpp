// SPDX-License-Identifier: GPL-2.0-or-later
#include "backend/nft/attribute_walk.h"
#include "backend/nft/names.h"
#include "backend/nft/print.h"

#include <iterator>

#include <fmt/format.h>
#include <linux/netfilter.h>
#include <linux/netfilter/nf_log.h>
#include <linux/netfilter/nf_tables.h>
#include <linux/netfilter/nf_tables_compat.h>

namespace rulec::nft {
namespace {

using fmt::format;

std::string hex(BytesView octets) {
    return format("0x{}", to_hex(octets));
}

// " addr_min reg 1" for those that are there.
std::string optional_register(std::string_view what, std::optional<Register> reg) {
    return reg ? format(" {} reg {}", what, *reg) : std::string();
}
std::string optional_flags(std::uint32_t flags) {
    return flags != 0 ? format(" flags {:#x}", flags) : std::string();
}

// ---------------------------------------------------------------- loads

std::string text(const PayloadLoad& e) {
    return format("payload load {}b @ {} header + {} => reg {}", e.len, payload_base_name(e.base), e.offset, e.dreg);
}
std::string text(const PayloadSet& e) {
    return format("payload write reg {} => {}b @ {} header + {} csum_type {} csum_off {} csum_flags {:#x}", e.sreg,
                  e.len, payload_base_name(e.base), e.offset, e.csum_type, e.csum_offset, e.csum_flags);
}
std::string text(const ExthdrLoad& e) {
    return format("exthdr load {} {}b @ {} + {}{} => reg {}", exthdr_op_name(e.op), e.len, e.type, e.offset,
                  (e.flags & NFT_EXTHDR_F_PRESENT) != 0 ? " present" : "", e.dreg);
}
std::string text(const ExthdrSet& e) {
    return format("exthdr write {} reg {} => {}b @ {} + {}", exthdr_op_name(e.op), e.sreg, e.len, e.type, e.offset);
}
std::string text(const ExthdrReset& e) {
    return format("exthdr reset {} {}", exthdr_op_name(e.op), e.type);
}
std::string text(const MetaLoad& e) {
    return format("meta load {} => reg {}", meta_key_name(e.key), e.dreg);
}
std::string text(const MetaSet& e) {
    return format("meta set {} with reg {}", meta_key_name(e.key), e.sreg);
}

std::string ct_direction(std::optional<std::uint8_t> direction) {
    return direction ? format(" , dir {}", ct_direction_name(*direction)) : std::string();
}
std::string text(const CtLoad& e) {
    return format("ct load {} => reg {}{}", ct_key_name(e.key), e.dreg, ct_direction(e.direction));
}
std::string text(const CtSet& e) {
    return format("ct set {} with reg {}{}", ct_key_name(e.key), e.sreg, ct_direction(e.direction));
}
std::string text(const RtLoad& e) {
    return format("rt load {} => reg {}", rt_key_name(e.key), e.dreg);
}
std::string text(const SocketLoad& e) {
    const std::string level = e.level ? format(" {}", *e.level) : std::string();
    return format("socket load {}{} => reg {}", socket_key_name(e.key), level, e.dreg);
}
std::string text(const OsfLoad& e) {
    return format("osf dreg {} ttl {} flags {:#x}", e.dreg, e.ttl, e.flags);
}
std::string text(const XfrmLoad& e) {
    return format("xfrm load {} {} {} => reg {}", e.direction == 0 ? "in" : "out", e.spnum, xfrm_key_name(e.key),
                  e.dreg);
}

std::string text(const FibLoad& e) {
    struct Row {
        std::uint32_t flag;
        std::string_view word;
    };
    static constexpr Row kKeys[] = {{NFTA_FIB_F_SADDR, "saddr"},
                                    {NFTA_FIB_F_DADDR, "daddr"},
                                    {NFTA_FIB_F_MARK, "mark"},
                                    {NFTA_FIB_F_IIF, "iif"},
                                    {NFTA_FIB_F_OIF, "oif"}};
    static constexpr std::string_view kResults[] = {"unspec", "oif", "oifname", "type"};
    std::string keys;
    for (const Row& row : kKeys)
        if ((e.flags & row.flag) != 0) keys += keys.empty() ? std::string(row.word) : format(" . {}", row.word);
    return format("fib {} {}{} => reg {}", keys, e.result < std::size(kResults) ? kResults[e.result] : "unknown",
                  (e.flags & NFTA_FIB_F_PRESENT) != 0 ? " present" : "", e.dreg);
}

std::string offset_text(std::uint32_t offset) {
    return offset != 0 ? format(" offset {}", offset) : std::string();
}

std::string text(const NumgenLoad& e) {
    return format("numgen reg {} = {} mod {}{}", e.dreg, e.type == NFT_NG_RANDOM ? "random" : "inc", e.modulus,
                  offset_text(e.offset));
}
std::string text(const HashLoad& e) {
    if (e.type == NFT_HASH_SYM)
        return format("hash reg {} = symhash() % mod {}{}", e.dreg, e.modulus, offset_text(e.offset));
    const std::string seed = e.seed ? format("{:#x}", *e.seed) : std::string("random");
    return format("hash reg {} = jhash(reg {}, {}, {}) % mod {}{}", e.dreg, e.sreg, e.len, seed, e.modulus,
                  offset_text(e.offset));
}

// ---------------------------------------------------------------- arithmetic and comparisons

std::string text(const Bitwise& e) {
    return format("bitwise reg {} = ( reg {} & {} ) ^ {}", e.dreg, e.sreg, hex(e.mask), hex(e.xor_));
}
std::string text(const BitShift& e) {
    return format("bitwise reg {} = ( reg {} {} {} )", e.dreg, e.sreg, e.left ? "<<" : ">>", e.bits);
}
std::string text(const ByteorderSwap& e) {
    return format("byteorder reg {} = {}(reg {}, {}, {})", e.dreg, e.to_network ? "hton" : "ntoh", e.sreg, e.size,
                  e.len);
}
std::string text(const Compare& e) {
    return format("cmp {} reg {} {}", compare_op_name(e.op), e.sreg, hex(e.data));
}
std::string text(const RangeCompare& e) {
    return format("range {} reg {} {} {}", e.op == NFT_RANGE_EQ ? "eq" : "neq", e.sreg, hex(e.from), hex(e.to));
}
std::string text(const Lookup& e) {
    return format("lookup reg {} set {}{} {:#x}", e.sreg, e.set, e.dreg ? format(" dreg {}", *e.dreg) : "",
                  e.invert ? 1 : 0);
}
std::string text(const Immediate& e) {
    if (const auto* octets = std::get_if<Bytes>(&e.data)) return format("immediate reg {} {}", e.dreg, hex(*octets));
    return format("immediate reg {} {}", e.dreg, print(std::get<Verdict>(e.data)));
}

// ---------------------------------------------------------------- statements

std::string text(const Counter& e) {
    return format("counter pkts {} bytes {}", e.packets, e.bytes);
}

std::string unit_text(std::uint64_t seconds) {
    struct Row {
        std::uint64_t seconds;
        std::string_view word;
    };
    static constexpr Row kUnits[] = {{1, "second"}, {60, "minute"}, {3600, "hour"}, {86400, "day"}, {604800, "week"}};
    for (const Row& row : kUnits)
        if (row.seconds == seconds) return std::string(row.word);
    return format("{}s", seconds);
}
std::string text(const Limit& e) {
    return format("limit rate {}/{} burst {} type {} flags {:#x}", e.rate, unit_text(e.unit_s), e.burst,
                  e.type == NFT_LIMIT_PKT_BYTES ? "bytes" : "packets", e.flags);
}
std::string text(const Quota& e) {
    return format("quota bytes {} consumed {} flags {}", e.bytes, e.consumed, e.flags);
}
std::string text(const Connlimit& e) {
    return format("connlimit count {} flags {:#x}", e.count, e.flags);
}
std::string text(const Last& e) {
    return e.set ? format("last {}", e.msecs) : std::string("last never");
}

std::string log_flags(std::uint32_t flags) {
    struct Row {
        std::uint32_t flag;
        std::string_view word;
    };
    static constexpr Row kFlags[] = {{NF_LOG_TCPSEQ, " tcpseq"},
                                     {NF_LOG_TCPOPT, " tcpopt"},
                                     {NF_LOG_IPOPT, " ipopt"},
                                     {NF_LOG_UID, " uid"},
                                     {NF_LOG_MACDECODE, " macdecode"}};
    std::string words;
    for (const Row& row : kFlags)
        if ((flags & row.flag) != 0) words += row.word;
    return words;
}
std::string text(const Log& e) {
    std::string words = "log";
    auto out = std::back_inserter(words);
    if (e.prefix) fmt::format_to(out, " prefix \"{}\"", *e.prefix);
    if (e.group) fmt::format_to(out, " group {}", *e.group);
    if (e.snaplen) fmt::format_to(out, " snaplen {}", *e.snaplen);
    if (e.queue_threshold) fmt::format_to(out, " qthreshold {}", *e.queue_threshold);
    if (e.level) fmt::format_to(out, " level {}", *e.level);
    return words + log_flags(e.flags);
}
std::string text(const Reject& e) {
    return format("reject type {} code {}", e.type, e.code);
}

std::string text(const Nat& e) {
    return format("nat {} {}{}{}{}{}{}", e.type == NFT_NAT_SNAT ? "snat" : "dnat", family_name(e.family),
                  optional_register("addr_min", e.addr_min), optional_register("addr_max", e.addr_max),
                  optional_register("proto_min", e.proto_min), optional_register("proto_max", e.proto_max),
                  optional_flags(e.flags));
}
std::string text(const Masquerade& e) {
    return format("masq{}{}{}", optional_register("proto_min", e.proto_min),
                  optional_register("proto_max", e.proto_max), optional_flags(e.flags));
}
std::string text(const Redirect& e) {
    return format("redir{}{}{}", optional_register("proto_min", e.proto_min),
                  optional_register("proto_max", e.proto_max), optional_flags(e.flags));
}
std::string text(const Tproxy& e) {
    const std::string family = e.family == NFPROTO_UNSPEC ? std::string() : format(" {}", family_name(e.family));
    return format("tproxy{}{}{}", family, optional_register("addr", e.addr), optional_register("port", e.port));
}
std::string text(const Notrack&) {
    return "notrack";
}
std::string text(const Queue& e) {
    std::string words = "queue";
    if (e.sreg)
        words += format(" sreg_qnum {}", *e.sreg);
    else if (e.total > 1)
        words += format(" num {}-{}", e.number, e.number + e.total - 1);
    else
        words += format(" num {}", e.number);
    if ((e.flags & NFT_QUEUE_FLAG_BYPASS) != 0) words += " bypass";
    if ((e.flags & NFT_QUEUE_FLAG_CPU_FANOUT) != 0) words += " fanout";
    return words;
}
std::string text(const Dup& e) {
    return format("dup{}{}", e.addr ? format(" sreg_addr {}", *e.addr) : "",
                  e.dev ? format(" sreg_dev {}", *e.dev) : "");
}
std::string text(const Fwd& e) {
    return format("fwd{}{}{}", e.dev ? format(" sreg_dev {}", *e.dev) : "",
                  e.addr ? format(" sreg_addr {}", *e.addr) : "",
                  e.family != 0 ? format(" nfproto {}", e.family) : "");
}
std::string text(const Synproxy& e) {
    return format("synproxy mss {} wscale {} flags {:#x}", e.mss, e.wscale, e.flags);
}
std::string text(const Objref& e) {
    if (e.sreg) return format("objref sreg {} set {}", *e.sreg, e.set);
    return format("objref type {} name {}", e.object_type, e.object);
}
std::string text(const FlowOffload& e) {
    return format("flow add flowtable {}", e.flowtable);
}
std::string text(const Dynset& e) {
    std::string words = format("dynset {} reg_key {} set {}{} timeout {}ms", dynset_op_name(e.op), e.key, e.set,
                               e.data ? format(" sreg_data {}", *e.data) : "", e.timeout_ms);
    if (!e.expressions.empty()) words += " expr";
    for (const Expression& inner : e.expressions)
        words += format(" {}", print(inner));
    return words;
}

// Extensions of iptables say what they are (NFTA_TARGET_NAME has the same number); of others there are only octets.
std::string text(const Foreign& e) {
    if (e.name != "match" && e.name != "target") return format("{} {}", e.name, hex(e.data));
    return format("xt {} \"{}\"", e.name, Attributes(e.data).text(NFTA_MATCH_NAME));
}

} // namespace

std::string print(const Expression& expression) {
    return format("[ {} ]", std::visit([](const auto& e) { return text(e); }, expression.node));
}

std::string print(const Verdict& verdict) {
    std::string words(verdict_name(verdict.code));
    if (!verdict.chain.empty()) words += format(" -> {}", verdict.chain);
    if (verdict.chain_id != 0) words += format(" -> chain id {}", verdict.chain_id);
    return words;
}

} // namespace rulec::nft
