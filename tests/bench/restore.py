# SPDX-License-Identifier: GPL-2.0-or-later
"""Many rules by way of iptables: what writing them takes beside `rulec check`, and what iptables-restore takes with them
beside `rulec apply`."""
import os
import shutil
import subprocess

from measure import Failed, interleaved, median_cost

SIZE = 50_000
KINDS = ("legacy", "nft")


def measure_restore(tools, workload, size, folder, rounds):
    """(what, Cost) a command; without those that are not here."""
    path = workload.make(folder, size)
    text = os.path.join(folder, "rules.iptables")
    write = [str(tools.rulec), "compile", "--to", "iptables", path]
    with open(text, "w", encoding="utf-8") as file:
        if subprocess.run(write, stdout=file, check=False, timeout=1800).returncode != 0:
            raise Failed(" ".join(write))
    commands = {"rulec check": tools.check(path), "rulec compile --to iptables": write, "rulec apply": tools.apply(path)}
    for kind in KINDS:
        if shutil.which(f"iptables-{kind}-restore"):
            commands[f"iptables-{kind}-restore"] = [f"iptables-{kind}-restore", text]
    costs = interleaved([lambda command=command: tools.cost(command) for command in commands.values()], rounds)
    os.unlink(path)
    os.unlink(text)
    return list(zip(commands, map(median_cost, costs)))
