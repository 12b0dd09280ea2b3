#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""`rulec fmt` from outside: what it writes where, and what it leaves alone. usage: fmt.py RULEC [TEST...]"""
import json
import os
import pathlib
import subprocess
import sys
import unittest

import run
from run import EXAMPLES, FINDINGS, FINE, SYSTEM, USAGE, rulec

UGLY = b"#!/usr/sbin/nft -f\r\ntable inet t { chain c { tcp dport {22,80} accept; } # web\r\n}"
PRETTY = (b"#!/usr/sbin/nft -f\ntable inet t {\n\tchain c {\n\t\ttcp dport { 22, 80 } accept\n\t} # web\n}\n")
WRONG = b"table inet t { chain c { tcp dport 22 acept } }"
NOBODY = 65534


class Replacing(run.Case):
    def test_a_file_is_replaced_in_silence(self):
        path = self.file(UGLY)
        path.chmod(0o640)
        done = rulec("fmt", path)
        self.assert_exit(done, FINE)
        self.assertEqual((done.stdout, done.stderr), (b"", b""))
        self.assertEqual(path.read_bytes(), PRETTY)
        self.assertEqual(path.stat().st_mode & 0o7777, 0o640)
        self.assertEqual(os.listdir(self.folder.name), ["a.rules"])

    def test_a_file_in_the_style_is_not_touched(self):
        path = self.file(PRETTY)
        before = path.stat()
        self.assert_exit(rulec("fmt", path), FINE)
        self.assertEqual((path.stat().st_ino, path.stat().st_mtime_ns), (before.st_ino, before.st_mtime_ns))

    def test_a_file_that_does_not_parse_is_not_touched_and_the_others_are(self):
        wrong, ugly = self.file(WRONG, "wrong.rules"), self.file(UGLY)
        done = rulec("fmt", wrong, ugly)
        self.assert_diagnosed(done)
        self.assertIn(b"did you mean `accept`?", done.stderr)
        self.assertEqual(wrong.read_bytes(), WRONG)
        self.assertEqual(ugly.read_bytes(), PRETTY)

    def test_links_are_followed_and_stay(self):
        path = self.file(UGLY)
        link = pathlib.Path(self.folder.name, "link.rules")
        link.symlink_to("a.rules")
        self.assert_exit(rulec("fmt", link), FINE)
        self.assertTrue(link.is_symlink())
        self.assertEqual(path.read_bytes(), PRETTY)

    def test_the_owner_stays(self):
        if os.geteuid() != 0:
            self.skipTest("only root can give files away")
        path = self.file(UGLY)
        os.chown(path, NOBODY, NOBODY)
        self.assert_exit(rulec("fmt", path), FINE)
        self.assertEqual((path.stat().st_uid, path.stat().st_gid), (NOBODY, NOBODY))

    def test_included_files_are_left_alone(self):
        part = self.file(b"define  x=1", "part.rules")
        main = self.file(b'include   "part.rules"\n')
        self.assert_exit(rulec("fmt", main), FINE)
        self.assertEqual(main.read_bytes(), b'include "part.rules"\n')
        self.assertEqual(part.read_bytes(), b"define  x=1")

    def test_a_file_that_cannot_be_written_stays_whole(self):
        """No room: the limit on the size of files stands for the full disk."""
        path = self.file(b"define  x=1\n" * 2000)
        before = path.read_bytes()
        command = 'ulimit -f 1; trap "" XFSZ; "$@"'
        done = subprocess.run(["sh", "-c", command, "sh", run.RULEC, "fmt", path], capture_output=True, check=False)
        self.assert_exit(done, SYSTEM)
        self.assertIn(b"rulec fmt: cannot write ", done.stderr)
        self.assertEqual(path.read_bytes(), before)
        self.assertEqual(os.listdir(self.folder.name), ["a.rules"])

    def test_what_cannot_be_read_is_a_system_failure(self):
        for path in ("/no/such/file.rules", self.folder.name):
            self.assert_exit(rulec("fmt", path), SYSTEM)

    def test_no_file_is_usage(self):
        self.assert_exit(rulec("fmt"), USAGE)


