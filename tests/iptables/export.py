#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Rules to iptables: what is written, what is refused, and that both kinds of iptables-restore take it.

usage: export.py RULEC

Each case is the body of a chain, and the rules of iptables that it means, written by hand from iptables-extensions(8);
`!` in front: a part of the message that refuses it. Restores run in a network namespace of their own; without root
they are left out.
"""
import os
import re
import shutil
import subprocess
import sys
import tempfile

RULEC = os.path.abspath(sys.argv[1])
INPUT = "type filter hook input priority filter; policy drop;"
CASES = {
    "port": ("tcp dport 22 accept", ["-A INPUT -p tcp -m tcp --dport 22 -j ACCEPT"]),
    "from one address": ("ip saddr 192.0.2.7 accept", ["-A INPUT -s 192.0.2.7 -j ACCEPT"]),
    "states": ("ct state established,related accept",
               ["-A INPUT -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT"]),
    "echo": ("icmp type echo-request drop", ["-A INPUT -p icmp -m icmp --icmp-type 8 -j DROP"]),
    "ports become a list": ("tcp dport { 22, 80-90 } accept",
                            ["-A INPUT -p tcp -m multiport --dports 22,80:90 -j ACCEPT"]),
    "addresses become rules": ("ip saddr { 192.0.2.1, 192.0.2.7 } drop",
                               ["-A INPUT -s 192.0.2.1 -j DROP", "-A INPUT -s 192.0.2.7 -j DROP"]),
    "none of them becomes a chain": ("ip saddr != { 192.0.2.1, 192.0.2.7 } drop",
                                     ["-A INPUT -j INPUT-1", "-A INPUT-1 -s 192.0.2.1 -j RETURN",
                                      "-A INPUT-1 -s 192.0.2.7 -j RETURN", "-A INPUT-1 -j DROP"]),
    "a limit is asked once": ("limit rate 5/minute log drop",
                              ["-A INPUT -m limit --limit 5/minute -j INPUT-1", "-A INPUT-1 -j LOG",
                               "-A INPUT-1 -j DROP"]),
    "log, then drop": ('iifname "eth*" log prefix "in " drop',
                       ['-A INPUT -i eth+ -j LOG --log-prefix "in "', "-A INPUT -i eth+ -j DROP"]),
    "over a limit": ("limit rate over 5/minute drop",
                     ["-A INPUT -j INPUT-1", "-A INPUT-1 -m limit --limit 5/minute -j RETURN", "-A INPUT-1 -j DROP"]),
    "the other family": ("ip6 saddr 2001:db8::1 accept", []),
    "both protocols": ("meta l4proto { tcp, udp } th dport 53 accept",
                       ["-A INPUT -p tcp -m tcp --dport 53 -j ACCEPT", "-A INPUT -p udp -m udp --dport 53 -j ACCEPT"]),
    "any bit": ("tcp flags syn drop", ["-A INPUT -p tcp -m tcp --tcp-flags SYN SYN -j DROP"]),
    "turns": ("numgen inc mod 10 3 drop", ["-A INPUT -m statistic --mode nth --every 10 --packet 3 -j DROP"]),
    "verdict map": ("tcp dport vmap { 22 : accept, 23 : drop }",
                    ["-A INPUT -p tcp -m tcp --dport 22 -j ACCEPT", "-A INPUT -p tcp -m tcp --dport 23 -j DROP"]),
    "comment": ('tcp dport 22 accept comment "let me in"',
                ['-A INPUT -p tcp -m tcp --dport 22 -m comment --comment "let me in" -j ACCEPT']),
    "return from a chain": ("ip saddr != { 192.0.2.1, 192.0.2.7 } return", "!chain of its own"),
    "helper": ('ct helper != "ftp" drop', "!would match as well"),
    "another table's target": ("ip ttl set 64", "!mangle only"),
    "one limit, two protocols": ("meta l4proto { tcp, udp } th dport 53 limit rate 5/second accept",
                                 ["-A INPUT -p tcp -m tcp --dport 53 -j INPUT-1",
                                  "-A INPUT -p udp -m udp --dport 53 -j INPUT-1",
                                  "-A INPUT-1 -m limit --limit 5/second -j ACCEPT"]),
    "two limits, two protocols": ("meta l4proto { tcp, udp } limit rate 5/second th dport 53 accept", "!any protocol"),
    "owner of what comes in": ("meta skuid 0 drop", "!works elsewhere"),
    "reverse path in input": ("fib saddr . iif oif missing drop", "!works elsewhere"),
    "learned elements": ("add @seen { ip saddr }", "!sets that packets change"),
}
OWNER = "table inet f {\n chain o { type filter hook output priority 0; meta skuid != 0 drop; }\n}\n"
TWO_BASES = """table ip f {
    chain late { type filter hook input priority 10; policy accept; tcp dport 23 drop; }
    chain early { type filter hook input priority 0; policy accept; jump both; }
    chain both { tcp dport 22 accept; }
}
"""
TWO_BASES_RULES = ["-A INPUT -g early", "-A late -p tcp -m tcp --dport 23 -j DROP", "-A late -j ACCEPT",
                   "-A early -j both", "-A early -g late", "-A both -p tcp -m tcp --dport 22 -g late"]


def compile_rules(folder, text, *options, name="t.rules"):
    path = os.path.join(folder, name)
    with open(path, "w", encoding="utf-8") as file:
        file.write(text)
    return subprocess.run([RULEC, "compile", "--to", "iptables", *options, name], capture_output=True, text=True,
                          timeout=60, cwd=folder)


PLACES = """table ip f {
    chain i {
        type filter hook input priority 0
        tcp dport 22 accept comment "let me in"
        ip saddr != { 192.0.2.1, 192.0.2.7 } drop
        accept comment "%s"
    }
}
""" % ("c" * 128)
PLACES_RULES = ['-A INPUT -p tcp -m tcp --dport 22 -m comment --comment "let me in (t.rules:4)" -j ACCEPT',
                "-A INPUT -m comment --comment t.rules:5 -j INPUT-1",
                f'-A INPUT -m comment --comment "{"c" * 128} (t.rules:6)" -j ACCEPT',
                "-A INPUT-1 -s 192.0.2.1 -m comment --comment t.rules:5 -j RETURN",
                "-A INPUT-1 -s 192.0.2.7 -m comment --comment t.rules:5 -j RETURN",
                "-A INPUT-1 -m comment --comment t.rules:5 -j DROP"]


def wrong_places(folder):
    """--with-places: where rules come from; iptables takes 255 octets, and a file's name may have as many."""
    done = compile_rules(folder, PLACES, "--with-places")
    rules = [line for line in done.stdout.splitlines() if line.startswith("-A")]
    if rules != PLACES_RULES:
        return f"got {rules} {done.stderr}"
    long = compile_rules(folder, PLACES, "--with-places", name="n" * 240 + "\n.rules")
    comments = re.findall(r'--comment ("[^"]*"|\S+)', long.stdout)
    if len(comments) != len(PLACES_RULES) or any(len(comment.strip('"')) > 255 for comment in comments):
        return f"too long: {comments}"
    if '...' not in comments[2] or not comments[2].endswith('n?.rules:6)"'):
        return f"not cut as it should be: {comments}"
    return restore_fails(done.stdout) or restore_fails(long.stdout)


