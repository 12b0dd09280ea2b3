#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Walks the catalogue: every field in every family, in several kinds of statements, and every field and every example of
a statement once in every hook; every example of a declaration.

usage: catalog_walk.py RULEC

What `rulec check` accepts, nft must load (unless the kernel lacks a module), and listing and bytecode after `rulec apply`
must be those after `nft -f`. What it refuses, nft or the kernel must refuse.
"""
import ctypes
import difflib
import json
import os
import pathlib
import re
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
sys.path[:0] = [str(ROOT / "tests/support"), str(pathlib.Path(__file__).resolve().parent)]
import netns
from oracle import SKIPPED, bytecode, normalised

HOOKS = {"ip": ("prerouting", "input", "forward", "output", "postrouting"), "arp": ("input", "output"),
         "netdev": ("ingress", "egress")}
HOOKS["ip6"] = HOOKS["bridge"] = HOOKS["ip"]
HOOKS["inet"] = HOOKS["ip"] + ("ingress",)
CHUNK = 100  # fewer rules in one check than the mistakes after which it gives up

# SELECTOR, VALUE: the field and a value of it.
FORMS = ("SELECTOR VALUE", "SELECTOR != VALUE", "SELECTOR > VALUE", "SELECTOR { VALUE } counter",
         "SELECTOR vmap { VALUE : accept }", "SELECTOR . meta mark { VALUE . 1 }", "meta mark . SELECTOR { 1 . VALUE }",
         "SELECTOR and 1 == 1", "meta mark 5 SELECTOR VALUE counter", "meta mark set SELECTOR",
         "meta mark set SELECTOR map { VALUE : 1 }", "SELECTOR set VALUE", "counter SELECTOR VALUE tcp dport 22 accept")

# Known differences, see docs/compatibility.md: what nft's grammar has no words for, and where nft is wrong.
ONLY_RULEC = re.compile(
    r"meta mark set (frag|hbh|rt|rt0|rt2|srh|dst|mh|fib|ipsec) "
    r"|(protocol|nexthdr) set tcp"
    r"|^last$"
    r"|ct original [sd]addr vmap")
NFT_IS_WRONG = re.compile(r"ip6 dscp and|(ah|comp) nexthdr|ct (event|label)|rt2 addr")  # most of these crash it


def chain(family, hook=None, kind="filter", declares=()):
    """The head of a chain in which rules follow, one a line."""
    head = [f"table {family} t {{", *declares, "chain c {"]
    if hook is None:
        return head
    device = ' device "lo"' if hook in ("ingress", "egress") else ""
    return [*head, f"type {kind} hook {hook}{device} priority 0"]


def write(folder, head, rules):
    path = folder / "walk.nft"
    path.write_text("\n".join([*head, *rules, "}", "}", ""]), encoding="ascii")
    return path


def lines_named(text, head):
    """Indexes of the rules that diagnostics of either tool point at."""
    return {int(line) - len(head) - 1 for line in re.findall(r"^\S*?:(\d+):\d+", text, re.M)}


def split(rulec, folder, head, rules):
    """(accepted, refused) by `rulec check`."""
    accepted, refused = [], []
    for start in range(0, len(rules), CHUNK):
        chunk = rules[start:start + CHUNK]
        wrong = lines_named(netns.run([rulec, "check", "--ignore", "all", write(folder, head, chunk)]).stderr, head)
        for index, rule in enumerate(chunk):
            (refused if index in wrong else accepted).append(rule)
    return accepted, refused


def loadable(folder, head, rules):
    """Those rules that nft and this kernel load, and those that nft itself refuses."""
    rules, refused = list(rules), []
    while rules:
        done = netns.run_private(["nft", "-f", write(folder, head, rules)])
        wrong = {i for i in lines_named(done.stderr, head) if 0 <= i < len(rules)}
        if done.returncode < 0:  # a failed assertion; what causes it cannot be compared
            middle = len(rules) // 2
            halves = [loadable(folder, head, half) for half in (rules[:middle], rules[middle:]) if len(rules) > 1]
            return sum((half[0] for half in halves), []), refused + sum((half[1] for half in halves), [])
        if done.returncode == 0 or not wrong:
            break
        if not re.search("Could not process rule|No such file or directory", done.stderr):
            refused += [rules[i] for i in wrong]
        rules = [rule for i, rule in enumerate(rules) if i not in wrong]
    return rules, refused


def state_after(command, path):
    script = ('"$@" >&2 && { nft -s list ruleset; echo "==="; nft --debug=netlink list ruleset; }')
    done = netns.run_private(["sh", "-c", script, "sh", *command, path])
    listing, _, programs = done.stdout.partition("===\n")
    return done, normalised(listing) + bytecode(programs)


def differences(rulec, folder, head, rules):
    path = write(folder, head, rules)
    done, wanted = state_after(["nft", "-f"], path)
    if done.returncode != 0:
        return [f"nft does not load the rest:\n{done.stderr}"]
    done, got = state_after([rulec, "apply"], path)
    if done.returncode != 0:
        return [f"rulec does not apply what nft loads:\n{done.stderr}"]
    lines = list(difflib.unified_diff(wanted, got, "nft", "rulec", lineterm="", n=2))
    return ["\n".join(lines[:60])] if lines else []


class LibNftables:
    """nft without a process for every rule."""

    def __init__(self):
        self.library = ctypes.CDLL("libnftables.so.1")
        self.library.nft_ctx_new.restype = ctypes.c_void_p
        self.context = ctypes.c_void_p(self.library.nft_ctx_new(0))
        self.library.nft_ctx_buffer_error(self.context)
        self.library.nft_ctx_buffer_output(self.context)

    def loads(self, command):
        return self.library.nft_run_cmd_from_buffer(self.context, command.encode()) == 0


def loaded_by_nft(head, rules, report):
    """Runs in a child, because some of these make nft fail an assertion. Writes the index of each rule before it is
    tried, and `+` if it loads."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
    nft = LibNftables()
    for index, rule in rules:
        os.write(report, f"{index}\n".encode())
        if nft.loads("\n".join([*head, rule, "}", "}", ""])):
            os.write(report, b"+\n")
            nft.loads("flush ruleset")