class Asking(run.Case):
    def test_check_names_files_and_changes_none(self):
        ugly, pretty = self.file(UGLY), self.file(PRETTY, "b.rules")
        done = rulec("fmt", "--check", pretty, ugly)
        self.assert_exit(done, FINDINGS)
        self.assertEqual(done.stdout, os.fsencode(ugly) + b"\n")
        self.assertEqual(ugly.read_bytes(), UGLY)
        done = rulec("fmt", "--check", pretty)
        self.assert_exit(done, FINE)
        self.assertEqual(done.stdout, b"")

    def test_diff_is_a_patch(self):
        ugly, copy = self.file(UGLY), self.file(UGLY, "copy")
        done = rulec("fmt", "--diff", ugly)
        self.assert_exit(done, FINDINGS)
        self.assertEqual(ugly.read_bytes(), UGLY)
        lines = done.stdout.decode().splitlines()
        self.assertEqual(lines[0].split()[0], "---")
        self.assertIn("+\t\ttcp dport { 22, 80 } accept", lines)
        self.assert_exit(rulec("fmt", copy), FINE)
        self.assert_exit(rulec("fmt", "--diff", copy), FINE)

    def test_asking_about_a_file_that_does_not_parse(self):
        for option in ("--check", "--diff"):
            done = rulec("fmt", option, self.file(WRONG))
            self.assert_diagnosed(done)
            self.assertEqual(done.stdout, b"")

    def test_diagnostics_as_json_leave_standard_output_alone(self):
        done = rulec("fmt", "--check", "--format", "json", self.file(UGLY), self.file(WRONG, "b.rules"))
        self.assert_exit(done, FINDINGS)
        self.assertTrue(done.stdout.endswith(b"a.rules\n"))
        self.assertEqual(json.loads(done.stderr)["errors"], 1)


class Streams(run.Case):
    def test_standard_input_to_standard_output(self):
        for text in (UGLY, PRETTY):
            done = rulec("fmt", "-", input=text)
            self.assert_exit(done, FINE)
            self.assertEqual(done.stdout, PRETTY)
        self.assertEqual(rulec("fmt", "-", input=b"").stdout, b"")

    def test_nothing_comes_out_if_it_does_not_parse(self):
        done = rulec("fmt", "-", input=WRONG)
        self.assert_diagnosed(done)
        self.assertEqual(done.stdout, b"")

    def test_asking_about_standard_input(self):
        done = rulec("fmt", "--check", "-", input=UGLY)
        self.assert_exit(done, FINDINGS)
        self.assertEqual(done.stdout, b"<stdin>\n")
        self.assert_exit(rulec("fmt", "--diff", "-", input=PRETTY), FINE)

    def test_full_standard_output_is_told_once(self):
        text = b"define x = { " + b"10.0.0.1, " * 100_000 + b"10.0.0.1 }\n"
        with open("/dev/full", "wb") as full:
            done = rulec("fmt", "-", input=text, capture_output=False, stdout=full, stderr=subprocess.PIPE)
        self.assert_exit(done, SYSTEM)
        self.assertEqual(done.stderr.count(b"cannot write"), 1)

    def test_hostile_texts(self):
        for text in (b"\xff\xfe", b"{" * 1_000_000, b"define x = " + b"{" * 100_000, b"#" * 1_000_000, b"\\\n" * 1_000_000,
                     b";" * 1_000_000, b"\n" * 5_000_000, b"# \xff\x00\n" * 100_000, b'define x = "' + b"a" * 1_000_000 + b'"',
                     b"add rule t c " + b"accept " * 200_000, b"define x = { 1" + b",\n1 # c" * 200_000 + b"\n}"):
            done = rulec("fmt", "-", input=text)
            self.assertIn(done.returncode, (FINE, FINDINGS), text[:40])
            if done.returncode == FINE:
                self.assertEqual(rulec("fmt", "-", input=done.stdout).stdout, done.stdout, text[:40])

    def test_a_million_elements_take_little_memory(self):
        numbers = b", ".join(b"%d" % number for number in range(1_000_000))
        path = self.file(b"table ip t {\n\tset s {\n\t\ttype mark\n\t\telements = { " + numbers + b" }\n\t}\n}\n")
        command = 'ulimit -v 200000; "$@" >/dev/null'
        done = subprocess.run(["sh", "-c", command, "sh", run.RULEC, "fmt", "--check", path], check=False)
        self.assertEqual(done.returncode, FINDINGS)


class Examples(run.Case):
    def test_they_are_in_the_style(self):
        done = rulec("fmt", "--diff", *EXAMPLES)
        self.assert_exit(done, FINE)
        self.assertEqual(done.stdout, b"")


if __name__ == "__main__":
    run.RULEC = os.path.abspath(sys.argv.pop(1))
    unittest.main(verbosity=1)
