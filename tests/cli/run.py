#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""The command line from outside: exit codes, streams, help, and hostile input. usage: run.py RULEC [TEST...]"""
import json
import os
import pathlib
import random
import re
import resource
import shutil
import subprocess
import sys
import tempfile
import unittest

RULEC = ""
ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
EXAMPLES = sorted((ROOT / "examples").glob("*.rules"))
FINE, FINDINGS, USAGE, SYSTEM = 0, 1, 2, 3
PLACE = re.compile(rb"^[^:\n]+:\d+:\d+: (error|warning)\[[EW]\d{4}\]: ", re.M)
GOOD = b"table inet t {\n\tchain c {\n\t\ttype filter hook output priority 0;\n\t\ttcp dport 22 accept\n\t}\n}\n"
BAD = b"table inet t {\n\tchain c {\n\t\ttcp dprot 22 accept\n\t}\n}\n"


def rulec(*arguments, **options):
    """Runs rulec and returns the finished process; a run may take 20 seconds."""
    options = {"input": b"", "capture_output": True, "timeout": 20, **options}
    if "stdin" in options:
        del options["input"]
    return subprocess.run([RULEC, *map(str, arguments)], check=False, **options)


class Case(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory(prefix="rulec-cli.")
        self.addCleanup(self.folder.cleanup)

    def file(self, content, name="a.rules"):
        path = pathlib.Path(self.folder.name, name)
        path.write_bytes(content)
        return path

    def check(self, content, *arguments, **options):
        return rulec("check", *arguments, self.file(content), **options)

    def assert_exit(self, done, code):
        text = (done.stderr or b"")[-2000:].decode(errors="replace")
        self.assertEqual(done.returncode, code, text)

    def assert_diagnosed(self, done):
        """An ordinary refusal: exit code 1 and at least one place."""
        self.assert_exit(done, FINDINGS)
        self.assertRegex(done.stderr, PLACE)


class CommandLine(Case):
    def test_help_of_every_command(self):
        done = rulec("--help")
        self.assert_exit(done, FINE)
        commands = re.findall(r"^  (\w+) ", done.stdout.decode(), re.M)
        self.assertIn("check", commands)
        for command in commands:
            done = rulec(command, "--help")
            self.assert_exit(done, FINE)
            self.assertIn(b"Usage: rulec " + command.encode(), done.stdout)

    def test_nothing_is_usage(self):
        done = rulec()
        self.assert_exit(done, USAGE)
        self.assertIn(b"usage:", done.stderr)

    def test_slips_are_corrected(self):
        for arguments, meant in ((["chekc", "x"], b"`check`"), (["check", "--colour", "always", "x"], b"`--color`"),
                                 (["compile", "x", "--to", "pogram"], b"`program`"), (["explain", "E010"], b"`E0101`")):
            done = rulec(*arguments)
            self.assert_exit(done, USAGE)
            self.assertIn(b"did you mean " + meant, done.stderr)

    def test_missing_and_bad_arguments_are_usage(self):
        path = self.file(GOOD)
        for arguments in (["check"], ["compile", path], ["compile", path, "--to"], ["check", "--color", "blue", path],
                          ["check", "-D", "novalue", path], ["apply"], ["apply", path, path], ["explain", "E0101", "x"]):
            self.assert_exit(rulec(*arguments), USAGE)

    def test_target_kernels(self):
        path = self.file(b"table netdev t {\n\tchain c { type filter hook egress device lo priority 0; }\n}\n")
        for kernel in ("5.16", "6.1.0-13-amd64", "debian12"):
            self.assert_exit(rulec("check", "--target-kernel", kernel, path), FINE)
        for kernel in ("5.15.0", "debian11"):
            done = rulec("check", path, f"--target-kernel={kernel}")
            self.assert_exit(done, FINDINGS)
            self.assertIn(b"error[E0512]", done.stderr)
        for kernel in ("5", "5.", "6.1x", "300.1", "debain12", ""):
            self.assert_exit(rulec("check", "--target-kernel", kernel, path), USAGE)
        self.assertIn(b"did you mean `debian12`", rulec("check", "--target-kernel", "debain12", path).stderr)

    def test_version(self):
        self.assertRegex(rulec("--version").stdout, rb"^rulec \d+\.\d+\.\d+\n$")

    def test_explain(self):
        self.assertIn(b"E0101", rulec("explain").stdout)
        self.assert_exit(rulec("explain", "e0101"), FINE)
        page = rulec("explain", "--all").stdout
        self.assertEqual(page, (ROOT / "docs/diagnostics.md").read_bytes(), "run ./dev docs")
        page = rulec("explain", "--language").stdout
        self.assertEqual(page, (ROOT / "docs/language.md").read_bytes(), "run ./dev docs")


class Fixes(Case):
    """`check --fix` and `--diff`. A comment that allows nothing has a safe fix; `did you mean` is a guess."""
    FIXABLE = (b"# rulec: allow(flush-ruleset) we own this host\ntable inet t {\n\tchain c { # rulec: allow(W1501) later\n"
               b"\t\ttype filter hook input priority 0;\n\t}\n}")
    FIXED = b"table inet t {\n\tchain c {\n\t\ttype filter hook input priority 0;\n\t}\n}"

    def test_fix(self):
        path = self.file(self.FIXABLE)
        path.chmod(0o640)
        done = rulec("check", "--fix", path)
        self.assert_exit(done, FINE)
        self.assertEqual(done.stderr, f"rulec: {path}: fixed 2 findings\n".encode())
        self.assertEqual((path.read_bytes(), path.stat().st_mode & 0o777), (self.FIXED, 0o640))
        inode = path.stat().st_ino
        done = rulec("check", "--fix", path)
        self.assert_exit(done, FINE)
        self.assertEqual((done.stderr, path.stat().st_ino), (b"", inode), "nothing to fix, nothing written")
        self.assertEqual(os.listdir(self.folder.name), ["a.rules"])

    def test_what_is_left_is_said_of_the_new_text(self):
        path = self.file(b"# rulec: allow(W15) x\n" + BAD + b"table inet u {\n\tchain lonely { }\n}\n")
        done = rulec("check", "--fix", path)
        self.assert_exit(done, FINDINGS)
        self.assertIn(b"a.rules:4:7: error", done.stderr, "with errors lints are not looked for, and nothing is fixed")
        path.write_bytes(b"# rulec: allow(W13) x\ntable inet u {\n\tchain lonely { }\n}\n")
        done = rulec("check", "--fix", path)
        self.assert_exit(done, FINE)
        self.assertIn(b"a.rules:2:8: warning[W1501]", done.stderr)

    def test_guesses_are_not_made(self):
        path = self.file(BAD)
        self.assert_exit(rulec("check", "--fix", path), FINDINGS)
        self.assertEqual(path.read_bytes(), BAD)
        self.assertEqual(rulec("check", "--diff", path).stdout, b"")

    def test_diff_writes_nothing_and_patch_takes_it(self):
        path = self.file(self.FIXABLE, "my a.rules")
        done = rulec("check", "--diff", "my a.rules", cwd=self.folder.name)
        self.assert_exit(done, FINDINGS)
        self.assertEqual(path.read_bytes(), self.FIXABLE)
        self.assertEqual(done.stdout.splitlines()[:2], [b"--- my a.rules\t", b"+++ my a.rules\t"])
        self.assertIn(b"-# rulec: allow(flush-ruleset) we own this host\n", done.stdout)
        self.assertIn(b"a.rules:1:16: warning[W1901]", done.stderr)
        subprocess.run(["patch", "-s", "-p0"], input=done.stdout, check=True, cwd=self.folder.name)
        self.assertEqual(path.read_bytes(), self.FIXED)
        done = rulec("check", "--diff", path)
        self.assert_exit(done, FINE)
        self.assertEqual(done.stdout + done.stderr, b"")

    def test_included_files_are_left_alone(self):
        part = b"chain d { # rulec: allow(W13) x\n\t\ttype filter hook input priority 0;\n\t}\n"
        included = self.file(part, "part.rules")
        path = self.file(b'table inet t {\n\tinclude "part.rules"\n}\n')
        done = rulec("check", "--fix", path)
        self.assert_exit(done, FINE)
        self.assertIn(f"{path}: left alone: 1 finding with a fix in another file".encode(), done.stderr)
        self.assertEqual(included.read_bytes(), part)

    def test_more_findings_than_a_run_keeps(self):
        path = self.file(b"".join(b"table ip t%d { } # rulec: allow(W13) x\r\n" % i for i in range(500)))
        self.assert_exit(rulec("check", "--fix", path), FINE)
        self.assertEqual(path.read_bytes(), b"".join(b"table ip t%d { }\r\n" % i for i in range(500)))

    def test_fixes_of_all_golden_cases(self):
        """No fix makes an error, or leaves something that it would fix."""
        cases = pathlib.Path(self.folder.name, "cases")
        shutil.copytree(ROOT / "tests/cases", cases)
        fixed = 0
        for path in sorted(cases.rglob("[!_]*.rules")):
            with self.subTest(case=path.name):
                before = rulec("check", "-Wall", path)
                done = rulec("check", "-Wall", "--fix", path)
                self.assert_exit(done, before.returncode)
                fixed += b": fixed " in done.stderr
                self.assertEqual(rulec("check", "-Wall", "--diff", path).stdout, b"")
        self.assertGreater(fixed, 0)

    def test_links_are_followed(self):
        path = self.file(self.FIXABLE, "real.rules")
        link = path.with_name("link.rules")
        link.symlink_to("real.rules")
        self.assert_exit(rulec("check", "--fix", link), FINE)
        self.assertTrue(link.is_symlink())
        self.assertEqual(path.read_bytes(), self.FIXED)

    def test_a_failed_write_changes_nothing(self):
        """As on a full disk: a file may grow to 100,000 octets."""
        text = self.FIXABLE + b"\n# " + b"x" * 200_000
        path = self.file(text)
        limit = lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))
        done = rulec("check", "--fix", path, preexec_fn=limit, restore_signals=False)
        self.assert_exit(done, SYSTEM)
        self.assertIn(f"rulec check: cannot write {path}: File too large".encode(), done.stderr)
        self.assertEqual((path.read_bytes(), os.listdir(self.folder.name)), (text, ["a.rules"]))

    def test_what_cannot_be_fixed(self):
        self.assert_exit(rulec("check", "--fix", "-"), USAGE)
        self.assert_exit(rulec("check", "--diff", "-"), USAGE)
        self.assert_exit(rulec("check", "--fix", "--diff", self.file(GOOD)), USAGE)
        missing = pathlib.Path(self.folder.name, "missing")
        done = rulec("check", "--fix", missing)
        self.assert_exit(done, SYSTEM)
        self.assertEqual(done.stderr.count(b"missing"), 1)


