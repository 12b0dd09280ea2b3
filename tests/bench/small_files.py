# SPDX-License-Identifier: GPL-2.0-or-later
"""Files of everyday size: how long `rulec check` takes from start to end."""
import pathlib
import statistics

EXAMPLES = pathlib.Path(__file__).resolve().parent.parent.parent / "examples"
RUNS_A_ROUND = 4


def examples():
    """Rulesets only: a packet test names the ruleset that it belongs to."""
    return [path for path in sorted(EXAMPLES.glob("*.rules")) if not path.stem.endswith("_test")]


def check_ms(tools, path, runs):
    """Median CPU in milliseconds, user and system: the kernel knows their sum well, but guesses at such short runs how
    it divides."""
    costs = [tools.cost(tools.check(str(path))) for _ in range(runs)]
    return statistics.median(cost.user_s + cost.system_s for cost in costs) * 1e3