def wrongly_refused(head, rules):
    """Rules among those that rulec refuses which nft loads."""
    left, loaded = list(enumerate(rules)), []
    while left:
        read, report = os.pipe()
        child = os.fork()
        if child == 0:
            netns.enter_private()
            loaded_by_nft(head, left, report)
            os._exit(0)
        os.close(report)
        with os.fdopen(read) as stream:
            words = stream.read().split()
        _, status = os.waitpid(child, 0)
        tried = [int(word) for word in words if word != "+"]
        loaded += [rules[int(words[i - 1])] for i, word in enumerate(words) if word == "+"]
        left = [] if status == 0 else [(i, rule) for i, rule in left if i > tried[-1]]
    return loaded


def walk(rulec, folder, head, rules):
    accepted, refused = split(rulec, folder, head, rules)
    shared, only_rulec = loadable(folder, head, accepted)
    found = [f"nft refuses: {rule}" for rule in only_rulec if not ONLY_RULEC.search(rule)]
    found += [f"rulec refuses: {rule}" for rule in wrongly_refused(head, refused)]
    found += differences(rulec, folder, head, shared)
    return len(shared), len(refused), found


def rules_of(fields, forms):
    rules = []
    for field in fields:
        for form in forms:
            if "SELECTOR set" in form and not field["settable"]:
                continue
            rule = field["needs"] + form.replace("SELECTOR", field["selector"]).replace("VALUE", field["sample"])
            if not NFT_IS_WRONG.search(rule):
                rules.append(rule)
    return rules


def statement_places(rows):
    """(head, rules): statements that need declarations only where the kernel has all kinds of objects."""
    for family, hooks in HOOKS.items():
        rich = family in ("ip", "inet")  # an expectation is of ip here
        for kind in ("filter", "nat") if rich else ("filter",):
            here = [row for row in rows if row["chain"] == kind and (rich or not row["declares"])]
            declares = sorted({row["declares"] for row in here} - {""})
            for hook in hooks:
                if kind == "filter" or hook not in ("forward", "ingress"):
                    yield chain(family, hook, kind, declares), [row["statement"] for row in here]


def declaration_places(rows):
    for row in rows:
        yield [f"table {row['family']} t {{", *row["declaration"].splitlines(), "chain c {"], ["counter"]


def read_lines(rulec, flag):
    return [json.loads(line) for line in netns.run([rulec, "explain", flag]).stdout.splitlines()]


def main():
    rulec = os.path.abspath(sys.argv[1])
    if not netns.available():
        print("skipped: network namespaces are not allowed here")
        return SKIPPED
    fields = [field for field in read_lines(rulec, "--fields") if field["type"] != "cgroupsv2"]  # a path of the host
    examples = [row for row in read_lines(rulec, "--examples") if "flowtable" not in str(row)]  # a module of its own
    places = [(chain(family), rules_of(fields, FORMS)) for family in HOOKS]
    places += [(chain(family, hook), rules_of(fields, FORMS[:1])) for family, hooks in HOOKS.items() for hook in hooks]
    places += statement_places([row for row in examples if "statement" in row])
    places += declaration_places([row for row in examples if "declaration" in row])
    agreed = refused = failed = 0
    with tempfile.TemporaryDirectory() as name:
        for head, rules in places:
            same, neither, found = walk(rulec, pathlib.Path(name), head, rules)
            agreed, refused, failed = agreed + same, refused + neither, failed + len(found)
            for text in found:
                print(f"FAIL {' '.join(head)}\n{text}\n")
    print(f"{len(fields)} fields in {len(places)} places: {agreed} rules alike, {refused} refused, {failed} failed")
    return 1 if failed or agreed < 10 * len(fields) else 0


if __name__ == "__main__":
    sys.exit(main())
