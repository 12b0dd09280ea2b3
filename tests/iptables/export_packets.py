#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""The same packets through rules as `rulec apply` loads them, as `rulec compile --to iptables` writes them, and as
`rulec import` reads that again: every packet must fare the same. The router and its packets are those of packets.py.

usage: export_packets.py RULEC [--all] [--corpus FILE.jsonl] [--random COUNT] [--nft] [--show] [FILTER]

Rulesets are examples/ and the chains of export.py's cases, or those of a corpus (see tests/conformance); what iptables
cannot say is left out, and counted. Without --all it takes every tenth of its own.
"""
import argparse
import json
import os
import pathlib
import random
import re
import sys
import tempfile

import packets
import set_cases

HERE = pathlib.Path(__file__).resolve().parent
EXAMPLES = HERE.parents[1] / "examples"
NO_TOOL_TO_ASK = 77

# What a chain of each kind may hold; the rest of the router's traffic goes on.
CHAINS = {"input": "type filter hook input priority filter; policy accept;",
          "forward": "type filter hook forward priority filter; policy accept;",
          "mangle": "type filter hook forward priority mangle; policy accept;",
          "marks": "type filter hook prerouting priority mangle; policy accept;",
          "dstnat": "type nat hook prerouting priority dstnat; policy accept;",
          "srcnat": "type nat hook postrouting priority srcnat; policy accept;"}
RULES = {
    "input": ["tcp dport { 22, 80-443 } drop", "tcp dport != { 22, 80 } drop", "ip saddr != { 10.0.0.5, 192.168.0.0/16 } drop",
              "ip saddr { 10.0.0.0/30, 10.0.0.5-10.0.0.9 } drop", "meta l4proto { tcp, udp } th dport { 53, 80 } drop",
              "meta l4proto != { tcp, udp } drop", "ether type arp drop", "tcp flags syn drop", "tcp flags & (fin|syn|rst|ack) == syn drop",
              "tcp flags ! syn drop", "tcp flags == syn drop", "tcp flags { syn, ack, syn | ack } drop",
              "icmp type { echo-request, timestamp-request } drop", "icmpv6 type { echo-request, packet-too-big } drop",
              "icmp type 3 icmp code 4 drop", "icmp type != echo-request drop", "ct state != new drop",
              "ct state { new, invalid } drop", "ct state ! established,related drop", "ct status assured drop",
              "ct original proto-dst 80 meta l4proto tcp drop", "ct direction reply drop", "ct label set 5 ; ct label 5 drop", "tcp dport 80 ct label set 5 ; ct label & 5 != 5 drop",
              "ct original packets < 2 drop", "ct packets { 2, 3 } drop", "ct bytes != 40-100 drop", "ct reply avgpkt > 41 drop", "ct original ip saddr 10.0.0.5 drop",
              "hbh hdrlength 0 drop", "dst hdrlength != { 1, 2 } drop", "ct label set 7 meta l4proto udp drop", "ct label & 5 != 5 ct label set 5 tcp dport 80 drop",
              "tcp dport vmap { 22 : drop, 80-443 : accept } ; drop", "ip saddr . tcp dport { 10.0.0.5 . 80, 192.168.7.9 . 22 } drop",
              "ip saddr . tcp dport != { 10.0.0.5 . 80, 192.168.7.9 . 22 } drop", "ip ttl < 5 drop", "ip ttl != { 4, 5 } drop",
              "ip6 hoplimit > 64 drop", "ip dscp { cs1, ef } drop", "ip dscp != cs0 drop", "ip6 dscp ef drop", "ip ecn ce drop",
              'iifname "eth*" drop', 'iifname != "eth0" drop', 'oifname "eth1" drop', 'oifname != "eth1" drop', "fib saddr type != unicast drop", "fib daddr type unicast drop",
              "fib daddr type != { local, broadcast, multicast } drop", "fib saddr type { unicast, local } drop", "fib daddr . iif type local drop", "fib daddr type { broadcast, anycast, multicast } drop",
              "fib saddr . iif oif missing drop", "udp length > 20 drop", "meta length > 60 drop", "meta length != 40-60 drop",
              "limit rate over 5/hour burst 5 packets drop", "limit rate 5/hour burst 7 packets drop", "quota over 500 bytes drop",
              "meta l4proto { tcp, udp } th dport { 22, 53, 80, 2001 } limit rate over 5/hour burst 5 packets drop",
              "numgen inc mod 3 1 drop", "numgen inc mod 3 offset 10 vmap { 10 : drop, 11 : accept, 12 : drop }",
              "udp dport 3001 numgen inc mod 4 vmap { 0 : drop, 2 : drop }", "tcp dport 80 numgen inc mod 2 vmap { 0 : jump back, 1 : drop } ; drop",
              "numgen inc mod 5 vmap { 0 : accept, 1-4 : drop }", "meter m { ip saddr limit rate over 5/hour } drop", "ip saddr & 255.255.255.0 { 10.0.0.1, 192.168.7.0 } drop",
              "ip saddr & 255.255.255.0 != { 10.0.0.1, 192.168.7.0 } drop", "ip frag-off & 0x1fff != 0 drop", "ip saddr & 0.0.0.255 == 0.0.0.5 drop",
              "tcp option maxseg exists drop", "tcp option maxseg size 600 drop", "tcp option maxseg size != 600 drop",
              "tcp option maxseg size != { 0-599, 1460 } drop", "esp spi 5 drop", "ah spi != 5 drop",
              "sctp dport 80 drop", "dccp dport 81 drop", "meta skuid 0 drop", "reject with icmpx admin-prohibited",
              "tcp dport 80 reject with tcp reset", "meta nfproto ipv4 tcp flags & (fin | syn | rst | ack) == { syn, ack } synproxy mss 1460 wscale 7 timestamp sack-perm",
              "tcp dport { 22, 80 } counter ip saddr { 10.0.0.5, 192.168.7.9 } log drop",
              "ip6 nexthdr icmpv6 icmpv6 type echo-request drop", "ip6 nexthdr udp drop", "ip6 nexthdr != udp drop", "ip6 nexthdr { tcp, udp, 60 } drop",
              "ip6 nexthdr != { 0, 43, 44, 50, 51, 59, 60 } drop", "ip6 nexthdr { 6, 17 } udp dport 2001 drop",
              "exthdr dst exists drop", "exthdr hbh missing drop", "exthdr frag missing drop", "exthdr rt exists drop",
              "ip id > 0x1020 drop", "ip id & 0xf0 == 0x20 drop", "ip version 4 ip hdrlength 5 drop", "ip length != 28-60 drop",
              "tcp sequence 1000 tcp window != 7 drop", "tcp ackseq { 0, 5-9 } drop", "udp length { 16, 48 } drop", "icmp id 1 drop",
              "udp length != { 16, 48 } drop", "icmp type { echo-request, timestamp-request } icmp id 1 drop",
              "ip frag-off & 0x2000 != 0 drop", "ip frag-off 3 drop", "ip frag-off != 0 drop", "@nh,8,8 0x28 drop",
              "@nh,96,32 & 0xff == 5 drop", "@th,32,8 != 0 drop", "@th,16,32 & 0xffff0000 == 0x00500000 drop",
              "@nh,64,32 > 0x20000000 drop", "ip6 length < 40 drop", "ip6 flowlabel 0x1010-0x1020 drop", "ip dscp & 0x08 == 0x08 drop",
              "tcp option 2 missing drop", "tcp flags syn tcp option 8 missing drop", "sctp chunk data exists drop",
              "sctp chunk data missing drop", "sctp dport 80 sctp chunk data missing drop", "sctp chunk init exists drop",
              'meta hour "00:00"-"23:59" drop', 'meta hour != "02:00"-"02:01" drop', "meta day { Monday, Wednesday, Friday, Sunday } drop",
              "meta day != Tuesday drop", 'meta time > "2024-01-01" drop', 'meta time "2020-01-01"-"2024-01-01" drop',
              'meta time != "2020-01-01"-"2024-01-01" drop', "meta ipsec exists drop", "meta ipsec missing drop",
              "tcp dport vmap { 22 : drop, 80 : jump back, * : accept } ; drop", "meta nfproto vmap { ipv4 : accept, ipv6 : drop } ; drop",
              "meta nfproto vmap { ipv6 : accept, * : drop }", "ip saddr vmap { 10.0.0.5 : drop, * : accept } ; drop",
              "ip protocol . th dport { tcp . 22, udp . 53 } drop", "ip protocol . th dport vmap { tcp . 80 : drop, udp . 53 : accept } ; drop",
              "meta l4proto . th dport { tcp . 22, udp . 53 } drop", "counter packets 5 bytes 400 drop", "counter name c drop",
              "ip6 saddr { 2001:db8::5, 2001::/32 } drop", "ip protocol { tcp, icmp } drop", "meta nfproto ipv6 drop", "meta mark 0 drop"],
    "forward": ["ct state vmap { invalid : drop, established : accept } ; drop", 'iifname . oifname { "eth0" . "eth1" } drop'],
    "mangle": ["tcp flags syn tcp option maxseg size set 500", "tcp flags syn tcp option maxseg size set 500 accept ; drop",
               "tcp flags & (syn | rst) == syn tcp option maxseg size set rt mtu", "tcp flags syn tcp option maxseg size set 500 drop",
               "ip ecn set ce", "ip6 ecn set ect0", "tcp dport 80 ip dscp set cs3 ip ecn set ect1"],
    "marks": ["tcp dport 22 meta mark set 0x5", "meta mark set meta mark or 0x40 ; ip saddr 10.0.0.5 meta mark set meta mark and 0x3",
              "ip ttl set 33", "ip dscp set af11", "ip6 dscp set af11", "ip6 hoplimit set 33", "ct mark set 0x7 ; meta mark set ct mark",
              "tcp dport { 22, 80 } meta mark set tcp dport map { 22 : 2, 80 : 8 }",
              "meta mark set ip saddr map { 10.0.0.5 : 2, 192.168.0.0/16 : 8 }", "ct mark set tcp dport map { 22 : 2, 80 : 8 } meta mark set ct mark", "meta mark set 1 ip ttl set 9 accept"],
    "dstnat": ["tcp dport 80 redirect to :3128", "ip daddr 10.0.0.1 tcp dport 80 dnat ip to 10.1.0.5:8080",
               "dnat ip to tcp dport map { 22 : 10.1.0.5, 80 : 10.1.0.6 }",
               "dnat ip to tcp dport map { 22 : 10.1.0.5, * : 10.1.0.6 }", "dnat ip to ip saddr . tcp dport map { 10.0.0.5 . 80 : 10.1.0.6 }",
               "tcp dport 80 dnat ip to numgen inc mod 3 map { 0 : 10.1.0.5, 1 : 10.1.0.6, 2 : 10.1.0.7 }", "dnat ip to iifname map { \"eth0\" : 10.1.0.6 }"],
    "srcnat": ['oifname "eth1" masquerade', 'oifname "eth1" snat ip to 10.1.0.9', 'oifname "eth1" ip saddr { 10.0.0.5, 10.0.0.119 } snat ip to 10.1.0.9'],
}


def own_rulesets():
    for kind, rules in RULES.items():
        for rule in rules:
            body = "\n  ".join(rule.split(" ; "))
            yield rule, f"table inet t {{\n counter c {{ }}\n chain back {{ tcp dport 5 accept; }}\n chain c {{\n  {CHAINS[kind]}\n  {body}\n }}\n}}\n"
    for name, declaration, rules in set_cases.cases():
        body = "\n  ".join(rules.split(" ; "))
        declaration = "\n  ".join(declaration.split("; "))
        yield name, f"table inet t {{\n set s {{\n  {declaration}\n }}\n chain c {{\n  {CHAINS['input']}\n  {body}\n }}\n}}\n"
    yield "leaving a chain", ("table inet t {\n chain first { type filter hook input priority -5; policy accept; ip saddr != { 10.0.0.5, 10.0.0.40 } return; udp dport 53 drop; }\n"
                              " chain second { type filter hook input priority 5; policy drop; jump own; tcp dport != { 22, 80 } ip saddr != { 10.0.0.5, 10.0.0.40 } goto other;"
                              " limit rate over 3/hour burst 3 packets return; accept; }\n"
                              " chain own { tcp dport != { 22, 23 } ip saddr != { 10.0.0.5, 192.168.7.9 } counter return; tcp dport 80 drop; iifname != { \"eth0\", \"lo\" } meta mark set 1 return; udp dport 2001 accept; }\n"
                              " chain other { udp dport 3001 accept; ip saddr 192.168.7.9 accept; }\n}\n")
    yield "two base chains", ("table inet t {\n chain late { type filter hook input priority 5; tcp dport 80 drop; }\n"
                              " chain early { type filter hook input priority -5; jump both; tcp dport 22 drop; }\n"
                              " chain same { type filter hook input priority 5; policy drop; tcp dport 80 accept; icmp type 8 return; }\n"
                              " chain both { ip saddr 10.0.0.5 accept; udp dport 2001 return; meta l4proto udp drop; }\n}\n")
    for path in sorted(EXAMPLES.glob("*.rules")):
        yield path.name, path.read_text()


# What random rules are put together from: tests, what goes on, how it ends.
TESTS = ["ip saddr 10.0.0.5", "ip saddr != { 10.0.0.5, 192.168.0.0/16 }", "ip saddr { 10.0.0.5, 10.0.0.40, 192.168.0.0/16 }", "tcp dport 80",
         "tcp dport { 22, 80, 1000-2000 }", "tcp dport != { 22, 80 }", "udp dport { 53, 2001, 3001 }", "meta l4proto { tcp, udp }",
         "meta l4proto { tcp, udp } th dport { 22, 53, 80 }", "meta l4proto != tcp", "tcp flags syn", "tcp flags & (syn | ack) == syn",
         "tcp flags { syn, ack }", "icmp type echo-request", "icmp type { echo-request, timestamp-request }", "icmpv6 type echo-request",
         "ct state new", "ct state { new, invalid }", "ct state ! established", "ct state != new", 'iifname "eth0"', 'iifname != "eth1"',
         'iifname { "eth0", "lo" }', "ip ttl < 64", "ip ttl != { 4, 5 }", "ip dscp { cs1, ef }", "ip6 dscp ef", "meta length != 40-60",
         "ip id > 0x1020", "ip6 nexthdr { tcp, udp }", "ip6 nexthdr != tcp", "ip saddr . tcp dport { 10.0.0.5 . 80, 192.168.7.9 . 22 }",
         "ip saddr . tcp dport != { 10.0.0.5 . 80, 192.168.7.9 . 22 }", "ip6 saddr != { 2001:db8::5, 2001::/32 }", "meta mark 0", "meta mark != { 1, 2 }",
         "fib daddr type local", "tcp option maxseg exists", "tcp option 8 missing", "udp length > 16", "tcp sequence 1000", "meta day != Tuesday"]
MIDDLES = ["counter", "log", "meta mark set 1", "meta mark set meta mark or 0x2", "ct mark set 3", "limit rate over 3/hour burst 3 packets",
           "limit rate 3/hour burst 5 packets", "numgen inc mod 2 0", "meta mark set tcp dport map { 22 : 1, 80 : 2 }", "ct label set 3"]
ENDS = ["drop", "accept", "jump back", "goto back", "return", "reject", "tcp dport vmap { 22 : return, 80 : goto back, 23 : drop }", "tcp dport vmap { 22 : drop, 80 : accept, * : jump back }", "continue", "",
        "ip saddr vmap { 10.0.0.5 : drop, 192.168.0.0/16 : jump back }", "meta l4proto vmap { tcp : jump back, udp : drop }"]


def random_rulesets(count, seed):
    """Rules of which each is odd enough; the seed is in the name, so that one can be had again."""
    for number in range(seed, seed + count):
        draw = random.Random(number)
        rules = ["ct state untracked drop"]  # or fragments were put together on one side only
        for _ in range(4):
            parts = [draw.choice(TESTS) for _ in range(draw.randint(0, 2))] + draw.sample(MIDDLES, draw.choice((0, 0, 1)))
            parts += [draw.choice(TESTS) for _ in range(draw.randint(0, 1))] + draw.sample(MIDDLES, draw.choice((0, 0, 0, 1)))
            rules.append(" ".join([*parts, draw.choice(ENDS)]).strip() or "drop")
        body = "\n  ".join(rules)
        yield f"random {number}", (f"table inet t {{\n chain back {{ tcp dport 80 ip saddr 10.0.0.40 drop; udp dport 53 drop; }}\n"
                                  f" chain c {{\n  {CHAINS['input']}\n  {body}\n }}\n}}\n")


def corpus_rulesets(path):
    for line in open(path, encoding="utf-8"):
        case = json.loads(line)
        if case["kind"] == "positive" and not case.get("files"):
            yield case["id"], case["text"]


def written(options, path, v6, how):
    """What to load with which program, sets first; None: not a ruleset for iptables."""
    tool = "ip6tables" if v6 else "iptables"
    rules = packets.netns.run([options.rulec, "compile", *how, "--to", tool, str(path)])
    if rules.returncode != 0:
        return None
    sets = packets.netns.run([options.rulec, "compile", *how, "--to", "ipset", str(path)])
    return [("ipset restore", sets.stdout), (tool + "-{}-restore", rules.stdout)]


def load(host, inputs, kind):
    for program, text in inputs:
        done = host.run(program.format(kind).split(), input=text)
        if done.returncode != 0:
            break
    return done


def apply_through(kind, host, options, path):
    return host.run([options.rulec, "apply", "--backend", f"iptables-{kind}", str(path)])


def there_and_back(options, path, v6, how):
    """The ruleset as `rulec import` reads what became of it: both families in one, if both can be written."""
    saves = []
    for tool in ("ip6tables", "iptables") if v6 else ("iptables", "ip6tables"):
        done = packets.netns.run([options.rulec, "compile", *how, "--to", tool, str(path)])
        if done.returncode == 0:
            save = path.with_suffix(f".{tool}.save")
            save.write_text(done.stdout)
            saves += ["--with"] * bool(saves) + [tool, str(save)]
    sets = packets.netns.run([options.rulec, "compile", *how, "--to", "ipset", str(path)])
    if sets.stdout:
        path.with_suffix(".ipset.save").write_text(sets.stdout)
        saves += ["--with", "ipset", str(path.with_suffix(".ipset.save"))]
    done = packets.netns.run([options.rulec, "import", *saves])
    if "part of a loop of jumps" in done.stderr:  # chains of both families that share a name and not what they are for
        done = packets.netns.run([options.rulec, "import", *saves[:2]])
    back = path.with_suffix(".back.rules")
    back.write_text(done.stdout)
    return back, done.stderr if done.returncode != 0 else ""


def compare(options, path, v6):
    """None: not a ruleset for both; else what differs."""
    tried = [(how, inputs) for how in ([], ["--no-ipset"]) if (inputs := written(options, path, v6, how))]
    if not tried:
        return None
    hows, ways = zip(*tried)
    wanted, _ = packets.outcome(lambda host: host.run([options.rulec, "apply", str(path)]), v6)
    if wanted is None:
        return None  # this machine has not got its interfaces or users
    for inputs in ways[:1] if len(ways) > 1 and ways[0] == ways[1] else ways:
        for kind in ["legacy", "nft"] if options.nft else ["legacy"]:
            got, why = packets.outcome(lambda host: load(host, inputs, kind), v6)
            text = "".join(text for _, text in inputs)
            if got is None:
                return f"{kind}: not loaded: {why}\n{text}"
            missing, extra = wanted - got, got - wanted
            if missing or extra:
                return f"nf_tables: {list(missing.items())[:4]}\n  {kind}: {list(extra.items())[:4]}\n{text}"
    for kind in ["legacy", "nft"] if options.nft else ["legacy"]:
        got, why = packets.outcome(lambda host: apply_through(kind, host, options, path), v6)
        if got is None and "[E1010]" in why:
            continue  # the other family cannot say it
        if got is None:
            return f"not applied through {kind}: {why}"
        if got != wanted:
            return f"nf_tables: {list((wanted - got).items())[:4]}\n  applied through {kind}: {list((got - wanted).items())[:4]}"
    back, why = there_and_back(options, path, v6, hows[0])
    if why:
        return f"not imported again: {why}"
    got, why = packets.outcome(lambda host: host.run([options.rulec, "apply", str(back)]), v6)
    if got is None:
        return f"imported again, not loaded: {why}\n{back.read_text()}"
    if got != wanted:
        return f"nf_tables: {list((wanted - got).items())[:4]}\n  there and back: {list((got - wanted).items())[:4]}\n{back.read_text()}"
    return ""


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("rulec")
    parser.add_argument("filter", nargs="?", default="")
    parser.add_argument("--all", action="store_true")
    parser.add_argument("--corpus")
    parser.add_argument("--random", type=int, default=0, metavar="COUNT", help="rulesets put together by chance")
    parser.add_argument("--seed", type=int, default=1, help="of the first of them")
    parser.add_argument("--nft", action="store_true", help="load it with iptables-nft as well")
    parser.add_argument("--show", action="store_true", help="name every ruleset")
    options = parser.parse_args()
    options.rulec = os.path.abspath(options.rulec)
    if os.geteuid() != 0 or not packets.netns.available() or not packets.netns.run(["sh", "-c", "command -v iptables-legacy-restore"]).stdout:
        print("skipped: needs root, network namespaces and iptables")
        return NO_TOOL_TO_ASK
    packets.netns.enter_private()
    compared = different = left_out = 0
    never_left_out = {name for name, _, _ in set_cases.cases()}
    with tempfile.TemporaryDirectory() as folder:
        rulesets = corpus_rulesets(options.corpus) if options.corpus else own_rulesets()
        if options.random:
            rulesets = random_rulesets(options.random, options.seed)
        for i, (name, text) in enumerate(rulesets):
            if options.filter not in name or i % 10 and not (options.all or options.filter or options.corpus or options.random):
                continue
            path = pathlib.Path(folder) / "t.rules"
            path.write_text(re.sub(r"(?m)^\s*flush ruleset.*$", "", text))  # the observer's table stays
            fits = False
            for v6 in (False, True):
                difference = packets.settled(lambda: compare(options, path, v6))
                fits = fits or difference is not None
                if options.show or difference:
                    print(name, "v6" if v6 else "v4", "left out" if difference is None else difference or "same", flush=True)
                compared += difference is not None
                left_out += difference is None
                different += bool(difference)
            if name in never_left_out and not fits:
                print(f"{name}: iptables cannot say it")
                different += 1
    print(f"{compared} rulesets compared, {different} differ, {left_out} left out")
    return 1 if different or not compared else 0


if __name__ == "__main__":
    sys.exit(main())
