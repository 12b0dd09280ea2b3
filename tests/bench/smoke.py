#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""That the suite runs, on inputs of a thousandth; no number is judged. usage: smoke.py RULEC"""
import pathlib
import subprocess
import sys
import unittest

from bench import MISSING
from curve import slope
from workloads import WORKLOADS

BENCH = pathlib.Path(__file__).resolve().parent / "bench.py"


class Slope(unittest.TestCase):
    def test_powers(self):
        sizes = (1, 10, 100, 1000)
        for power in (0, 1, 2):
            self.assertAlmostEqual(slope(sizes, [3 * size**power for size in sizes]), power)

    def test_start_of_the_process_is_left_out(self):
        self.assertAlmostEqual(slope((1, 10, 100, 1000), (500, 10, 100, 1000)), 1)

    def test_too_small_for_the_clock(self):
        self.assertIsNone(slope((1, 10, 100, 1000), (0, 0, 0, 3)))


class Suite(unittest.TestCase):
    def test_every_workload_and_curve(self):
        done = subprocess.run([sys.executable, BENCH, "--rulec", RULEC, "--scale", "0.001", "--rounds", "1"],
                              capture_output=True, text=True, check=False, timeout=300)
        if done.returncode == MISSING:
            self.skipTest(done.stdout)
        self.assertEqual(done.returncode, 0, done.stderr)
        for name in WORKLOADS:
            for command in ("check", "apply"):
                self.assertEqual(done.stdout.count(f"| {name} | {command} |"), 2, name)
        self.assertEqual(done.stdout.count("| set | apply |"), 2)
        self.assertIn("| rulec compile --to iptables |", done.stdout)
        self.assertIn("| gateway.rules |", done.stdout)

    def test_refusal_of_a_workload_is_a_failure(self):
        done = subprocess.run([sys.executable, BENCH, "--rulec", RULEC, "--nft", "/bin/false", "--only", "set_1m",
                               "--scale", "0.001"], capture_output=True, text=True, check=False, timeout=300)
        if done.returncode == MISSING:
            self.skipTest(done.stdout)
        self.assertEqual(done.returncode, 1)
        self.assertIn("/bin/false -c -f", done.stderr)


if __name__ == "__main__":
    RULEC = sys.argv.pop(1)
    unittest.main()