class Streams(Case):
    def test_silence_when_all_is_well(self):
        done = self.check(GOOD)
        self.assert_exit(done, FINE)
        self.assertEqual((done.stdout, done.stderr), (b"", b""))

    def test_findings_go_to_standard_error(self):
        done = self.check(BAD)
        self.assert_diagnosed(done)
        self.assertEqual(done.stdout, b"")
        self.assertIn(b"a.rules:3:7: error[", done.stderr)

    def test_rules_longer_than_the_kernel_takes(self):
        rules = b"table ip t {\n\tchain c {\n\t\t%s\n\t}\n}\n"
        self.assert_exit(self.check(rules % (b"counter " * 128)), FINE)
        done = self.check(rules % (b"counter " * 129))
        self.assert_exit(done, FINDINGS)
        self.assertIn(b"a.rules:3:3: error[E0801]", done.stderr)

    def test_standard_input(self):
        self.assert_exit(rulec("check", "-", input=GOOD), FINE)
        done = rulec("check", "-", input=BAD)
        self.assert_exit(done, FINDINGS)
        self.assertIn(b"<stdin>:3:7: error[", done.stderr)

    def test_several_files(self):
        good, bad = self.file(GOOD, "good.rules"), self.file(BAD, "bad.rules")
        self.assert_exit(rulec("check", good, good), FINE)
        self.assert_exit(rulec("check", good, bad, good), FINDINGS)

    def test_json(self):
        done = self.check(BAD, "--format", "json")
        self.assert_exit(done, FINDINGS)
        report = json.loads(done.stdout)
        self.assertEqual((report["version"], report["errors"]), (1, 1))
        self.assertEqual(report["diagnostics"][0]["primary"]["begin"]["line"], 3)
        self.assertEqual(json.loads(self.check(GOOD, "--format=json").stdout)["diagnostics"], [])

    def test_colour_only_when_asked(self):
        self.assertNotIn(b"\x1b", self.check(BAD).stderr)
        self.assertIn(b"\x1b[", self.check(BAD, "--color=always").stderr)

    def test_stats(self):
        """One row a stage that was reached, and a total that is the sum of the rows."""
        for arguments, stages in ((["check"], ["read", "parse and resolve", "lints", "ir"]),
                                  (["compile", "--to", "netlink"], ["read", "parse and resolve", "ir", "lower", "encode", "print"])):
            done = rulec(*arguments, "--stats", self.file(GOOD))
            self.assert_exit(done, FINE)
            head, *rows = done.stderr.decode().splitlines()
            self.assertEqual(head.split(), "stage wall ms user ms system ms held MB peak MB".split())
            walls = {name: float(wall) for name, wall in (re.match(r"(\w[\w ]*?) +([\d.]+) ", row).groups() for row in rows)}
            self.assertEqual(list(walls), [*stages, "other", "total"])
            self.assertAlmostEqual(walls.pop("total"), sum(walls.values()), delta=0.05 * len(rows))

    def test_stats_of_a_refused_file_come_after_the_findings(self):
        done = self.check(BAD, "--stats")
        self.assert_diagnosed(done)
        self.assertGreater(done.stderr.index(b"\nstage "), done.stderr.index(b"rulec: 1 error"))

    def test_closed_and_full_standard_output(self):
        path = self.file(GOOD)
        command = [RULEC, "compile", str(path), "--to", "program"]
        with open("/dev/full", "wb") as full:
            self.assert_exit(rulec(*command[1:], capture_output=False, stdout=full, stderr=subprocess.PIPE), SYSTEM)
        closed = subprocess.run(["sh", "-c", '"$@" >&-', "sh", *command], capture_output=True, check=False)
        self.assert_exit(closed, SYSTEM)
        read, write = os.pipe()
        os.close(read)
        done = rulec(*command[1:], capture_output=False, stdout=write, stderr=subprocess.PIPE)
        os.close(write)
        self.assert_exit(done, FINE)

    def test_all_streams_closed(self):
        path = self.file(BAD)
        done = subprocess.run(["sh", "-c", '"$@" <&- >&- 2>&-', "sh", RULEC, "check", str(path)], check=False)
        self.assertEqual(done.returncode, FINDINGS)


