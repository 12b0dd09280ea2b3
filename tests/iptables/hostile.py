#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Dumps and scripts cut short, shuffled and spoilt: `rulec import` ends with exit code 0 or 1, in time, and 1 means that
it said where something is wrong.

usage: hostile.py RULEC [COUNT] [SEED]
"""
import pathlib
import random
import re
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent
KINDS = ("iptables", "ip6tables", "iptables-script", "ipset")
PLACE = re.compile(rb"^[^\n]*:\d+:\d+: error\[E\d+\]", re.M)
GIANTS = {
    "a long word": b"*filter\n-A INPUT -j " + b"x" * 3_000_000 + b"\nCOMMIT\n",
    "a long line": b"*filter\n-A INPUT " + b"-m comment --comment a " * 20_000 + b"-j ACCEPT\nCOMMIT\n",
    "many addresses": b"*filter\n-A INPUT -s " + b",".join(b"10.0.0.%d" % i for i in range(250)) + b" -j ACCEPT\nCOMMIT\n",
    "zeros": b"\0" * 100_000,
    "quotes": b"*filter\n" + b'-A INPUT -j "' * 50_000,
    "nothing": b"",
    "ranges over ranges": b"create a hash:ip\n" + b"".join(b"add a 10.0.%d.%d-11.0.%d.%d\n" % (i >> 8, i & 255, i >> 8, i & 255)
                                                          for i in range(20_000)),
    "all addresses by packets": b"create a hash:ip\nadd a 0.0.0.1-255.255.255.255\n",
    "many interfaces": b"create a hash:net,iface\n" + b"".join(b"add a 10.0.0.0/8,e%d\n" % i for i in range(50_000)),
    "many sets": b"".join(b"create s%d hash:ip\nadd s%d 10.0.0.1\nadd x 10.0.0.1\n" % (i, i) for i in range(20_000)),
    "networks of networks": b"create a hash:net,net\n" + b"".join(b"add a 10.%d.%d.0/%d,10.0.%d.0/%d\n" % (
        i & 255, i >> 8, i % 24 + 1, i & 255, i % 23 + 1) for i in range(5_000)),
    "many chains": b"*filter\n" + b"".join(b":c%d - [0:0]\n" % i for i in range(10_000)) + b"".join(
        b"-A INPUT -p tcp -j c%d\n-A c%d -p tcp -j c%d\n" % (i, i, i + 1) for i in range(9_999)) + b"COMMIT\n",
    "deep lists": b"".join(b"create l%d list:set\nadd l%d l%d\n" % (i, i, i - 1) for i in range(5_000)),
}


def spoilt(rng, text, words):
    lines = text.split(b"\n")
    for _ in range(rng.randint(1, 6)):
        i = rng.randrange(len(lines))
        parts = lines[i].split(b" ")
        octets = bytearray(lines[i] or b" ")
        octets[rng.randrange(len(octets))] = rng.randrange(256)
        parts.insert(rng.randint(0, len(parts)), rng.choice(words))
        lines[i] = rng.choice((lines[i][:rng.randint(0, len(lines[i]))], b" ".join(parts), bytes(octets), rng.choice(lines)))
    return b"\n".join(lines)


def mistake(rulec, kind, text, options):
    try:
        done = subprocess.run([rulec, "import", kind, "-", *options], input=text, capture_output=True, timeout=60, check=False)
    except subprocess.TimeoutExpired:
        return "no end"
    if done.returncode not in (0, 1):
        return f"exit code {done.returncode}"
    if done.returncode == 1 and not PLACE.search(done.stderr):
        return "refused without a place"
    return "" if done.returncode == 0 or done.stdout == b"" or options else "text in spite of errors"


def main():
    rulec, count, seed = sys.argv[1], int((sys.argv[2:3] or ["400"])[0]), int((sys.argv[3:4] or ["1"])[0])
    rng, wrong = random.Random(seed), 0
    seeds = [(path.suffix == ".ipset", path.read_bytes()) for path in sorted((HERE / "dumps").glob("*"))
             if path.suffix in (".save", ".sh", ".ipset")]
    words = (HERE / "commands.txt").read_bytes().split() + (HERE / "sets.ipset").read_bytes().split()
    cases = [(name, kind, text) for name, text in GIANTS.items() for kind in KINDS]
    for i in range(count):
        sets, text = rng.choice(seeds)
        cases.append((f"number {i} of seed {seed}", "ipset" if sets else rng.choice(KINDS), spoilt(rng, text, words)))
    for name, kind, text in cases:
        if why := mistake(rulec, kind, text, rng.choice(([], ["--keep-going"]))):
            wrong += 1
            print(f"{kind}, {name}: {why}\n{text[:300]!r}")
    print(f"{len(cases)} inputs, {wrong} mistakes")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
