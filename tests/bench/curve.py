# SPDX-License-Identifier: GPL-2.0-or-later
"""How cost grows with the size of the input: the slope of the logarithms, 1 where it is linear."""
import dataclasses
import math
import os

from measure import interleaved, median_cost


@dataclasses.dataclass(frozen=True)
class Curve:
    name: str
    command: str
    sizes: tuple
    costs: list


def slope(sizes, values):
    """Of the least-squares line through the logarithms of the last three points: below them it is the start of the
    process that is measured. Nothing if a value is too small for the clock."""
    points = [(math.log(size), math.log(value)) for size, value in list(zip(sizes, values))[-3:] if value > 0]
    if len(points) < 2:
        return None
    mean_x, mean_y = (sum(values) / len(points) for values in zip(*points))
    return (sum((x - mean_x) * (y - mean_y) for x, y in points) / sum((x - mean_x) ** 2 for x, _ in points))


def follow(tools, name, workload, sizes, folder, rounds):
    """The curves of check and of apply. A file lives only as long as it is measured: the largest takes 80 MB."""
    rows = []
    for size in sizes:
        path = workload.make(folder, size)
        commands = (tools.check(path), tools.apply(path))
        rows.append([median_cost(costs)
                     for costs in interleaved([lambda c=c: tools.cost(c) for c in commands], rounds)])
        os.unlink(path)
    return [Curve(name, command, sizes, [row[index] for row in rows])
            for index, command in enumerate(("check", "apply"))]
