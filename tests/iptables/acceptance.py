#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Every rule of commands.txt goes to iptables-legacy-restore and to `rulec import`. What iptables takes is imported and
loads, or is refused in so many words (E1006, "rules cannot say"); what iptables refuses is refused.

usage: acceptance.py RULEC
"""
import os
import pathlib
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "support"))
import netns
from packets import CHAINS

SKIPPED = 77
# What iptables 1.8.9 or its part of the kernel refuses for a reason of its own.
MORE_THAN_IPTABLES = {
    "mld-listener-query": "a name that newer versions know",
    "1/day": "the arithmetic of xt_hashlimit overflows",
}


def cases():
    for line in (HERE / "commands.txt").read_text().splitlines():
        if not line or line.startswith("#"):
            continue
        families, table, chain, *arguments = line.split(" ", 3)
        head = "".join(f":{name} ACCEPT [0:0]\n" for name in CHAINS[table].split())
        for family in families:
            yield f"{family} {line}", "ip6tables" if family == "6" else "iptables", \
                f"*{table}\n{head}-A {chain} {' '.join(arguments)}\nCOMMIT\n"


def mistake(rulec, tool, text, folder):
    wanted = netns.run_private([f"{tool}-legacy-restore"], input=text)
    (folder / "a.save").write_text(text)
    got = netns.run([rulec, "import", tool, str(folder / "a.save")])
    if got.returncode not in (0, 1):
        return f"exit code {got.returncode}: {got.stderr}"
    if wanted.returncode != 0:
        return "" if got.returncode == 1 or any(word in text for word in MORE_THAN_IPTABLES) else \
            f"iptables refuses it ({wanted.stderr.strip()[:120]}):\n{got.stdout}"
    if got.returncode == 1:
        return "" if "error[E1006]" in got.stderr else got.stderr
    (folder / "a.rules").write_text(got.stdout)
    loaded = netns.run_private([rulec, "apply", str(folder / "a.rules")])
    return "" if loaded.returncode == 0 else f"does not load: {loaded.stderr}\n{got.stdout}"


def main():
    rulec = os.path.abspath(sys.argv[1])
    if os.geteuid() != 0 or not netns.available() or not netns.run(["sh", "-c", "command -v iptables-legacy-restore"]).stdout:
        print("skipped: needs root, network namespaces and iptables")
        return SKIPPED
    count, wrong = 0, 0
    with tempfile.TemporaryDirectory() as folder:
        for name, tool, text in cases():
            count += 1
            if why := mistake(rulec, tool, text, pathlib.Path(folder)):
                wrong += 1
                print(f"{name}\n  {why}")
    print(f"{count} rules, {wrong} mistakes")
    return 1 if wrong or not count else 0


if __name__ == "__main__":
    sys.exit(main())
