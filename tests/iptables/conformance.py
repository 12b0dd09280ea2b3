#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Scores `rulec import` with recorded rules and dumps of iptables. They are not part of this repository: they are looked
for in $RULEC_CONFORMANCE, then beside the checkout, and without them there is nothing to do.

usage: conformance.py RULEC
"""
import json
import os
import pathlib
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
SKIPPED, WANTED = 77, 0.97


def passes(result):
    if result["kind"] == "negative":
        return result.get("refused", False)
    return "loads" in result["passed"] or (result["kind"] == "optional" and result.get("refused", False))


def main():
    folder = pathlib.Path(os.environ.get("RULEC_CONFORMANCE", HERE.parent.parent.parent / "shared/conformance"))
    corpora = [folder / "public" / name for name in ("iptables-rules.jsonl", "iptables-dumps.jsonl")]
    if os.geteuid() != 0 or not all(path.exists() for path in corpora):
        print("skipped: no corpora here (RULEC_CONFORMANCE names their folder), or not root")
        return SKIPPED
    with tempfile.NamedTemporaryFile() as report:
        subprocess.run([sys.executable, folder / "ipt_conformance.py", "--rulec", sys.argv[1], "--json", report.name, *corpora],
                       check=False, capture_output=True, timeout=800)
        results = json.load(open(report.name, encoding="utf-8"))
    failed = [result for result in results if not passes(result)]
    for result in failed[:20]:
        print(result["id"], result["why"][:200].replace("\n", " "))
    print(f"{len(results) - len(failed)} of {len(results)} imported and loaded, or rightly refused")
    return 0 if results and len(failed) <= (1 - WANTED) * len(results) else 1


if __name__ == "__main__":
    sys.exit(main())
