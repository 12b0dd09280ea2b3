#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Differential test: what the kernel holds after `rulec apply`, and after `nft -f` of what `rulec compile --to nft`
writes, must be what it holds after `nft -f` of the file.

usage: oracle.py RULEC [FILE...]

Without files: every example, every golden case that should compile, and the examples that the nftables package installs
(those need only load or be diagnosed). Each run has a network namespace of its own. Cases that nft refuses are counted
as skipped.
"""
import difflib
import glob
import os
import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT / "tests/support"))
import netns

SKIPPED = 77
# Devices that the files name.
DEVICES = ("eth0", "eth1", "wan0", "lan0")


def load_and_list(command, path):
    """(exit code, messages, listing and bytecode) after `command FILE` in a fresh namespace."""
    script = "".join(f"ip link add {name} type bridge; " for name in DEVICES)
    script += 'ip link set lo up; file=$1; shift; "$@" "$file" >&2 || exit $?; '
    script += 'nft -s list ruleset; echo "==="; nft --debug=netlink list ruleset; true'
    done = netns.run_private(["sh", "-c", script, "sh", path.name, *command], cwd=path.parent)
    listing, _, programs = done.stdout.partition("===\n")
    return done.returncode, done.stderr, normalised(listing) + bytecode(programs)


def bytecode(text):
    """Programs as `nft --debug=netlink` prints them, chain by chain in the order of names; rules in theirs."""
    chains, rows = {}, []
    for line in re.sub(r"\b__(set|map|objmap|chain)\d+\b", r"__\1", text).splitlines():
        head = re.match(r"(\w+ \S+ \S+)( \d+)*\s*$", line)
        if head:
            rows = chains.setdefault(head[1], [])
        elif line.startswith("  ["):
            rows.append(line)
    return [row for name in sorted(chains) for row in [name, *chains[name]]]


def normalised(listing):
    """Sets before chains, both by name: the order in which a table's parts were made is no difference."""
    def numbered(match):
        names.setdefault(match[0], f"__anon{len(names)}")
        return names[match[0]]

    names = {}
    listing = re.sub(r"\b__(?:set|map|chain)\d+\b", numbered, listing)
    head, blocks, block = [], [], None
    for line in listing.splitlines():
        if block is not None:
            block.append(line)
            block = None if line == "\t}" else block
        elif re.match(r"\t\S.*\{$", line):
            block = [line]
            blocks.append(block)
        elif line == "}":
            head += [row for b in sorted(blocks) for row in b] + [line]
            blocks = []
        elif line:
            head.append(line)
    return head


def compare(rulec, path):
    """None if all agree and a second apply changes nothing, else what differs; 'refused' if nft does not load the file."""
    nft_code, _, wanted = load_and_list(["nft", "-f"], path)
    if nft_code != 0:
        return "refused"
    twice = ["sh", "-c", '"$0" apply "$1" && "$0" apply "$1"', rulec]
    as_text = ["sh", "-c", '"$0" compile --to nft "$1" | nft -f -', rulec]
    for command in ([rulec, "apply"], twice, as_text):
        code, messages, got = load_and_list(command, path)
        if code != 0:
            return f"{' '.join(command)}: exit code {code}\n{messages}"
        difference = list(difflib.unified_diff(wanted, got, "nft", "rulec", lineterm=""))
        if difference:
            heading = {id(twice): ["applied twice:"], id(as_text): ["compiled to nft's language:"]}
            return "\n".join(heading.get(id(command), []) + difference)
    return None if is_its_own_text(rulec, path) else "compiling the text of `--to nft` again gives another text"


def is_its_own_text(rulec, path):
    """Whether what `--to nft` wrote is already in the form in which it writes."""
    once = netns.run([rulec, "compile", "--to", "nft", path.name], cwd=path.parent).stdout
    again = netns.run([rulec, "compile", "--to", "nft", "-"], input=once, cwd=path.parent).stdout
    return once == again and once != ""


def compare_example(rulec, path):
    """An example must be one that nft loads."""
    difference = compare(rulec, path)
    return "nft does not load it" if difference == "refused" else difference


def loads_or_is_diagnosed(rulec, path):
    code, messages, _ = load_and_list([rulec, "apply"], path)
    if code == 0 or (code == 1 and re.search(r"^\S+:\d+:\d+: error\[", messages, re.M)) or (code == 3 and messages):
        return None
    return f"exit code {code}, {messages}"


def all_jobs():
    """(file, judge): the examples, the cases that compile, the files of the nftables package."""
    examples = sorted((ROOT / "examples").glob("*.rules"))
    cases = [f for f in sorted((ROOT / "tests/cases").glob("*/*.rules")) if not f.name.startswith(("fail_", "_"))]
    foreign = [pathlib.Path(p) for p in sorted(glob.glob("/usr/share/doc/nftables/examples/*.nft"))]
    return ([(f, compare_example) for f in examples] + [(f, compare) for f in cases]
            + [(f, loads_or_is_diagnosed) for f in foreign])


def main():
    rulec = os.path.abspath(sys.argv[1])
    if not netns.available():
        print("skipped: network namespaces are not allowed here")
        return SKIPPED
    jobs = [(pathlib.Path(name).resolve(), compare) for name in sys.argv[2:]] or all_jobs()
    passed = refused = failed = 0
    for path, judge in jobs:
        difference = judge(rulec, path)
        passed += difference is None
        refused += difference == "refused"
        if difference not in (None, "refused"):
            failed += 1
            print(f"FAIL {path}\n{difference}\n")
    print(f"{passed} passed, {failed} failed, {refused} skipped")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
