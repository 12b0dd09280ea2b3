#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""What `rulec list` prints must be what the kernel holds.

usage: list.py RULEC [--every N] [--json FILE] [FILE.rules | CORPUS.jsonl ...]

Each ruleset is loaded with stock nft in a network namespace of its own. Then:
    lists      `rulec list` exits with 0
    nft        its output, loaded by stock nft into a fresh namespace, gives the same listing and bytecode
    identity   `rulec list | rulec apply -` leaves the same listing and bytecode
    text       `rulec list -s` is `nft -s list ruleset`, but for the order of a table's parts (counted, not required)

Without files: every example, every golden case that should compile and, where they are present, every Nth case of the
corpora of tests/conformance (RULEC_CONFORMANCE names their folder).
"""
import argparse
import collections
import difflib
import json
import multiprocessing
import os
import pathlib
import re
import shutil
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
import oracle
from oracle import netns

CORPORA = ("tests-py", "tests-shell", "github", "optimize")
REQUIRED = ("lists", "nft", "identity")
ENVIRONMENT = dict(os.environ, TZ="UTC-2", LC_ALL="C")  # the corpora's `meta hour` is of this zone

# Both states end with a line of their own, so that one run of the shell answers for a whole case.
LOAD = """
show() { nft -s list ruleset; nft --debug=netlink list ruleset | grep '^  *\\['; true; }
devices() { DEVICES; ip link set lo up; true; }
export -f show devices
devices
nft -f main.nft || exit 9
show > wanted
nft -s list ruleset > wanted.text
"$1" list > listed.rules 2> listed.errors; echo $? > listed.code
"$1" list -s > listed.text 2>/dev/null
unshare -n bash -c 'devices; nft -f listed.rules && show' > again 2> again.errors
"$1" list | "$1" apply - 2> identity.errors; show > identity
unshare -n bash -c 'devices; nft -f wanted.text && show' > control 2> /dev/null
"""

Case = collections.namedtuple("Case", "name text files devices")


def device_commands(devices):
    made = [f"ip link add name {name} index {index} type ifb || ip link add name {name} index {index} type dummy"
            for name, index in devices]
    return "; ".join(made) or ":"


def difference(wanted, got, errors):
    lines = list(difflib.unified_diff(oracle.normalised(wanted), oracle.normalised(got), lineterm="", n=1))[2:]
    return "\n".join([errors.strip()[:300]] + lines[:12]) if lines else ""


def judge(job):
    """(name, what passed, what differs); nothing passed and nothing differs if nft refuses the file."""
    rulec, case = job
    with tempfile.TemporaryDirectory(prefix="list.") as name:
        folder = pathlib.Path(name)
        for file, text in {**case.files, "main.nft": case.text}.items():
            (folder / file).parent.mkdir(parents=True, exist_ok=True)
            (folder / file).write_text(text, errors="surrogateescape")
        script = LOAD.replace("DEVICES", device_commands(case.devices))
        done = netns.run_private(["bash", "-c", script, "bash", rulec], cwd=folder, env=ENVIRONMENT)
        if done.returncode == 9:
            return case.name, None, ""
        read = {f.name: f.read_text(errors="replace") for f in folder.iterdir() if f.is_file()}
    passed, why = [], ""
    if read["listed.code"].strip() == "0":
        passed.append("lists")
    else:
        why += read["listed.errors"][:300] + "\n".join(re.findall(r"# not expressible.*", read["listed.rules"])[:3])
    nft_reads_itself = not difference(read["wanted"], read["control"], "")
    for level, state, errors in (("nft", "again", "again.errors"), ("identity", "identity", "identity.errors")):
        wrong = difference(read["wanted"], read[state], read[errors])
        if level == "nft" and wrong and not nft_reads_itself:
            wrong = ""  # its own listing is no better
        passed += [level] * (not wrong)
        why += f"{level}: {wrong}\n" * bool(wrong)
    if oracle.normalised(read["wanted.text"]) == oracle.normalised(read["listed.text"]):
        passed.append("text")
    elif not why:
        why += "text: " + difference(read["wanted.text"], read["listed.text"], "")
    return case.name, passed, why


def case_of(path):
    files = {f.name: f.read_text(errors="surrogateescape") for f in path.parent.glob("_*.rules")}
    devices = [(name, index) for index, name in enumerate(oracle.DEVICES, 10)]
    return Case(path.name, path.read_text(errors="surrogateescape"), files, devices)


def corpus_cases(path):
    with open(path, encoding="utf-8", errors="surrogateescape") as lines:
        for case in map(json.loads, lines):
            if case["kind"] == "positive":
                yield Case(case["id"], case["text"], case.get("files", {}), case.get("devices", []))


def all_cases(every):
    files = sorted((oracle.ROOT / "examples").glob("*.rules"))
    files += [f for f in sorted((oracle.ROOT / "tests/cases").glob("*/*.rules"))
              if not f.name.startswith(("fail_", "_"))]
    cases = [case_of(f) for f in files]
    corpora = pathlib.Path(os.environ.get("RULEC_CONFORMANCE", oracle.ROOT / "../shared/conformance")) / "public"
    for name in CORPORA:
        if (corpora / f"{name}.jsonl").exists():
            cases += list(corpus_cases(corpora / f"{name}.jsonl"))[::every]
        else:
            print(f"no {name} here, nothing of it was listed")
    return cases


def named_cases(names, every):
    for name in names:
        if name.endswith(".jsonl"):
            yield from list(corpus_cases(name))[::every]
        else:
            yield case_of(pathlib.Path(name))


def main():
    parser = argparse.ArgumentParser(usage=__doc__)
    parser.add_argument("rulec")
    parser.add_argument("files", nargs="*")
    parser.add_argument("--every", type=int, default=20)
    parser.add_argument("--json")
    options = parser.parse_args()
    if not netns.available() or shutil.which("nft") is None or os.geteuid() != 0:
        print("skipped: needs root, network namespaces and nft")
        return oracle.SKIPPED
    cases = list(named_cases(options.files, options.every)) if options.files else all_cases(options.every)
    rulec = os.path.abspath(options.rulec)
    with multiprocessing.Pool(2) as pool:
        results = list(pool.imap(judge, [(rulec, case) for case in cases], chunksize=4))
    loaded = [result for result in results if result[1] is not None]
    for name, passed, why in loaded:
        if not set(REQUIRED) <= set(passed):
            print(f"FAIL {name}\n{why}")
    counts = collections.Counter(level for _, passed, _ in loaded for level in passed)
    print(f"{len(loaded)} rulesets ({len(results) - len(loaded)} refused by nft): "
          + ", ".join(f"{level} {counts[level]}" for level in (*REQUIRED, "text")))
    if options.json:
        pathlib.Path(options.json).write_text(json.dumps(results, indent=1))
    return 1 if any(counts[level] < len(loaded) for level in REQUIRED) else 0


if __name__ == "__main__":
    sys.exit(main())
