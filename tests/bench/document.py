# SPDX-License-Identifier: GPL-2.0-or-later
"""The measurements as a page of Markdown."""
from curve import slope
from workloads import WORKLOADS

_INTRODUCTION = """\
# Benchmarks

Written by `./dev bench`. {machine}; {rounds}, every run in a fresh network namespace.
User CPU does not hang on what else the machine does; wall time does, and is mostly the kernel's own: the **floor** is
the time that the kernel takes for the finished batch. Below 1 is better than nft.
"""

_MEANINGS = "| workload | what it is |\n|---|---|\n"

_RATIOS = """
## rulec / nft

`check` is compared with `nft -c -f`, `apply` with `nft -f`.

| workload | command | user CPU | wall | peak memory | wall / floor |
|---|---|---|---|---|---|
"""

_NUMBERS = """
## The numbers behind

| workload | command | user s: rulec | nft | wall s: rulec | nft | floor | peak MB: rulec | nft |
|---|---|---|---|---|---|---|---|---|
"""

_CURVES = """
## How cost grows

User seconds and peak megabytes of rulec by size. The slope is that of the logarithms over the last three sizes: 1 is
linear; a constant part, the start of the process, makes it less.

"""

_RESTORES = """
## By way of iptables

50,000 rules, an address and a port each: `rulec compile --to iptables` beside `rulec check`, and what iptables-restore takes with the
result beside `rulec apply`.

| command | user s | system s | wall s | peak MB | user / check |
|---|---|---|---|---|---|
"""

_SMALL = """
## Small files

`rulec check`, user and system CPU of the whole process, median of {runs} runs.

| file | ms |
|---|---|
"""


def _rounds(rounds):
    return "one round" if rounds == 1 else f"medians of {rounds} interleaved rounds"


def _ratio(ours, theirs):
    """Two digits that mean something. A time below the clock's tick has no ratio."""
    return f"{ours / theirs:.3f}" if theirs > 0 else "-"


def _row(*cells):
    return "| " + " | ".join(cells) + " |\n"


def ratio_row(comparison):
    ours, theirs, floor = comparison.rulec, comparison.nft, comparison.floor_s
    return _row(comparison.workload, comparison.command, _ratio(ours.user_s, theirs.user_s),
                _ratio(ours.wall_s, theirs.wall_s), _ratio(ours.peak_mb, theirs.peak_mb),
                "" if floor is None else f"{ours.wall_s / floor:.2f}")


def _number_row(comparison):
    ours, theirs, floor = comparison.rulec, comparison.nft, comparison.floor_s
    return _row(comparison.workload, comparison.command, f"{ours.user_s:.3f}", f"{theirs.user_s:.3f}",
                f"{ours.wall_s:.3f}", f"{theirs.wall_s:.3f}", "" if floor is None else f"{floor:.3f}",
                f"{ours.peak_mb:.0f}", f"{theirs.peak_mb:.0f}")


def _curve_row(curve, unit, digits, values):
    steepness = slope(curve.sizes, values)
    return _row(curve.name, curve.command, unit, *(f"{value:.{digits}f}" for value in values),
                "-" if steepness is None else f"{steepness:.2f}")


def _curve_table(curves):
    sizes = curves[0].sizes
    yield _row("workload", "command", "unit", *(f"{size:,}" for size in sizes), "slope")
    yield "|" + "---|" * (len(sizes) + 4) + "\n"
    for curve in curves:
        yield _curve_row(curve, "user s", 3, [cost.user_s for cost in curve.costs])
        yield _curve_row(curve, "peak MB", 1, [cost.peak_mb for cost in curve.costs])


def _restore_rows(restores):
    check = restores[0][1]
    for name, cost in restores:
        yield _row(name, f"{cost.user_s:.3f}", f"{cost.system_s:.3f}", f"{cost.wall_s:.3f}", f"{cost.peak_mb:.0f}",
                   _ratio(cost.user_s, check.user_s))


def page(machine, rounds, comparisons, curves, restores, small, small_runs):
    """Leaves out what was not measured."""
    text = [_INTRODUCTION.format(machine=machine, rounds=_rounds(rounds))]
    if comparisons:
        names = dict.fromkeys(comparison.workload for comparison in comparisons)
        text += ["\n", _MEANINGS, *(_row(name, WORKLOADS[name].meaning) for name in names)]
        text += [_RATIOS, *map(ratio_row, comparisons), _NUMBERS, *map(_number_row, comparisons)]
    if curves:
        text += [_CURVES, *_curve_table(curves)]
    if restores:
        text += [_RESTORES, *_restore_rows(restores)]
    if small:
        text += [_SMALL.format(runs=small_runs), *(_row(name, f"{ms:.1f}") for name, ms in small)]
    return "".join(text)
