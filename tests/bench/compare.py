# SPDX-License-Identifier: GPL-2.0-or-later
"""One workload through rulec and nft: both commands of each, and the floor."""
import dataclasses
import statistics

from measure import Cost, interleaved, median_cost


@dataclasses.dataclass(frozen=True)
class Comparison:
    workload: str
    command: str
    rulec: Cost
    nft: Cost
    floor_s: float | None = None  # of apply


def compare(tools, workload, path, rounds):
    """The comparisons of check and of apply."""
    measurements = (lambda: tools.cost(tools.check(path)), lambda: tools.cost(tools.nft_check(path)),
                    lambda: tools.cost(tools.apply(path)), lambda: tools.cost(tools.nft_apply(path)),
                    lambda: tools.floor(path))
    *costs, floors = interleaved(measurements, rounds)
    check, nft_check, apply, nft_apply = map(median_cost, costs)
    return (Comparison(workload.name, "check", check, nft_check),
            Comparison(workload.name, "apply", apply, nft_apply, statistics.median(floors)))
