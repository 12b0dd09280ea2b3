// SPDX-License-Identifier: GPL-2.0-or-later
// Every kind of message with all of its attributes: the same ruleset by hand as a program and by the stock nft from
// text must read the same from the kernel.
#include "tests/kernel/isolation.h"
#include "tests/kernel/programs.h"

#include <cstring>

#include <doctest/doctest.h>
#include <linux/netfilter.h>
#include <linux/netfilter/nf_tables.h>

using namespace rulec;
using namespace rulec::nft;
using rulec::test::e;
using rulec::test::octets;

namespace {

const TableRef kTable{NFPROTO_INET, "t"};
const Verdict kAccept{NF_ACCEPT, {}};
const Verdict kDrop{NF_DROP, {}};

// nft's datatype numbers and userdata layouts, as `nft --debug=mnl` shows them.
constexpr std::uint32_t kIpv4Addr = 7;
constexpr std::uint32_t kInetService = 13;
constexpr std::uint32_t kAddrService = (kIpv4Addr << 6) | kInetService;

Bytes comment(std::uint8_t type, std::string_view text) {
    Bytes tlv{type, static_cast<unsigned char>(text.size() + 1)};
    tlv.append(reinterpret_cast<const unsigned char*>(text.data()), text.size());
    tlv.push_back(0);
    return tlv;
}

NewSet set(std::string name, std::uint32_t id, std::uint32_t flags, std::uint32_t key_type, std::uint32_t key_len) {
    NewSet message;
    message.table = kTable;
    message.name = std::move(name);
    message.id = id;
    message.flags = flags;
    message.key_type = key_type;
    message.key_len = key_len;
    return message;
}

NewElements elements(const NewSet& set, std::string_view keys) {
    NewElements message;
    message.table = set.table;
    message.set = set.name;
    message.set_id = set.id;
    message.key_len = set.key_len;
    message.keys = octets(keys);
    message.count = message.keys.size() / set.key_len;
    return message;
}

NewObject object(std::string name, decltype(NewObject::body) body) {
    NewObject message;
    message.table = kTable;
    message.name = std::move(name);
    message.body = std::move(body);
    return message;
}

// Loads the text with nft, then the program, and compares what the kernel lists.
void check_same(const std::string& text, const Program& program) {
    test::flush_ruleset();
    if (!test::loaded_by_nft(text)) return;
    const std::string expected = test::listing();
    test::flush_ruleset();
    const auto answer = test::send(program);
    CHECK_MESSAGE(answer.errors.empty(), test::text(answer));
    CHECK(test::listing() == expected);
}

} // namespace

TEST_CASE("tables: flags and comment") {
    NewTable table = test::table(NFPROTO_INET, "t");
    table.flags = NFT_TABLE_F_DORMANT;
    table.userdata = comment(0, "hello");
    check_same("table inet t { comment \"hello\"\n flags dormant; }\n", {{table}});
    for (const auto& [family, word] :
         std::initializer_list<std::pair<std::uint8_t, const char*>>{{NFPROTO_IPV4, "ip"},
                                                                     {NFPROTO_IPV6, "ip6"},
                                                                     {NFPROTO_ARP, "arp"},
                                                                     {NFPROTO_BRIDGE, "bridge"},
                                                                     {NFPROTO_NETDEV, "netdev"}})
        check_same("table " + std::string(word) + " t { }\n", {{test::table(family, "t")}});
}

TEST_CASE("tables: delete, and create exclusively") {
    test::flush_ruleset();
    const NewTable table = test::table(NFPROTO_INET, "t");
    CHECK(test::send({{table, DelTable{.table = kTable, .span = {}}, table}}).errors.empty());
    NewTable again = table;
    again.create = true;
    const auto answer = test::send({{again}});
    REQUIRE(answer.errors.size() == 1);
    CHECK(answer.errors[0].code == EEXIST);
}

