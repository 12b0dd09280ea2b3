#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Rules of which lints say that no packet gets there, against packets: their counters must stay at zero.

usage: lints.py RULEC [--rounds N] [--seed N]

Random rules over few addresses, ports and marks, loaded with stock nft in a network namespace of its own; then UDP and
TCP packets of every kind that the rules tell apart. Skipped (exit code 77) where namespaces or nft are missing.
"""
import argparse
import json
import pathlib
import random
import shutil
import socket
import subprocess
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
import netns

NEVER_REACHED = "never-true,duplicate-rule,shadowed-rule,rule-after-terminal"
PORTS = range(1, 9)
ADDRESSES = range(1, 9)
VERDICTS = ("accept", "drop", "accept", "jump other", "continue", "limit rate 1000/second accept", "meta mark set 5",
            "return", "meta mark set 3 accept", "log level debug drop")


def ports(rng):
    low, high = sorted(rng.choices(PORTS, k=2))
    few = sorted(rng.sample(PORTS, 3))
    return rng.choice((f"{low}", f"{low}-{high}" if low < high else f"{low}", f"!= {low}", f"> {low}", f"<= {high}",
                       f"{{ {few[0]}, {few[1]}-{few[2]} }}", f"!= {{ {few[0]}, {few[2]} }}", "@some_ports"))


def addresses(rng):
    one = rng.choice(ADDRESSES)
    return rng.choice((f"127.0.0.{one}", f"127.0.0.{one & 6}/31", f"!= 127.0.0.{one & 4}/30", "127.0.0.0/8",
                       f"{{ 127.0.0.{one}, 127.0.0.9 }}", f"127.0.0.1-127.0.0.{one + 1}",
                       f"& 255.255.255.254 == 127.0.0.{one & 6}"))


def match(rng):
    return rng.choice((
        lambda: f"udp dport {ports(rng)}", lambda: f"udp dport {ports(rng)}", lambda: f"ip saddr {addresses(rng)}",
        lambda: f"ip saddr {addresses(rng)}", lambda: f"meta mark {rng.choice(('0', '!= 0', '5', '1-4', '& 1 == 1'))}",
        lambda: f"tcp dport {ports(rng)}", lambda: f"meta l4proto {rng.choice(('udp', 'tcp', '!= tcp', '{ tcp, udp }'))}",
        lambda: f"ip protocol {rng.choice(('udp', 'tcp', '{ icmp, tcp }'))}", lambda: "meta nfproto ipv4",
        lambda: f"tcp flags {rng.choice(('syn', '! syn', '& (syn | ack) == syn', '== syn', 'ack'))}",
        lambda: f"ct state {rng.choice(('new', 'established', 'new,established', '!= new', '{ new, related }'))}",
        lambda: f"ip saddr . udp dport {{ 127.0.0.{rng.choice(ADDRESSES)} . {rng.choice(PORTS)} }}"))()


def rule(rng):
    matches = [match(rng) for _ in range(rng.choice((0, 1, 1, 1, 2, 2, 3) if rng.random() < 0.3 else (1, 1, 2)))]
    if rng.random() < 0.1:
        matches.insert(rng.randint(0, len(matches)), "counter")
    return " ".join([*matches, "counter", rng.choice(VERDICTS)])


def ruleset(rng):
    family = rng.choice(("ip", "inet"))
    chain = "\n".join(f"\t\t{rule(rng)}" for _ in range(rng.randint(4, 12)))
    other = "\n".join(f"\t\t{rule(rng).replace('jump other', 'accept')}" for _ in range(2))
    return (f"table {family} t {{\n\tset some_ports {{\n\t\ttype inet_service\n\t\telements = {{ 2, 5 }}\n\t}}\n"
            f"\tchain other {{\n{other}\n\t}}\n"
            f"\tchain input {{\n\t\ttype filter hook input priority filter; policy accept;\n{chain}\n\t}}\n}}\n")


def send_packets():
    for address in ADDRESSES:
        for port in PORTS:
            for kind in (socket.SOCK_DGRAM, socket.SOCK_STREAM):
                with socket.socket(socket.AF_INET, kind) as one:
                    one.setblocking(False)
                    one.bind((f"127.0.0.{address}", 0))
                    one.connect_ex((f"127.0.0.{(address + port) % 9 + 1}", port))
                    if kind == socket.SOCK_DGRAM:
                        one.send(b"x")


def loads(text):
    return subprocess.run(["nft", "-f", "-"], input="flush ruleset\n" + text, text=True, capture_output=True,
                          check=False).returncode == 0


def reported_lines(rulec, text):
    done = subprocess.run([rulec, "check", "--select", NEVER_REACHED, "--format", "json", "-"], input=text, text=True,
                          capture_output=True, check=False)
    return {one["primary"]["begin"]["line"]: one["code"] for one in json.loads(done.stdout)["diagnostics"]}


def packets_by_line(text):
    """By line of `text`, what the last counter of its rule has seen."""
    listed = subprocess.run(["nft", "-j", "list", "ruleset"], text=True, capture_output=True, check=True).stdout
    seen = {"other": [], "input": []}
    for one in json.loads(listed)["nftables"]:
        if "rule" in one:
            counters = [expr["counter"] for expr in one["rule"]["expr"] if "counter" in expr]
            seen[one["rule"]["chain"]].append(counters[-1]["packets"])
    in_order = iter(seen["other"] + seen["input"])
    return {number: next(in_order) for number, line in enumerate(text.splitlines(), 1) if "counter " in line}


def play(rulec, text):
    """How many rules were reported, and the lines of those that packets came to all the same."""
    if not loads(text):
        return 0, []
    send_packets()
    seen = packets_by_line(text)
    reported = reported_lines(rulec, text)
    return len(reported), [f"line {line}: {code}, {seen[line]} packets" for line, code in reported.items() if seen[line]]


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("rulec")
    parser.add_argument("--rounds", type=int, default=150)
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()
    if shutil.which("nft") is None:
        sys.exit(77)
    try:
        netns.enter_private()
    except OSError as error:
        print(f"lints: no namespace to be had: {error}")
        sys.exit(77)
    subprocess.run(["ip", "link", "set", "lo", "up"], check=True)
    rng = random.Random(args.seed)
    total = 0
    for _ in range(args.rounds):
        text = ruleset(rng)
        reported, wrong = play(args.rulec, text)
        total += reported
        if wrong:
            print(text, *wrong, sep="\n")
            sys.exit(1)
    print(f"lints: {total} rules reported, no packet came to any of them")
    sys.exit(0 if total * 5 >= args.rounds else 1)  # else nothing was tried


if __name__ == "__main__":
    main()
