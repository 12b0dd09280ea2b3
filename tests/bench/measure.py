# SPDX-License-Identifier: GPL-2.0-or-later
"""What a command takes, in a fresh network namespace, and medians of that."""
import dataclasses
import pathlib
import statistics
import subprocess
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "support"))
import netns


class Failed(Exception):
    """A command that should have succeeded has not."""


@dataclasses.dataclass(frozen=True)
class Cost:
    user_s: float
    system_s: float
    wall_s: float
    peak_mb: float


@dataclasses.dataclass(frozen=True)
class Tools:
    """The programs that take part; the two of the suite lie beside rulec."""
    rulec: pathlib.Path
    nft: str

    def beside(self, name):
        return str(self.rulec.parent / name)

    def check(self, path):
        return [str(self.rulec), "check", path]

    def apply(self, path):
        return [str(self.rulec), "apply", path]

    def nft_check(self, path):
        return [self.nft, "-c", "-f", path]

    def nft_apply(self, path):
        return [self.nft, "-f", path]

    def cost(self, command):
        words = _output([self.beside("rulec_bench_measure"), *command]).split()
        user, system, wall, peak, exit_code = map(int, words)
        if exit_code != 0:
            raise Failed(f"{' '.join(command)}: exit code {exit_code}")
        return Cost(user / 1e6, system / 1e6, wall / 1e6, peak / 1024)

    def floor(self, path):
        """Seconds that the kernel alone takes for the finished batch."""
        return float(_output([self.beside("rulec_bench_replay"), path]))


def _output(command):
    done = netns.run_private(command, timeout=1800)
    if done.returncode != 0:  # warnings are fine
        raise Failed(f"{' '.join(command)}: exit code {done.returncode}\n{done.stderr[:2000]}")
    return done.stdout


def interleaved(measurements, rounds):
    """Calls each of `measurements` once a round, in turn, and returns a list of results for each. Every second round
    runs backwards: what a run leaves for the kernel to clear away is then not always at the expense of the same one."""
    results = [[] for _ in measurements]
    for number in range(rounds):
        order = list(enumerate(measurements))
        for index, measurement in reversed(order) if number % 2 else order:
            results[index].append(measurement())
    return results


def median_cost(costs):
    return Cost(*(statistics.median(values) for values in zip(*map(dataclasses.astuple, costs))))