TEST_CASE("chains: hook, priority, policy, comment, devices") {
    NewChain input = test::base_chain(kTable, "input", "filter", NF_INET_LOCAL_IN, -10);
    input.hook->policy = NF_DROP;
    NewChain plain = test::plain_chain(kTable, "plain");
    plain.userdata = comment(0, "ch");
    check_same("table inet t { chain input { type filter hook input priority -10; policy drop; }\n"
               " chain plain { comment \"ch\"; }\n}\n",
               {{test::table(NFPROTO_INET, "t"), input, plain}});

    const TableRef netdev{NFPROTO_NETDEV, "n"};
    NewChain one = test::base_chain(netdev, "one", "filter", 0, 1);
    one.hook->policy.reset();
    one.hook->devices = {"lo"};
    NewChain two = test::base_chain(netdev, "two", "filter", 0, 2);
    two.hook->devices = {"lo", "veth0"};
    check_same("table netdev n { chain one { type filter hook ingress device lo priority 1; }\n"
               " chain two { type filter hook ingress devices = { lo, veth0 } priority 2; policy accept; }\n}\n",
               {{test::table(NFPROTO_NETDEV, "n"), one, two}});
}

TEST_CASE("bound chains: jump { } by id") {
    NewChain bound = test::plain_chain(kTable, "");
    bound.flags = NFT_CHAIN_BINDING;
    bound.id = 3;
    NewRule inner = test::rule(kTable, "", {e(Counter{}), e(Immediate{0, kAccept})});
    inner.chain_id = 3;
    NewRule jump = test::rule(kTable, "c", {e(Immediate{0, Verdict{NFT_JUMP, {}, 3}})});
    jump.userdata = comment(0, "why");
    NewChain base = test::base_chain(kTable, "c", "filter", NF_INET_LOCAL_IN, 0);
    check_same("table inet t { chain c { type filter hook input priority 0; policy accept;\n"
               " jump { counter accept; } comment \"why\"\n }\n}\n",
               {{test::table(NFPROTO_INET, "t"), base, bound, inner, jump}});
}

TEST_CASE("sets: intervals, comments of elements, timeouts") {
    NewSet hosts = set("hosts", 1, 0, kIpv4Addr, 4);
    NewElements in_hosts = elements(hosts, "0a0000010a000002");
    in_hosts.extras.push_back({.index = 1,
                               .timeout_ms = {},
                               .expiration_ms = {},
                               .userdata = comment(0, "second"),
                               .expressions = {},
                               .object = {}});

    NewSet nets = set("nets", 2, NFT_SET_INTERVAL, kIpv4Addr, 4);
    nets.policy = NFT_SET_POL_MEMORY;
    nets.userdata = comment(7, "foo");
    NewElements in_nets = elements(nets, "000000000a0000000b000000c0a80000");
    in_nets.flags = {NFT_SET_ELEM_INTERVAL_END, 0, NFT_SET_ELEM_INTERVAL_END, 0};
    // nft marks an interval that reaches the last address: flags (type 1), a number in host order.
    in_nets.extras.push_back({.index = 3,
                              .timeout_ms = {},
                              .expiration_ms = {},
                              .userdata = octets("010401000000"),
                              .expressions = {},
                              .object = {}});

    NewSet slow = set("slow", 3, NFT_SET_TIMEOUT, kIpv4Addr, 4);
    slow.timeout_ms = 3600000;
    slow.gc_interval_ms = 30000;
    slow.size = 100;
    NewElements in_slow = elements(slow, "01010101");
    in_slow.extras.push_back({.index = 0,
                              .timeout_ms = 7200000,
                              .expiration_ms = 7000000,
                              .userdata = {},
                              .expressions = {},
                              .object = {}});

    check_same(
        "table inet t {\n set hosts { type ipv4_addr; elements = { 10.0.0.1, 10.0.0.2 comment \"second\" }; }\n"
        " set nets { type ipv4_addr; flags interval; policy memory; comment \"foo\"\n"
        " elements = { 10.0.0.0/8, 192.168.0.0-255.255.255.255 }; }\n"
        " set slow { type ipv4_addr; flags timeout; timeout 1h; gc-interval 30s; size 100\n"
        " elements = { 1.1.1.1 timeout 2h expires 7000s }; }\n}\n",
        {{test::table(NFPROTO_INET, "t"), hosts, in_hosts, nets, in_nets, slow, in_slow}});
}

TEST_CASE("sets: concatenations with intervals") {
    NewSet pairs = set("pairs", 1, NFT_SET_INTERVAL | NFT_SET_CONCAT, kAddrService, 8);
    pairs.field_lens = {4, 2};
    NewElements in_pairs = elements(pairs, "0a000000005000000102030400160000");
    in_pairs.key_ends = octets("0affffff005a00000102030400160000");
    check_same("table inet t { set pairs { type ipv4_addr . inet_service; flags interval\n"
               " elements = { 10.0.0.0/8 . 80-90, 1.2.3.4 . 22 }; }\n}\n",
               {{test::table(NFPROTO_INET, "t"), pairs, in_pairs}});
}

