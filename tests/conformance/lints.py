#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""What lints find in real rulesets: as often as lints.txt says, each finding of which somebody has read.

usage: lints.py RULEC [--show]

A finding more or less than written there is a failure: read it (--show prints all), and if it is right, write the new
number down with the reason. Without the corpora (harness.py) there is nothing to do.
"""
import argparse
import collections
import json
import os
import pathlib
import sys

import harness

FOLDER = harness.find("lints")
TABLE = pathlib.Path(__file__).resolve().parent / "lints.txt"
CORPUS = "public/github.jsonl"


def wanted():
    """By the lint's id, the number of findings."""
    rows = (line.split(maxsplit=2) for line in TABLE.read_text(encoding="ascii").splitlines()
            if line and not line.startswith("#"))
    return {code: int(count) for code, count, _ in rows}


def rulesets(folder):
    with open(folder / CORPUS, encoding="utf-8") as file:
        cases = [json.loads(line) for line in file]
    return [case for case in cases if case["kind"] == "positive"]


def check(rulec, codes, case, *options):
    return harness.run_on_text(case, case["text"], [rulec, "check", "--select", ",".join(codes), *options])


def count(rulec, codes, show):
    found = collections.Counter()
    for case in rulesets(FOLDER):
        report = json.loads(check(rulec, codes, case, "--format", "json").out)
        found.update(one["code"] for one in report["diagnostics"])
        if show and report["diagnostics"]:
            print(case["id"], check(rulec, codes, case).err, sep="\n")
    return found


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("rulec")
    parser.add_argument("--show", action="store_true")
    args = parser.parse_args()
    rulec = os.path.abspath(args.rulec)
    table = wanted()
    found = count(rulec, table, args.show)
    wrong = [f"{code}: {found[code]} findings, lints.txt says {expected}"
             for code, expected in table.items() if found[code] != expected]
    print(*wrong or [f"lints: {sum(found.values())} findings, as written"], sep="\n")
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