class Warnings(Case):
    LOOSE = b"flush ruleset\ntable ip t {\n\tchain c {\n\t}\n}\n"

    def codes(self, *arguments, code=FINE, text=LOOSE):
        done = self.check(text, "--format=json", *arguments)
        self.assert_exit(done, code)
        return [found["code"] for found in json.loads(done.stdout)["diagnostics"]]

    def test_selecting(self):
        self.assertEqual(self.codes("--select", "W13,W15"), ["W1301", "W1501"])
        self.assertEqual(self.codes("--select", "W13", "--select", "unused-chain"), ["W1301", "W1501"])
        self.assertEqual(self.codes("--select", "all", "--ignore", "W13"), self.codes("-Wall", "-Wno-flush-ruleset"))
        self.assertEqual(self.codes("--select", "W13", "-W", "unused-chain"), ["W1301", "W1501"])
        self.assertEqual(self.codes("--ignore", "all"), [])

    def test_escalating(self):
        self.assertEqual(self.codes("--select=W13,W15", "-Werror", code=FINDINGS), ["W1301", "W1501"])
        self.assertEqual(self.codes("--select=W13", "-W", "error=W15", code=FINDINGS), ["W1301", "W1501"])
        self.assertEqual(self.codes("-Werror", "--ignore", "all"), [])
        self.assertEqual(self.codes("-Werror=W1501", "--ignore", "W1501", "--select", "W1301"), ["W1301"])

    def test_unknown_names_are_usage(self):
        for option in ("--select", "--ignore", "-W"):
            done = self.check(self.LOOSE, option, "flush-rulset")
            self.assert_exit(done, USAGE)
            self.assertIn(b"flush-ruleset", done.stderr)
        self.assert_exit(self.check(self.LOOSE, "--select", "W13,"), USAGE)
        self.assert_exit(self.check(self.LOOSE, "-W", "error="), USAGE)

    def test_apply_and_compile_say_nothing(self):
        done = rulec("compile", self.file(self.LOOSE), "--to", "nft")
        self.assert_exit(done, FINE)
        self.assertEqual(done.stderr, b"")

    def test_a_comment_on_an_include_covers_the_file(self):
        self.file(b"table ip t {\n\tchain c {\n\t}\n}\n", "other.rules")
        for comment, expected in ((b"", ["W1501"]), (b" # rulec: allow(W1501) made by a program", [])):
            text = b'include "./other.rules"' + comment + b"\n"
            self.assertEqual(self.codes("--select", "W15", text=text), expected)

    def test_many_findings_are_bounded(self):
        chains = b"".join(b"\tchain c%d {\n\t}\n" % i for i in range(5000))
        done = self.check(b"table ip t {\n" + chains + b"}\n", "--select", "unused-chain")
        self.assert_exit(done, FINE)
        self.assertIn(b"5000 warnings", done.stderr)
        self.assertLess(len(done.stderr), 100_000)
        done = self.check(b"table ip t {\n" + chains + b"}\n", "--select", "unused-chain", "--format", "json")
        self.assertIn(b"4800 findings like those reported not in the report", done.stderr)