TEST_CASE("sets: stateful expressions of sets and elements, dynset with several") {
    NewSet counted = set("counted", 1, 0, kIpv4Addr, 4);
    counted.expressions = {e(Counter{})};
    NewElements in_counted = elements(counted, "01010101");
    in_counted.extras.push_back({.index = 0,
                                 .timeout_ms = {},
                                 .expiration_ms = {},
                                 .userdata = {},
                                 .expressions = {e(Counter{7, 8})},
                                 .object = {}});

    NewSet dynamic = set("seen", 2, NFT_SET_EVAL | NFT_SET_TIMEOUT | NFT_SET_EXPR, kAddrService, 8);
    dynamic.size = 100;
    dynamic.expressions = {e(Limit{5, 1, 5, NFT_LIMIT_PKTS, 0}), e(Counter{})};
    check_same(
        "table inet t { set counted { type ipv4_addr; counter; elements = { 1.1.1.1 counter packets 7 bytes 8 }; }\n"
        " set seen { type ipv4_addr . inet_service; flags dynamic,timeout; size 100;\n"
        " limit rate 5/second counter; }\n}\n",
        {{test::table(NFPROTO_INET, "t"), counted, in_counted, dynamic}});
}

TEST_CASE("maps: data, verdicts with catch-all, objects") {
    NewSet verdicts = set("verdicts", 1, NFT_SET_MAP, kIpv4Addr, 4);
    verdicts.data = SetData{NFT_DATA_VERDICT, 0};
    NewElements in_verdicts = elements(verdicts, "010203040102030500000000");
    in_verdicts.flags = {0, 0, NFT_SET_ELEM_CATCHALL};
    in_verdicts.verdict_table = {kDrop, {NFT_JUMP, "foo"}, kAccept};
    in_verdicts.verdicts = {0, 1, 2};

    NewSet ports = set("ports", 2, NFT_SET_MAP, kIpv4Addr, 4);
    ports.data = SetData{kInetService, 2};
    NewElements in_ports = elements(ports, "0102030401020305");
    in_ports.data_len = 2;
    in_ports.data = octets("00050006");

    NewSet objects = set("objects", 3, NFT_SET_OBJECT, kIpv4Addr, 4);
    objects.object_type = NFT_OBJECT_COUNTER;
    NewElements in_objects = elements(objects, "01020304");
    in_objects.extras.push_back(
        {.index = 0, .timeout_ms = {}, .expiration_ms = {}, .userdata = {}, .expressions = {}, .object = "c1"});

    check_same(
        "table inet t { counter c1 { }\n chain foo { }\n"
        " map verdicts { type ipv4_addr : verdict; elements = { 1.2.3.4 : drop, 1.2.3.5 : jump foo, * : accept }; }\n"
        " map ports { type ipv4_addr : inet_service; elements = { 1.2.3.4 : 5, 1.2.3.5 : 6 }; }\n"
        " map objects { type ipv4_addr : counter; elements = { 1.2.3.4 : \"c1\" }; }\n}\n",
        {{test::table(NFPROTO_INET, "t"), object("c1", Counter{}), test::plain_chain(kTable, "foo"), verdicts,
          in_verdicts, ports, in_ports, objects, in_objects}});
}

TEST_CASE("interval maps: the end of an interval has no data") {
    NewSet ports = set("ports", 1, NFT_SET_MAP | NFT_SET_INTERVAL, kIpv4Addr, 4);
    ports.data = SetData{kInetService, 2};
    NewElements in_ports = elements(ports, "000000000a0000000b000000");
    in_ports.flags = {NFT_SET_ELEM_INTERVAL_END, 0, NFT_SET_ELEM_INTERVAL_END};
    in_ports.data_len = 2;
    in_ports.data = octets("000000050000");
    check_same("table inet t { map ports { type ipv4_addr : inet_service; flags interval\n"
               " elements = { 10.0.0.0/8 : 5 }; }\n}\n",
               {{test::table(NFPROTO_INET, "t"), ports, in_ports}});
}

