#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Time and memory of rulec beside stock nft, as a table in Markdown. Measures only, asserts nothing.

usage: bench.py --rulec RULEC [--rounds N] [--scale F] [--only WORKLOAD]

Rounds are interleaved, rulec and nft in turn, each in a fresh network namespace; the table holds medians. Peaks below
about 15 MB read as that, which is this script's own size.
"""
import argparse
import os
import pathlib
import random
import statistics
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "support"))
import netns


def address(number):
    return ".".join(str(number >> shift & 255) for shift in (24, 16, 8, 0))


def rules(count):
    """`count` rules of four expressions and a comment."""
    source = random.Random(1)
    yield "table ip bench {\n\tchain input {\n\t\ttype filter hook input priority filter;\n"
    for number in range(count):
        yield (f"\t\tip saddr {address(source.randrange(1 << 24, 223 << 24))} tcp dport {source.randint(1, 65535)}"
               f' counter accept comment "rule {number}"\n')
    yield "\t}\n}\n"


def elements(declaration, items):
    yield f"table ip bench {{\n\tset s {{\n\t\t{declaration}\n\t\telements = {{\n"
    for start in range(0, len(items), 4):
        yield "\t\t\t" + ", ".join(items[start:start + 4]) + ",\n"
    yield "\t\t}\n\t}\n}\n"


def addresses(count):
    source = random.Random(2)
    return elements("type ipv4_addr", [address(n) for n in source.sample(range(1 << 24, 223 << 24), count)])


def networks(count):
    """About 0.87 of `count` /24 networks: neighbours and doubles among the random ones are left out."""
    source = random.Random(3)
    chosen, last = [], -2
    for network in sorted(source.randrange(1 << 16, 223 << 16) for _ in range(count)):
        if network > last + 1:
            chosen.append(address(network << 8) + "/24")
            last = network
    return elements("type ipv4_addr; flags interval", chosen)


def write_apart(path, lines):
    """Writes the file in a child: what a process measures as the peak of its children includes its own size."""
    child = os.fork()
    if child == 0:
        with open(path, "w", encoding="ascii") as file:
            file.writelines(lines())
        os._exit(0)
    if os.waitpid(child, 0)[1] != 0:
        sys.exit(f"cannot write {path}")


WORKLOADS = {"rules_100k": (rules, 100_000), "set_1m": (addresses, 1_000_000), "iset_1m": (networks, 1_000_000)}


def measure(command):
    """(user seconds, wall seconds, peak MB) of one run in a fresh namespace."""
    start = time.monotonic()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, preexec_fn=netns.enter_private)
    message = process.stderr.read()
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        sys.exit(f"{' '.join(command)}: exit code {process.returncode}\n{message.decode(errors='replace')[:2000]}")
    return usage.ru_utime, time.monotonic() - start, usage.ru_maxrss / 1024


def medians(runs):
    return [statistics.median(values) for values in zip(*runs)]


def compare(rulec, path, rounds):
    """Yields (what, medians of rulec, medians of nft)."""
    for what, ours, theirs in (("check", [rulec, "check", path], ["nft", "-c", "-f", path]),
                               ("apply", [rulec, "apply", path], ["nft", "-f", path])):
        pairs = [(measure(ours), measure(theirs)) for _ in range(rounds)]
        yield what, medians(pair[0] for pair in pairs), medians(pair[1] for pair in pairs)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--rulec", required=True)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--scale", type=float, default=1.0, help="share of each workload's full size")
    parser.add_argument("--only", choices=WORKLOADS)
    options = parser.parse_args()
    if not netns.available():
        sys.exit("network namespaces are not allowed here")
    print("| workload | command | user s | nft | ratio | wall s | nft | ratio | peak MB | nft | ratio |")
    print("|---|---|---|---|---|---|---|---|---|---|---|")
    with tempfile.TemporaryDirectory(prefix="rulec-bench.") as folder:
        for name, (generate, count) in WORKLOADS.items():
            if options.only not in (None, name):
                continue
            path = os.path.join(folder, name + ".rules")
            write_apart(path, lambda: generate(int(count * options.scale)))
            for what, ours, theirs in compare(os.path.abspath(options.rulec), path, options.rounds):
                cells = [f"{a:.2f} | {b:.2f} | {a / b if b else 0:.3f}" for a, b in zip(ours[:2], theirs[:2])]
                cells.append(f"{ours[2]:.0f} | {theirs[2]:.0f} | {ours[2] / theirs[2]:.2f}")
                print(f"| {name} | {what} | " + " | ".join(cells) + " |", flush=True)


if __name__ == "__main__":
    main()
