# SPDX-License-Identifier: GPL-2.0-or-later
"""The workloads: a table, and how one of them becomes a file."""
import dataclasses
import os
import sys
import typing

import write_elements
import write_rules


@dataclasses.dataclass(frozen=True)
class Workload:
    name: str
    write: typing.Callable  # (size), or (size, folder) if it needs files of its own; yields the text of the ruleset
    size: int
    meaning: str
    own_folder: bool = False

    def make(self, folder, size):
        """Writes the ruleset with `size` instead of the full one below `folder` and returns its path."""
        stem = os.path.join(folder, f"{self.name}.{size}")
        arguments = (size, stem) if self.own_folder else (size,)
        _write_apart(stem + ".rules", lambda: self.write(*arguments))
        return stem + ".rules"

    def scaled(self, scale):
        return max(1, round(self.size * scale))


def _write_apart(path, lines):
    """Writes the file in a child, so that the lists of a million strings do not stay in this process, which forks."""
    child = os.fork()
    if child == 0:
        with open(path, "w", encoding="ascii") as file:
            file.writelines(lines())
        os._exit(0)
    if os.waitpid(child, 0)[1] != 0:
        sys.exit(f"cannot write {path}")


WORKLOADS = {workload.name: workload for workload in (
    Workload("set_1m", write_elements.addresses, 1_000_000, "a set of 1,000,000 addresses"),
    Workload("iset_1m", write_elements.networks, 1_000_000, "an interval set of 870,000 networks"),
    Workload("concat_200k", write_elements.services, 200_000, "a set of 200,000 address . port"),
    Workload("concat_iset_200k", write_elements.service_ranges, 200_000,
             "an interval set of 200,000 network . port range"),
    Workload("map_200k", write_elements.verdict_map, 200_000, "a verdict map of 200,000 addresses"),
    Workload("wide_defines", write_elements.shared_define, 100_000, "a define of 100,000 addresses in three sets"),
    Workload("rules_100k", write_rules.rules, 100_000, "100,000 rules in a chain"),
    Workload("tables_1k", write_rules.tables, 1_000, "1,000 tables of 10 chains of 3 rules"),
    Workload("include_5k", write_rules.includes, 5_000, "5,000 included files", own_folder=True),
    Workload("anon_5k", write_rules.anonymous_sets, 5_000, "5,000 rules with an anonymous set each"),
)}

# Whose cost is followed over four sizes, as shares of 1,000,000.
CURVES = {"set": WORKLOADS["set_1m"], "interval set": WORKLOADS["iset_1m"], "rules": WORKLOADS["rules_100k"]}
CURVE_SIZES = (1_000, 10_000, 100_000, 1_000_000)
