#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""JSON both ways, against recorded answers of stock nft: what the kernel holds after the detour must be what it held.

usage: json_detour.py RULEC [--jobs N] [--filter REGEX] [--show] [CORPUS.jsonl...]

For each ruleset that nft loads, every step in a network namespace of its own:

  control  nft's own detour: nft -f, nft -j list ruleset, nft -j -f
  export   rulec compile --to json, nft -j -f
  import   nft -f, nft -j list ruleset, rulec import json, nft -f

rulec must arrive wherever nft itself does, and refuse with a place, or arrive, everywhere else. The corpora and their
harness are not part of this repository: they are looked for in $RULEC_CONFORMANCE, then beside the checkout; without
them there is nothing to do (exit code 77).
"""
import collections
import os
import pathlib
import re
import sys

import harness

HERE = pathlib.Path(__file__).resolve().parent
CORPORA = ("tests-py", "tests-shell", "github", "optimize")
REFUSAL = re.compile(r"^\S+:\d+:\d+: error\[", re.M)
ARRIVED = ("equal", "bytecode differs")  # nft sends other bytecode for some of its own listings
LEAST = HERE / "passed_json.txt"         # how many must arrive, per way; raise it when it grows


FOLDER = harness.find("json")
import conformance


def fresh(case):
    conformance.fresh_netns()
    conformance.add_devices(case.get("devices", []))


def arrives(case, argv, text):
    """'equal', 'bytecode differs', 'listing differs' or 'refused' after feeding `text` to `argv` in an empty kernel."""
    fresh(case)
    done = conformance.run(argv, stdin=text)
    if done.rc != 0:
        return "refused", done.err
    code, listing = conformance.kernel_state()
    if listing != case["oracle_list"]:
        return "listing differs", listing
    return ("equal", "") if code == case["oracle_bytecode"] else ("bytecode differs", code)


def export(case, rulec):
    done = harness.run_on_text(case, case["text"], rulec + ["compile", "--to", "json"])
    if done.rc == 1 and REFUSAL.search(done.err):
        return "said so", done.err
    if done.rc != 0:
        return "failed", done.err
    if "warning[W1006]" in done.err:
        outcome, detail = arrives(case, ["nft", "-j", "-f", "-"], done.out)
        return (outcome, detail) if outcome in ("equal", "refused") else ("warned", done.err)
    return arrives(case, ["nft", "-j", "-f", "-"], done.out)


def import_(case, rulec, listing):
    done = conformance.run(rulec + ["import", "json", "-"], stdin=listing)
    if done.rc == 1 and REFUSAL.search(done.err):
        return "said so", done.err
    if done.rc != 0:
        return "failed", done.err
    return arrives(case, ["nft", "-f", "-"], done.out)


def worker(job):
    case, rulec, _ = job
    fresh(case)
    loaded = harness.run_on_text(case, case["text"], ["nft", "-f"])
    listing = conformance.run(["nft", "-j", "list", "ruleset"]).out
    if loaded.rc != 0:
        return None
    return {"id": case["id"], "control": arrives(case, ["nft", "-j", "-f", "-"], listing),
            "export": export(case, rulec), "import": import_(case, rulec, listing)}


def show(way, result):
    outcome, detail = result[way]
    print(f"{way} {result['id']}: {outcome} (control: {result['control'][0]})")
    print("    " + detail.strip()[:600].replace("\n", "\n    "))


def report(results, show_all):
    """Prints the table and what is wrong: a failure, or a case where nft arrives and rulec does not."""
    for way in ("control", "export", "import"):
        counts = collections.Counter(result[way][0] for result in results)
        print(f"{way:8} " + ", ".join(f"{count} {outcome}" for outcome, count in counts.most_common()))
    wrong = 0
    for way in ("export", "import"):
        for result in results:
            arrived, nft_arrives = result[way][0] in ARRIVED, result["control"][0] in ARRIVED
            is_wrong = result[way][0] == "failed" or (nft_arrives and not arrived)
            wrong += is_wrong
            if is_wrong or (show_all and not arrived):
                show(way, result)
    return wrong


def too_few(results):
    """Ways on which fewer arrive than did before."""
    least = dict(line.split() for line in LEAST.read_text().splitlines())
    arrived = {way: sum(result[way][0] in ARRIVED for result in results) for way in least}
    few = [way for way in least if arrived[way] < int(least[way])]
    for way in few:
        print(f"{way}: {arrived[way]} arrive, {least[way]} must")
    return few


def main():
    parser = harness.parser()
    parser.add_argument("--show", action="store_true", help="every case that does not arrive, not only what nft can")
    options = parser.parse_args()
    corpora = options.corpora or [str(FOLDER / f"public/{name}.jsonl") for name in CORPORA]
    cases = conformance.load(corpora, options.filter, kinds=["positive"])
    results = conformance.run_cases(cases, [os.path.abspath(options.rulec)], jobs=options.jobs, function=worker)
    results = [result for result in results if result]
    print(f"json: {len(results)} rulesets")
    wrong = report(results, options.show)
    whole = not options.filter and not options.corpora
    return 1 if wrong or (whole and too_few(results)) else 0


if __name__ == "__main__":
    sys.exit(main())