TEST_CASE("anonymous sets are bound to their rule by id") {
    NewSet anonymous = set("__set%d", 9, NFT_SET_ANONYMOUS | NFT_SET_CONSTANT, kIpv4Addr, 4);
    anonymous.size = 2;
    NewElements in_anonymous = elements(anonymous, "0102030401020305");
    NewRule rule = test::rule(kTable, "c",
                              {e(MetaLoad{NFT_META_NFPROTO, 1}), e(Compare{1, NFT_CMP_EQ, octets("02")}),
                               e(PayloadLoad{NFT_PAYLOAD_NETWORK_HEADER, 12, 4, 1}),
                               e(Lookup{1, "__set%d", 9, {}, false}), e(Immediate{0, kAccept})});
    check_same("table inet t { chain c { ip saddr { 1.2.3.4, 1.2.3.5 } accept; }\n}\n",
               {{test::table(NFPROTO_INET, "t"), test::plain_chain(kTable, "c"), anonymous, in_anonymous, rule}});
}

TEST_CASE("objects: counter, quota, limit, synproxy") {
    NewObject counter = object("c1", Counter{3, 4});
    counter.userdata = comment(0, "cc");
    check_same(
        "table inet t { counter c1 { packets 3 bytes 4; comment \"cc\"\n }\n"
        " quota q1 { over 25 mbytes used 3 bytes; }\n limit l1 { rate over 10/second burst 5 packets; }\n"
        " synproxy s1 { mss 1460\n wscale 7\n timestamp sack-perm\n }\n}\n",
        {{test::table(NFPROTO_INET, "t"), counter, object("q1", Quota{25u << 20, 3, NFT_QUOTA_F_INV}),
          object("l1", Limit{10, 1, 5, NFT_LIMIT_PKTS, NFT_LIMIT_F_INV}), object("s1", Synproxy{1460, 7, 0x0f})}});
}

TEST_CASE("objects: connection tracking helper") {
    check_same("table inet t { ct helper h1 { type \"ftp\" protocol tcp\n l3proto ip\n }\n}\n",
               {{test::table(NFPROTO_INET, "t"), object("h1", NewObject::CtHelper{"ftp", 6, NFPROTO_IPV4})}});
}

TEST_CASE("objects: connection tracking timeouts and expectations") {
    // nft fills the states that the text does not name with defaults of its own.
    NewObject::CtTimeout timeout{6, NFPROTO_IPV4, {}};
    const std::uint32_t kSeconds[] = {120, 60, 100, 120, 60, 30, 120, 4, 120, 300, 300};
    for (std::uint32_t state = 0; state < std::size(kSeconds); ++state)
        timeout.timeouts.emplace_back(state, kSeconds[state]);
    check_same(
        "table inet t { ct timeout o1 { protocol tcp\n l3proto ip\n policy = { established : 100, close : 4 }\n }\n"
        " ct expectation e1 { protocol tcp\n dport 80\n timeout 10s\n size 3\n l3proto ip\n }\n}\n",
        {{test::table(NFPROTO_INET, "t"), object("o1", timeout),
          object("e1", NewObject::CtExpectation{6, NFPROTO_IPV4, 80, 10000, 3})}});
}

TEST_CASE("objects: secmark") {
    check_same("table inet t { secmark sm { \"system_u:object_r:x_t:s0\"; }\n}\n",
               {{test::table(NFPROTO_INET, "t"), object("sm", NewObject::Secmark{"system_u:object_r:x_t:s0"})}});
}

TEST_CASE("flowtables") {
    NewFlowtable flowtable;
    flowtable.table = kTable;
    flowtable.name = "ft";
    flowtable.hook = 0;
    flowtable.priority = 5;
    flowtable.devices = {"lo", "veth0"};
    flowtable.flags = NFT_FLOWTABLE_COUNTER;
    check_same("table inet t { flowtable ft { hook ingress priority 5; devices = { lo, veth0 }; counter; }\n}\n",
               {{test::table(NFPROTO_INET, "t"), flowtable}});
}

TEST_CASE("the last expression, which nft 1.0.6 cannot write") {
    test::flush_ruleset();
    const auto answer = test::send(
        {{test::table(NFPROTO_INET, "t"), test::plain_chain(kTable, "c"), test::rule(kTable, "c", {e(Last{})})}});
    if (!answer.errors.empty()) {
        CHECK(answer.errors[0].code == ENOENT);
        MESSAGE("this kernel does not have it");
        return;
    }
    CHECK(test::run("nft --debug=netlink list ruleset").output.find("[ last never ]") != std::string::npos);
}