class Files(Case):
    def test_unreadable_file_is_a_system_failure(self):
        for path in ("/no/such/file.rules", self.folder.name, pathlib.Path(self.folder.name, "a.rules", "b")):
            for command in (["check"], ["apply"], ["compile", "--to", "program"]):
                done = rulec(*command, path)
                self.assert_exit(done, SYSTEM)
                self.assertIn(b"cannot read", done.stderr)

    def test_defines_and_include_dirs(self):
        os.mkdir(pathlib.Path(self.folder.name, "parts"))
        self.file(b"define PORT = 22\n", "parts/ports.rules")
        main = self.file(b'include "ports.rules"\ntable ip t { chain c { tcp dport $PORT ip saddr $NET accept; }; }\n')
        done = rulec("check", "-I", pathlib.Path(self.folder.name, "parts"), "-D", "NET=10.0.0.0/8", main)
        self.assert_exit(done, FINE)
        self.assert_diagnosed(rulec("check", "-D", "NET=10.0.0.0/8", main))
        done = rulec("check", "-I", pathlib.Path(self.folder.name, "parts"), "-D", "NET=10.0.0.0/8", "-D", "X={ 1, 2 }", main)
        self.assert_exit(done, FINE)

    def test_include_cycle(self):
        self.file(b'include "./b.rules"\n', "a.rules")
        self.file(b'include "./a.rules"\n', "b.rules")
        self.assert_diagnosed(rulec("check", "a.rules", cwd=self.folder.name))

    def test_elements_from_a_file(self):
        text = b"table ip t { set s { type ipv4_addr; elements = file(\"list.txt\"); } }\n"
        self.file(text)
        line = b"10.0.0.%d\r\n"
        for content, place in ((b"", None), (line % 1, None), (line % 1 + line % 300, b"list.txt:2:1: "),
                               (line % 1 * 100_000 + b"x y\n" + line % 1, b"list.txt:100001:3: "),
                               (b"1" * 1_000_000, b"list.txt:1:1: "), (b"\x00\xff", b"list.txt:1:1: "),
                               (b"#\xff\n" + line % 2 + b"(" * 100_000, b"list.txt:3:"), (b"{" * 100_000, b"list.txt:1:")):
            self.file(content, "list.txt")
            done = rulec("check", "a.rules", cwd=self.folder.name)
            self.assert_exit(done, FINDINGS if place else FINE)
            self.assertTrue(done.stderr.startswith(place or b""), done.stderr[:200])
            self.assertLess(len(done.stderr), 3_000_000)

    def test_many_mistakes_in_a_list_are_bounded(self):
        self.file(b"table ip t { set s { type ipv4_addr; elements = file(\"list.txt\"); } }\n")
        for line in (b"10.0.0.300\n", b"a b,\n", b"; c\n"):
            self.file(line * 300_000, "list.txt")
            done = rulec("check", "a.rules", cwd=self.folder.name)
            self.assert_diagnosed(done)
            self.assertEqual(done.stderr.count(b": error["), 200)

    def test_empty_file(self):
        self.assert_exit(self.check(b""), FINE)
        self.assert_exit(self.check(b"\n\n# nothing\n"), FINE)


