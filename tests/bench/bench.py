#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Time and memory of rulec beside stock nft, and how they grow. Measures only: no number makes it fail.

Prints a page of Markdown; a complete run at full size also writes it to docs/benchmarks.md.
"""
import argparse
import os
import pathlib
import shutil
import sys
import tempfile

import document
import machine
import small_files
from compare import compare
from curve import follow
from measure import Failed, Tools, netns
from restore import SIZE, measure_restore
from workloads import CURVE_SIZES, CURVES, WORKLOADS

PAGE = pathlib.Path(__file__).resolve().parent.parent.parent / "docs" / "benchmarks.md"
MISSING = 77  # exit code: this cannot run here
PARTS = (*WORKLOADS, "curve", "iptables", "examples")
CURVE_ROUNDS = 3


def parse_arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rulec", required=True, type=pathlib.Path)
    parser.add_argument("--nft", default="nft", help="the nft to compare with")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--scale", type=float, default=1.0, help="share of each workload's full size")
    parser.add_argument("--only", action="append", choices=PARTS, metavar="PART",
                        help="a workload, `curve`, `iptables` or `examples`; may be repeated: " + ", ".join(PARTS))
    parser.add_argument("--no-write", action="store_true", help="print the page only")
    options = parser.parse_args()
    if options.rounds < 1 or options.scale <= 0:
        parser.error("--rounds and --scale are above 0")
    return options


def say(text):
    print(text, end="", file=sys.stderr, flush=True)


def compare_all(tools, options, folder):
    comparisons = []
    for name, workload in WORKLOADS.items():
        if name in options.only:
            path = workload.make(folder, workload.scaled(options.scale))
            for comparison in compare(tools, workload, path, options.rounds):
                comparisons.append(comparison)
                say(document.ratio_row(comparison))
            os.unlink(path)
    return comparisons


def follow_all(tools, options, folder):
    curves = []
    sizes = tuple(max(1, round(size * options.scale)) for size in CURVE_SIZES)
    for name, workload in CURVES.items() if "curve" in options.only else ():
        say(f"curve of {name}\n")
        curves += follow(tools, name, workload, sizes, folder, min(options.rounds, CURVE_ROUNDS))
    return curves


def restore_all(tools, options, folder):
    if "iptables" not in options.only:
        return []
    say("iptables\n")
    return measure_restore(tools, WORKLOADS["rules_100k"], max(1, round(SIZE * options.scale)), folder, options.rounds)


def measure_examples(tools, options):
    if "examples" not in options.only:
        return []
    runs = options.rounds * small_files.RUNS_A_ROUND
    return [(path.name, small_files.check_ms(tools, path, runs)) for path in small_files.examples()]


def make_page(tools, options):
    with tempfile.TemporaryDirectory(prefix="rulec-bench.") as folder:
        comparisons = compare_all(tools, options, folder)
        curves = follow_all(tools, options, folder)
        restores = restore_all(tools, options, folder)
    return document.page(machine.describe(tools.nft), options.rounds, comparisons, curves, restores,
                         measure_examples(tools, options), options.rounds * small_files.RUNS_A_ROUND)


def main():
    options = parse_arguments()
    complete = options.only is None and options.scale == 1
    options.only = options.only or PARTS
    if not netns.available() or shutil.which(options.nft) is None:
        print("bench needs nft and network namespaces, and one of them is missing here")
        return MISSING
    try:
        page = make_page(Tools(options.rulec.resolve(), options.nft), options)
    except Failed as failure:
        print(failure, file=sys.stderr)
        return 1
    print(page, end="")
    if complete and not options.no_write:
        PAGE.write_text(page, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
