#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""What a person at a terminal sees of a long run: the progress line. usage: terminal.py RULEC

The run is long because its standard input is slow, so that no test needs a large file or a slow machine.
"""
import os
import pty
import select
import subprocess
import sys
import time
import unittest

RULEC = ""
FINE, FINDINGS = 0, 1
ERASE = b"\r\x1b[K"
GOOD = b"table inet t {\n\tchain c {\n\t\ttype filter hook output priority 0; tcp dport 22 accept\n\t}\n}\n"
BAD = GOOD.replace(b"dport", b"dprot")
LONG_S = 3  # the line appears after two seconds


def read_all(descriptor):
    """To the end, which on a pseudo-terminal is an error once nobody has the other side open."""
    parts = []
    while select.select([descriptor], [], [], 20)[0]:
        try:
            parts.append(os.read(descriptor, 4096))
        except OSError:
            break
        if not parts[-1]:
            break
    return b"".join(parts)


def run(text, wait, *options, term="xterm", on_terminal=True):
    """`rulec check -` that gets `text` once `wait` returns. Returns the exit code and what standard error showed."""
    ours, theirs = pty.openpty() if on_terminal else os.pipe()
    process = subprocess.Popen([RULEC, "check", *options, "-"], stdin=subprocess.PIPE, stdout=subprocess.DEVNULL,
                               stderr=theirs, env={**os.environ, "TERM": term, "NO_COLOR": "1"})
    os.close(theirs)
    wait(ours)
    process.stdin.write(text)
    process.stdin.close()
    seen = read_all(ours)
    os.close(ours)
    return process.wait(20), seen


def for_the_line(terminal):
    """However slow the machine is; its octets stay to be read."""
    select.select([terminal], [], [], 20)


def long(_):
    time.sleep(LONG_S)


def not_at_all(_):
    pass


class Progress(unittest.TestCase):
    def test_long_run_shows_the_stage_and_erases_it(self):
        code, seen = run(GOOD, for_the_line)
        self.assertEqual(code, FINE)
        self.assertRegex(seen, rb"^\rrulec: read, [2-9] s\x1b\[K")
        self.assertTrue(seen.endswith(ERASE), seen)
        self.assertNotIn(b"\n", seen)

    def test_erased_before_a_diagnostic(self):
        code, seen = run(BAD, for_the_line)
        self.assertEqual(code, FINDINGS)
        line, report = seen.split(ERASE, 1)
        self.assertTrue(line.startswith(b"\rrulec: read, "), seen)
        self.assertTrue(report.startswith(b"<stdin>:3:43: error["), report)
        self.assertNotIn(b"\x1b", report)
        self.assertTrue(report.endswith(b"rulec: 1 error\r\n"), report)

    def test_short_run_is_silent(self):
        self.assertEqual(run(GOOD, not_at_all), (FINE, b""))

    def test_silent_where_a_line_cannot_be_redrawn(self):
        self.assertEqual(run(GOOD, long, term="dumb"), (FINE, b""))
        self.assertEqual(run(GOOD, long, on_terminal=False), (FINE, b""))

    def test_statistics_come_after_the_line(self):
        code, seen = run(GOOD, for_the_line, "--stats")
        self.assertEqual(code, FINE)
        self.assertTrue(seen.split(ERASE, 1)[1].startswith(b"stage "), seen)


if __name__ == "__main__":
    RULEC = os.path.abspath(sys.argv.pop(1))
    unittest.main(verbosity=1)
