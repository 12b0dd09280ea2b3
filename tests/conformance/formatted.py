#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""What `rulec fmt` writes means to stock nft what was there before: for each recorded ruleset that nft loads, the kernel
holds the same tables (listing and bytecode) after `nft -f` of the formatted text.

usage: formatted.py RULEC [--jobs N] [--filter REGEX] [CORPUS.jsonl...]

Each ruleset has a network namespace of its own.
"""
import os
import sys

import harness

FOLDER = harness.find("formatted")
import conformance

CORPORA = ("tests-shell", "github", "optimize")  # tests-py takes minutes, and says little here


def state_after(case, text):
    """(listing, bytecode) after stock nft has loaded the text, or what it said."""
    conformance.fresh_netns()
    conformance.add_devices(case.get("devices", []))
    done = harness.run_on_text(case, text, ["nft", "-f"])
    return conformance.kernel_state() if done.rc == 0 else done.err


def worker(job):
    case, rulec, _ = job
    before = state_after(case, case["text"])
    if isinstance(before, str):
        return None  # this nft or this kernel does not load it
    done = conformance.run(rulec + ["fmt", "-"], stdin=case["text"])
    if done.rc != 0:
        return case["id"], done.err
    after = state_after(case, done.out)
    return case["id"], "" if after == before else f"{after if isinstance(after, str) else 'another state'}\n{done.out}"


def main():
    options = harness.parser().parse_args()
    corpora = options.corpora or [str(FOLDER / f"public/{name}.jsonl") for name in CORPORA]
    cases = conformance.load(corpora, options.filter, kinds=["positive"])
    results = conformance.run_cases(cases, [os.path.abspath(options.rulec)], jobs=options.jobs, function=worker)
    results = [result for result in results if result]
    wrong = [(name, detail) for name, detail in results if detail]
    print(f"formatted: {len(results) - len(wrong)} of {len(results)} rulesets mean the same to nft")
    for name, detail in wrong:
        print(f"{name}: {detail.strip()[:1000]}")
    return 1 if wrong or not results else 0


if __name__ == "__main__":
    sys.exit(main())
