// SPDX-License-Identifier: GPL-2.0-or-later
#include "runtime/kernel/errors.h"

#include <algorithm>
#include <cerrno>
#include <iterator>

#include <linux/netfilter/nf_tables.h>

#ifndef ERESTART
#define ERESTART 85
#endif

namespace rulec::kernel {
namespace {

constexpr std::uint8_t kAnyMessage = 0xfe;
constexpr std::uint8_t kBatch = Refusal::kWholeBatch;

struct Row {
    int code;
    std::uint8_t message;        // or kAnyMessage
    std::string_view expression; // empty: any, or none
    std::string_view cause;
};

// The first row that fits is the answer: expressions, then messages, then the errno alone.
constexpr Row kRows[] = {
    // ---- an expression that the kernel does not allow at this place
    {EOPNOTSUPP, NFT_MSG_NEWRULE, "masq", "masquerade is allowed in nat chains at the postrouting hook only"},
    {EOPNOTSUPP, NFT_MSG_NEWRULE, "redir",
     "redirect is allowed in nat chains at the prerouting and output hooks only"},
    {EOPNOTSUPP, NFT_MSG_NEWRULE, "nat",
     "snat is allowed in nat chains at postrouting and input, dnat at prerouting and output"},
    {EOPNOTSUPP, NFT_MSG_NEWRULE, "tproxy", "tproxy is allowed at the prerouting hook only"},
    {EOPNOTSUPP, NFT_MSG_NEWRULE, "reject",
     "reject is allowed at input, forward, output, prerouting and the ingress hooks only"},
    {EOPNOTSUPP, NFT_MSG_NEWRULE, "synproxy", "synproxy is allowed at input and forward only"},
    {EOPNOTSUPP, NFT_MSG_NEWRULE, "flow_offload", "flow add is allowed at the forward hook only"},
    {EOPNOTSUPP, NFT_MSG_NEWRULE, "queue", "queue is not allowed in this chain"},
    {EOPNOTSUPP, NFT_MSG_NEWRULE, "fib", "this fib query is not possible at this hook"},
    {EOPNOTSUPP, NFT_MSG_NEWRULE, "socket", "socket matches are allowed at prerouting, input and output only"},
    {EOPNOTSUPP, NFT_MSG_NEWRULE, "osf", "osf matches are allowed at prerouting, input and forward only"},
    {EOPNOTSUPP, NFT_MSG_NEWRULE, "rt", "this rt key is not available at this hook"},
    {EOPNOTSUPP, NFT_MSG_NEWRULE, "xfrm", "ipsec matches are not possible at this hook"},
    {EOPNOTSUPP, NFT_MSG_NEWRULE, "meta", "this meta key cannot be read or set in this family or at this hook"},
    {EOPNOTSUPP, NFT_MSG_NEWRULE, "ct", "this ct key is not known to the kernel or not available in this family"},
    {EOPNOTSUPP, NFT_MSG_NEWRULE, "dup", "dup is not possible in this family or at this hook"},
    {EOPNOTSUPP, NFT_MSG_NEWRULE, "fwd", "fwd is allowed in netdev chains at the ingress and egress hooks only"},
    {EOPNOTSUPP, NFT_MSG_NEWRULE, "dynset",
     "the set has no flag `timeout`, or its type cannot be changed from rules"},
    {EOPNOTSUPP, NFT_MSG_NEWRULE, "immediate", "only chains without a hook can be jumped to"},
    {EINVAL, NFT_MSG_NEWRULE, "dynset",
     "the set does not allow what this statement adds: check its timeout, its "
     "size and its `dynamic` flag"},
    {EINVAL, NFT_MSG_NEWRULE, "lookup", "the set's key or data has another length than the value that is looked up"},
    {ENOENT, NFT_MSG_NEWRULE, "lookup", "there is no set of this name in the table"},
    {ENOENT, NFT_MSG_NEWRULE, "dynset",
     "there is no set of this name in the table, or a statement in it is unknown "
     "to this kernel"},
    {ENOENT, NFT_MSG_NEWRULE, "objref", "there is no object of this name and type in the table"},
    {ENOENT, NFT_MSG_NEWRULE, "flow_offload",
     "there is no flowtable of this name in the table, or the kernel was "
     "built without flow offload (CONFIG_NFT_FLOW_OFFLOAD)"},
    {ENOENT, NFT_MSG_NEWRULE, "immediate", "there is no chain of this name in the table"},
    {ELOOP, NFT_MSG_NEWRULE, "", "the jump closes a loop, or leads back to a chain with a hook"},
    {EMLINK, NFT_MSG_NEWRULE, "", "jumps are nested deeper than 16 chains, or they form a loop"},
    {EBUSY, NFT_MSG_NEWRULE, "dynset", "an anonymous or constant set cannot be changed from rules"},
    {EBUSY, NFT_MSG_NEWRULE, "lookup", "the set is in use in another way"},

    // ---- an expression type that the kernel does not have: the name tells the configuration option
    {ENOENT, NFT_MSG_NEWRULE, "masq", "the kernel has no masquerade support (CONFIG_NFT_MASQ)"},
    {ENOENT, NFT_MSG_NEWRULE, "redir", "the kernel has no redirect support (CONFIG_NFT_REDIR)"},
    {ENOENT, NFT_MSG_NEWRULE, "nat", "the kernel has no nat support (CONFIG_NFT_NAT)"},
    {ENOENT, NFT_MSG_NEWRULE, "ct",
     "the kernel has no connection tracking support (CONFIG_NFT_CT), or the ct key "
     "needs a module that is missing"},
    {ENOENT, NFT_MSG_NEWRULE, "limit", "the kernel has no rate limits (CONFIG_NFT_LIMIT)"},
    {ENOENT, NFT_MSG_NEWRULE, "log",
     "the kernel has no logging (CONFIG_NFT_LOG) or no logger for this family "
     "(CONFIG_NF_LOG_SYSLOG, CONFIG_NETFILTER_NETLINK_LOG)"},
    {ENOENT, NFT_MSG_NEWRULE, "reject", "the kernel has no reject support for this family (CONFIG_NFT_REJECT)"},
    {ENOENT, NFT_MSG_NEWRULE, "queue", "the kernel has no queues to user space (CONFIG_NFT_QUEUE)"},
    {ENOENT, NFT_MSG_NEWRULE, "quota", "the kernel has no quotas (CONFIG_NFT_QUOTA)"},
    {ENOENT, NFT_MSG_NEWRULE, "connlimit", "the kernel cannot count connections (CONFIG_NFT_CONNLIMIT)"},
    {ENOENT, NFT_MSG_NEWRULE, "hash", "the kernel has no hash expression (CONFIG_NFT_HASH)"},
    {ENOENT, NFT_MSG_NEWRULE, "numgen", "the kernel has no number generators (CONFIG_NFT_NUMGEN)"},
    {ENOENT, NFT_MSG_NEWRULE, "fib",
     "the kernel has no fib queries for this family (CONFIG_NFT_FIB_INET, "
     "CONFIG_NFT_FIB_IPV4, CONFIG_NFT_FIB_IPV6)"},
    {ENOENT, NFT_MSG_NEWRULE, "socket", "the kernel has no socket matches (CONFIG_NFT_SOCKET)"},
    {ENOENT, NFT_MSG_NEWRULE, "osf", "the kernel has no passive fingerprinting (CONFIG_NFT_OSF)"},
    {ENOENT, NFT_MSG_NEWRULE, "tproxy", "the kernel has no transparent proxy (CONFIG_NFT_TPROXY)"},
    {ENOENT, NFT_MSG_NEWRULE, "xfrm", "the kernel has no ipsec matches (CONFIG_NFT_XFRM)"},
    {ENOENT, NFT_MSG_NEWRULE, "synproxy", "the kernel has no synproxy (CONFIG_NFT_SYNPROXY)"},
    {ENOENT, NFT_MSG_NEWRULE, "dup",
     "the kernel cannot duplicate packets in this family (CONFIG_NFT_DUP_IPV4, "
     "CONFIG_NFT_DUP_IPV6, CONFIG_NFT_DUP_NETDEV)"},
    {ENOENT, NFT_MSG_NEWRULE, "fwd", "the kernel cannot forward packets to a device (CONFIG_NFT_FWD_NETDEV)"},
    {ENOENT, NFT_MSG_NEWRULE, "notrack", "the kernel has no connection tracking (CONFIG_NFT_CT)"},
    {ENOENT, NFT_MSG_NEWRULE, "last", "the kernel is older than 5.14 and has no `last` statement"},
    {ENOENT, NFT_MSG_NEWRULE, "exthdr", "the kernel has no extension headers expression"},
    {ENOENT, NFT_MSG_NEWRULE, "",
     "something the rule names is missing: a chain, a set, an object, or a kernel module"},

    // ---- messages
    {EBUSY, NFT_MSG_NEWCHAIN, "", "the device is used by another chain in a way that excludes this one"},
    {EEXIST, NFT_MSG_NEWCHAIN, "", "the chain exists already with another type, hook, priority or device"},
    {ENOENT, NFT_MSG_NEWCHAIN, "",
     "the kernel does not have this chain type in this family, or there is no such device"},
    {EOPNOTSUPP, NFT_MSG_NEWCHAIN, "",
     "the chain type does not exist at this hook, its priority is too low for it (nat "
     "needs more than -200), or the chain exists with another hook or priority"},
    {EINVAL, NFT_MSG_NEWCHAIN, "", "the kernel does not take this combination of hook, priority and devices"},
    {EEXIST, NFT_MSG_NEWSET, "", "a set of this name exists already with another type or other flags"},
    {EOPNOTSUPP, NFT_MSG_NEWSET, "", "the kernel has no set type with this combination of flags"},
    {ENOENT, NFT_MSG_NEWSET, "", "a statement of the set is not known to this kernel"},
    {E2BIG, NFT_MSG_NEWSET, "", "the set's key or its fields are too long for the kernel"},
    {EEXIST, NFT_MSG_NEWSETELEM, "",
     "the element is in the set already with another value, or its interval overlaps "
     "one that is"},
    {ENOTEMPTY, NFT_MSG_NEWSETELEM, "", "the element's interval overlaps another one"},
    {EBUSY, NFT_MSG_NEWSETELEM, "", "the element is in the set already with another value"},
    {ENFILE, NFT_MSG_NEWSETELEM, "", "the set has more elements than its size allows"},
    {ENOENT, NFT_MSG_NEWSETELEM, "", "the set, or what an element maps to, does not exist"},
    {EINVAL, NFT_MSG_NEWSETELEM, "", "an element has another form than the set's type says"},
    {EMLINK, NFT_MSG_NEWSETELEM, "", "jumps are nested deeper than 16 chains, or they form a loop"},
    {ELOOP, NFT_MSG_NEWSETELEM, "", "the jump closes a loop, or leads back to a chain with a hook"},
    {EOPNOTSUPP, NFT_MSG_NEWSETELEM, "", "the kernel does not allow this verdict or statement in this set's chain"},
    {ENOENT, NFT_MSG_NEWOBJ, "",
     "the kernel does not know this kind of object, or the conntrack helper it names is "
     "not loaded (try modprobe nf_conntrack_<helper>)"},
    {EOPNOTSUPP, NFT_MSG_NEWOBJ, "", "the kernel was built without this kind of object"},
    {EEXIST, NFT_MSG_NEWOBJ, "", "an object of this name exists already"},
    {EINVAL, NFT_MSG_NEWOBJ, "", "the kernel does not take these values, or the security context is not known"},
    {ENOENT, NFT_MSG_NEWFLOWTABLE, "",
     "there is no such device, or the kernel was built without flowtables "
     "(CONFIG_NF_FLOW_TABLE)"},
    {EOPNOTSUPP, NFT_MSG_NEWFLOWTABLE, "", "a device does not support what the flowtable asks of it"},
    {EBUSY, NFT_MSG_NEWFLOWTABLE, "", "a device belongs to another flowtable already"},
    {EEXIST, NFT_MSG_NEWFLOWTABLE, "", "a device belongs to another flowtable at this priority already"},
    {EEXIST, NFT_MSG_NEWTABLE, "", "the table exists already"},
    {EPERM, NFT_MSG_NEWTABLE, "", "the table belongs to a running program (flag `owner`)"},
    {EPERM, NFT_MSG_DELTABLE, "", "the table belongs to a running program (flag `owner`)"},
    {EAFNOSUPPORT, kAnyMessage, "", "the kernel was built without this family"},

    // ---- the batch as a whole
    {EPERM, kBatch, "", "changing the ruleset needs root, or a network namespace of one's own (unshare -Urn)"},
    {EMLINK, kBatch, "", "jumps are nested deeper than 16 chains, or they form a loop"},
    {ELOOP, kBatch, "", "jumps form a loop"},
    {ERESTART, kBatch, "", "somebody else changed the ruleset meanwhile"},
    {EOPNOTSUPP, kBatch, "", "the kernel was built without nf_tables (CONFIG_NF_TABLES)"},
    {EINVAL, kBatch, "", "the kernel has no nf_tables, or does not understand the batch"},

    // ---- the number alone
    {EPERM, kAnyMessage, "", "changing the ruleset needs root, or a network namespace of one's own (unshare -Urn)"},
    {ENOMEM, kAnyMessage, "", "the kernel has no memory left for this"},
    {ERANGE, kAnyMessage, "", "a number is larger than the kernel takes here"},
    {EOVERFLOW, kAnyMessage, "", "a number is larger than the kernel takes here"},
    {ENFILE, kAnyMessage, "", "a set is full"},
    {EMLINK, kAnyMessage, "", "jumps are nested deeper than 16 chains, or they form a loop"},
};

// Expressions with a validate operation in the kernel, but for those that are in nearly every rule.
constexpr std::string_view kCheckedByHook[] = {"masq",     "redir",        "nat",   "tproxy", "reject",
                                               "synproxy", "flow_offload", "queue", "socket", "osf",
                                               "fib",      "rt",           "xfrm",  "fwd"};

bool fits(const Row& row, const Refusal& refusal) {
    if (row.code != refusal.code) return false;
    if (row.message != kAnyMessage && row.message != refusal.message) return false;
    return row.expression.empty() || row.expression == refusal.expression;
}

} // namespace

std::string_view likely_cause(const Refusal& refusal) {
    for (const Row& row : kRows)
        if (fits(row, refusal)) return row.cause;
    return {};
}

bool may_be_misplaced(int code, std::string_view expression) {
    if (code != EOPNOTSUPP && code != EINVAL) return false;
    return std::ranges::find(kCheckedByHook, expression) != std::end(kCheckedByHook);
}

} // namespace rulec::kernel