def restore_fails(text):
    """What is wrong by the kinds of iptables-restore that are here; none without root."""
    if os.geteuid() != 0:
        return ""
    for tool in ("iptables-legacy-restore", "iptables-nft-restore"):
        if shutil.which(tool) is None:
            continue
        done = subprocess.run(["unshare", "-n", tool, "--test"], input=text, capture_output=True, text=True, timeout=60)
        if done.returncode != 0:
            return f"{tool}: {done.stderr}"
    return ""


def mistake(folder, text, expected):
    done = compile_rules(folder, text)
    if isinstance(expected, str):
        refused = done.returncode == 1 and expected[1:] in done.stderr and "t.rules:" in done.stderr and not done.stdout
        return "" if refused else f"not refused so: {done.stderr or done.stdout}"
    rules = [line for line in done.stdout.splitlines() if line.startswith("-A")]
    if done.returncode != 0 or sorted(rules) != sorted(expected):
        return f"expected {expected}\n     got {rules} {done.stderr}"
    return restore_fails(done.stdout)


def main():
    failed = 0
    cases = {name: ("table inet f {\n set seen { type ipv4_addr; flags dynamic; }\n chain i { %s\n %s\n }\n}\n" %
                    (INPUT, body), rules) for name, (body, rules) in CASES.items()}
    cases["owner of no socket"] = (OWNER, ["-A OUTPUT -m owner ! --uid-owner 0 --socket-exists -j DROP"])
    cases["accept ends one base chain"] = (TWO_BASES, TWO_BASES_RULES)
    with tempfile.TemporaryDirectory() as folder:
        for name, (text, expected) in cases.items():
            wrong = mistake(folder, text, expected)
            if wrong:
                failed += 1
                print(f"FAIL {name}: {wrong}")
        if wrong := wrong_places(folder):
            failed += 1
            print(f"FAIL places: {wrong}")
    print(f"{len(cases) + 1 - failed} of {len(cases) + 1} pass")
    return 1 if failed else 0


sys.exit(main())