class HostileInput(Case):
    def test_ten_megabytes_of_braces(self):
        for octets in (b"{", b"}", b"table inet t {", b"(", b"((ip saddr ", b"! ", b"\\\n", b"\n"):
            done = self.check(octets * (10_000_000 // len(octets)))
            self.assertIn(done.returncode, (FINE, FINDINGS), octets)
            self.assertLess(len(done.stderr), 1_000_000)

    def test_deep_nesting(self):
        deep = 100_000
        for content in (b"table ip t { chain c { " + b"jump { " * deep, b"add rule ip t c meta mark set " + b"(" * deep,
                        b"add rule ip t c tcp dport " + b"{ " * deep, b"add rule ip t c tcp dport 1 . " * deep,
                        b"add rule ip t c meta mark set 1" + b" | 1" * deep, b"define a = " + b"{ " * deep):
            done = self.check(content + b"\n")
            self.assertIn(done.returncode, (FINE, FINDINGS), content[:40])

    def test_token_of_a_megabyte(self):
        for content in (b"table inet " + b"x" * 1_000_000 + b" { }\n", b"define a = " + b"9" * 1_000_000 + b"\n",
                        b'define a = "' + b"y" * 1_000_000 + b'"\n', b"# " + b"z" * 1_000_000 + b"\n"):
            done = self.check(content)
            self.assertIn(done.returncode, (FINE, FINDINGS))
            self.assertLess(len(done.stderr), 100_000)

    def test_unterminated_string(self):
        self.assert_diagnosed(self.check(b'table inet t { chain c { log prefix "no end\n accept; }; }\n'))

    def test_no_utf8_and_control_characters(self):
        done = self.check(b"table inet t\xff\xfe { chain \x00c { }; }\n\x1b]0;owned\x07\n")
        self.assert_diagnosed(done)
        self.assertNotIn(b"\x1b", done.stderr)
        self.assertNotIn(b"\x00", done.stderr)
        done.stderr.decode("utf-8")

    def test_random_octets(self):
        source = random.Random(1)
        for _ in range(30):
            done = self.check(source.randbytes(2000))
            self.assertIn(done.returncode, (FINE, FINDINGS))

    def test_examples_cut_anywhere(self):
        """A file that stops at any octet is fine or diagnosed, never a crash. All pieces of an example in one run."""
        for example in EXAMPLES:
            text = example.read_bytes()
            pieces = [self.file(text[:at], f"{at:05}.rules") for at in range(len(text))]
            for start in range(0, len(pieces), 500):
                done = rulec("check", *pieces[start:start + 500], timeout=120)
                self.assertIn(done.returncode, (FINE, FINDINGS), f"{example.name} from octet {start}: {done.stderr[-500:]}")

    def test_examples_with_octets_changed(self):
        source = random.Random(2)
        for example in EXAMPLES:
            text = bytearray(example.read_bytes())
            pieces = []
            for number in range(200):
                changed = bytearray(text)
                for _ in range(source.randint(1, 4)):
                    changed[source.randrange(len(text))] = source.choice(b"{}();:,.$@#\"\\ \n\t0a=!<>-/*\x00\xff")
                pieces.append(self.file(bytes(changed), f"{number:03}.rules"))
            done = rulec("check", *pieces, timeout=120)
            self.assertIn(done.returncode, (FINE, FINDINGS), f"{example.name}: {done.stderr[-500:]}")


class Import(Case):
    def imported(self, text):
        return rulec("import", "json", self.file(text, "a.json"))

    def test_formats(self):
        self.assert_exit(rulec("import", "jsom", "x"), USAGE)
        self.assertIn(b"did you mean `json`", rulec("import", "jsom", "x").stderr)
        self.assert_exit(rulec("import", "json"), USAGE)
        self.assert_exit(rulec("import", "json", "/no/such/file"), SYSTEM)

    def test_what_the_compiler_refuses_is_told_at_its_object(self):
        done = self.imported(b'{"nftables":[{"table":{"family":"ip","name":"t"}},{"chain":{"family":"ip","table":"t","name":"c"}},'
                             b'{"rule":{"family":"ip","table":"t","chain":"c","expr":[{"jump":{"target":"nowhere"}}]}}]}')
        self.assert_diagnosed(done)
        self.assertIn(b"a.json:1:100: error[E0204]", done.stderr)
        self.assertIn(b"jump nowhere", done.stderr)
        self.assertEqual(done.stdout, b"")

    def test_hostile_json(self):
        for text in (b"", b"[" * 1_000_000, b'{"a":' * 1_000_000, b'{"nftables":[' + b'{"x":1},' * 200_000 + b"5]}", b"\xff\xfe",
                     b'{"nftables":[{"table":{"family":"ip","name":"' + b"x" * 1_000_000 + b'"}}]}', b"1" * 1_000_000,
                     b'{"' + b"a" * 1_000_000, b"null", b'{"nftables":{}}', b'{"nftables":[[]]}'):
            done = self.imported(text)
            self.assert_exit(done, FINDINGS)
            self.assertRegex(done.stderr, PLACE)
            self.assertLess(len(done.stderr), 2_000_000)

    def test_json_cut_anywhere(self):
        for example in EXAMPLES:
            text = rulec("compile", example, "--to", "json").stdout
            for end in range(0, len(text) - 4, max(1, len(text) // 20)):
                self.assert_exit(self.imported(text[:end]), FINDINGS)


class Examples(Case):
    def test_check_finds_nothing_in_them(self):
        done = rulec("check", *EXAMPLES)
        self.assert_exit(done, FINE)
        self.assertEqual(done.stderr, b"")

    def test_every_stage_can_be_shown_and_is_stable(self):
        for example in EXAMPLES:
            for stage in ("ast", "model", "ir", "program", "netlink", "nft"):
                first, second = (rulec("compile", example, "--to", stage) for _ in range(2))
                self.assert_exit(first, FINE)
                self.assertTrue(first.stdout)
                self.assertEqual(first.stdout, second.stdout)

    def test_json_of_them_is_imported_again(self):
        for example in EXAMPLES:
            written = rulec("compile", example, "--to", "json")
            if written.returncode != FINE:
                self.assertIn(b"error[E0905]: JSON cannot say", written.stderr)
                continue
            json.loads(written.stdout)
            imported = rulec("import", "json", "-", input=written.stdout)
            self.assert_exit(imported, FINE)
            again = rulec("compile", "-", "--to", "json", input=imported.stdout)
            self.assertEqual(again.stdout, written.stdout, example.name)

    def test_iptables_is_written_whole_or_not_at_all(self):
        written = 0
        for example in EXAMPLES:
            for tool in (b"iptables", b"ip6tables"):
                done = rulec("compile", example, "--to", tool.decode())
                if done.returncode == FINE:
                    written += 1
                    self.assertEqual(done.stdout.count(b"\n*") + done.stdout.startswith(b"*"),
                                     done.stdout.count(b"COMMIT\n"), example.name)
                    continue
                self.assert_exit(done, FINDINGS)
                self.assertEqual(done.stdout, b"")
                self.assertIn(b"error[E1010]: " + tool + b" cannot say", done.stderr)
        self.assertGreater(written, 0)


if __name__ == "__main__":
    RULEC = os.path.abspath(sys.argv.pop(1))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    unittest.main(verbosity=1)
