#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""What may stand where: every field and statement in every kind of chain, reached in every way, as `rulec check` judges it
without a kernel and as nft and this kernel answer. There must be no difference in either direction.

usage: legality.py RULEC [WORD...]

Takes one probe in six, always the same ones; RULEC_LEGALITY=all takes all of them, in about four minutes. With words it takes
those whose text has all of them, and prints each.
"""
import collections
import functools
import os
import pathlib
import re
import sys
import tempfile
import zlib

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
sys.path[:0] = [str(ROOT / "tests/support"), str(pathlib.Path(__file__).resolve().parent)]
import legality_rows as rows
import netns
import nft_library
from catalog_walk import read_lines
from oracle import SKIPPED

Probe = collections.namedtuple("Probe", "what place text")

IP_HOOKS = ("prerouting", "input", "forward", "output", "postrouting")
HOOKS = {"ip": IP_HOOKS, "ip6": IP_HOOKS, "inet": IP_HOOKS + ("ingress",), "arp": ("input", "output"), "bridge": IP_HOOKS,
         "netdev": ("ingress", "egress")}
MEMORY = "/dev/shm"  # removing so many files from a disk takes longer than all the rest
FILES_AT_ONCE = 4000  # in one process, within the limit of a command line


def chain_types(family, hook):
    if family not in ("ip", "ip6", "inet") or hook == "ingress":
        return ("filter",)
    return ("filter",) + (("nat",) if hook != "forward" else ()) + (("route",) if hook == "output" else ())


def base_chains():
    """(family, what follows the brace of a base chain)."""
    for family, hooks in HOOKS.items():
        for hook in hooks:
            device = ' device "lo"' if hook in ("ingress", "egress") else ""
            for kind in chain_types(family, hook):
                yield family, f"type {kind} hook {hook}{device} priority 0"


# HOOK, RULE and DECLARES are filled in. The last: no hook reaches the rule.
WAYS = {
    "directly": "DECLARES\nchain c {\nHOOK\nRULE\n}",
    "by jump": "DECLARES\nchain c {\nRULE\n}\nchain b {\nHOOK\njump c\n}",
    "by goto": "DECLARES\nchain c {\nRULE\n}\nchain d {\ngoto c\n}\nchain b {\nHOOK\njump d\n}",
    "by vmap": "DECLARES\nchain c {\nRULE\n}\nchain b {\nHOOK\nmeta mark vmap { 1 : drop, 2 : jump c }\n}",
    "by a map": "DECLARES\nchain c {\nRULE\n}\nmap v {\ntype mark : verdict\nelements = { 1 : goto c }\n}\n"
                "chain b {\nHOOK\nmeta mark vmap @v\n}",
}


def places(ways):
    for family, hook in base_chains():
        for way in ways:
            body = WAYS[way].replace("HOOK", hook)
            yield f"{family} {hook}, {way}", f"table {family} t {{\n{body}\n}}\n"
    for family in HOOKS:
        yield f"{family}, no hook", f"table {family} t {{\n{WAYS['directly'].replace('HOOK', '')}\n}}\n"


def one_line(*texts):
    return "; ".join(text.replace("\n", " ") for text in texts if text)


def probes_of(statements, ways):
    for place, frame in places(ways):
        for rule, declares in statements:
            yield Probe(one_line(rule, declares), place, frame.replace("DECLARES", declares).replace("RULE", rule))


def field_statements(fields, forms):
    for field in fields:
        for form in forms:
            if "SELECTOR set" in form and not field["settable"]:
                continue
            rule = field["needs"] + form.replace("SELECTOR", field["selector"]).replace("VALUE", field["sample"])
            if not rows.NFT_IS_WRONG.search(rule):
                yield rule, ""


def all_probes(rulec):
    fields = [field for field in read_lines(rulec, "--fields") if field["type"] != "cgroupsv2"]  # a path of the host
    keys = [field for field in fields if field["selector"].split()[0] in rows.KEYS]
    examples = [(row["statement"], row["declares"]) for row in read_lines(rulec, "--examples") if "statement" in row]
    yield from probes_of(list(field_statements(fields, rows.FORMS[:1])), ["directly"])
    yield from probes_of(list(field_statements(keys, rows.FORMS[1:])), ["directly"])
    yield from probes_of(list(field_statements(keys, rows.FORMS[:1])), list(WAYS)[1:2])
    yield from probes_of(examples + rows.STATEMENTS, WAYS)
    for family in HOOKS:
        for declaration in rows.DECLARATIONS:
            yield Probe(one_line(declaration), family, f"table {family} t {{\n{declaration}\n}}\n")
    for what, text in rows.rulesets():
        yield Probe(what, text.split("{")[0].strip(), text)


def wanted(probe, words):
    if words:
        return all(word in f"{probe.place}: {probe.what}" for word in words)
    return os.environ.get("RULEC_LEGALITY") == "all" or zlib.crc32(probe.text.encode()) % 6 == 0


def lacking(complaints_of):
    """The rows of what kernels may be built without that this one is built without."""
    texts = [row.probe for row in rows.MODULES]
    return [row for row, answer in zip(rows.MODULES, complaints_of(texts)) if row.answer in answer]


def refused_by_check(rulec, folder, probes):
    """Indexes of those that `rulec check` finds an error in."""
    refused = {}
    for start in range(0, len(probes), FILES_AT_ONCE):
        names = []
        for index, probe in enumerate(probes[start:start + FILES_AT_ONCE], start):
            names.append(f"{index}.nft")
            (folder / names[-1]).write_text(probe.text, encoding="ascii")
        done = netns.run([rulec, "check", *names], cwd=folder, timeout=600)
        for index, message in re.findall(r"^(\d+)\.nft:\d+:\d+: (error.*)", done.stderr, re.M):
            refused.setdefault(int(index), message)
    return refused


def applies(rulec, folder, probe):
    (folder / "apply.nft").write_text(probe.text, encoding="ascii")
    return netns.run_private([rulec, "apply", "apply.nft"], cwd=folder).returncode == 0


def difference(probe, complaint, refusal, by_rulec):
    """Nothing, or a line for people."""
    if bool(complaint) == bool(refusal) or complaint == nft_library.CRASHED:
        return None
    if refusal and rows.STRICTER.search(probe.what):
        return None
    if refusal:
        return f"{probe.place}: {probe.what}: loads, check says {refusal}"
    if rows.ONLY_RULEC.search(probe.what) and by_rulec(probe):
        return None
    return f"{probe.place}: {probe.what}: check passes it, nft says {complaint.splitlines()[0]}"


def main():
    rulec = os.path.abspath(sys.argv[1])
    if not netns.available():
        print("skipped: network namespaces are not allowed here")
        return SKIPPED
    missing = lacking(nft_library.complaints)
    words = sys.argv[2:]
    probes = [probe for probe in all_probes(rulec) if wanted(probe, words)]
    kept = [probe for probe in probes if not any(row.concerns(probe.text) for row in missing)]
    with tempfile.TemporaryDirectory(dir=MEMORY if os.path.isdir(MEMORY) else None) as folder:
        by_rulec = functools.partial(applies, rulec, pathlib.Path(folder))
        refusals = refused_by_check(rulec, pathlib.Path(folder), kept)
        answers = nft_library.complaints([probe.text for probe in kept])
        found = [line for index, (probe, answer) in enumerate(zip(kept, answers))
                 if (line := difference(probe, answer, refusals.get(index), by_rulec))]
    if words:
        for index, (probe, answer) in enumerate(zip(kept, answers)):
            print(f"{probe.place}: {probe.what}\n    nft: {answer.splitlines()[0] if answer else 'loads'}\n"
                  f"    rulec: {refusals.get(index, 'fine')}")
    for line in found:
        print("FAIL", line)
    for row in missing:
        print(f"this kernel lacks {row.name}: not compared")
    refused = sum(bool(answer) for answer in answers)
    print(f"{len(kept)} combinations, {refused} of them refused by nft or the kernel, {len(found)} differences; "
          f"{len(probes) - len(kept)} need what this kernel lacks")
    return 1 if found or (not words and len(kept) < 1500) else 0


if __name__ == "__main__":
    sys.exit(main())
