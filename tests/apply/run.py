#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""What `rulec apply` promises, on a real kernel: it touches the tables that the file declares and nothing else, and
a ruleset that the kernel refuses leaves no trace. Each test has a network namespace of its own.

usage: run.py RULEC
"""
import pathlib
import re
import shutil
import sys
import tempfile
import unittest

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT / "tests/support"))
import netns

SKIPPED = 77
RULEC = "rulec"
MINE = "table inet mine { chain c { tcp dport 22 accept; } }\n"


def in_namespace(script, **files):
    """(exit code, output, messages) of a shell script that knows $rulec; each file stands beside it by its name."""
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        for file, text in files.items():
            (folder / file).write_text(text, encoding="utf-8")
        done = netns.run_private(["sh", "-c", script.replace("$rulec", RULEC)], cwd=folder)
        return done.returncode, done.stdout, done.stderr


class Ownership(unittest.TestCase):
    def test_tables_of_others_stay(self):
        code, out, _ = in_namespace("nft add table ip docker; $rulec apply mine; r=$?; nft list tables; exit $r", mine=MINE)
        self.assertEqual((code, out), (0, "table ip docker\ntable inet mine\n"))

    def test_applying_twice_changes_nothing(self):
        code, out, _ = in_namespace("$rulec apply mine && nft -s list ruleset >a; $rulec apply mine && "
                                    "nft -s list ruleset | diff a -", mine=MINE)
        self.assertEqual((code, out), (0, ""))

    def test_what_left_the_file_leaves_the_kernel(self):
        code, out, _ = in_namespace("$rulec apply old && $rulec apply new && nft list chains",
                                    old="table inet mine { chain gone { type filter hook input priority 0; policy drop; } }\n",
                                    new="table inet mine { chain kept { } }\n")
        self.assertEqual(code, 0)
        self.assertNotIn("gone", out)
        self.assertIn("kept", out)

    def test_flush_ruleset_refuses_to_remove_tables_of_others(self):
        code, out, err = in_namespace("nft add table ip docker; $rulec apply all; r=$?; nft list tables; exit $r",
                                      all="flush ruleset\n" + MINE)
        self.assertEqual((code, out), (1, "table ip docker\n"))
        self.assertIn("ip docker", err)
        self.assertIn("--prune", err)

    def test_prune_removes_them(self):
        code, out, _ = in_namespace("nft add table ip docker; $rulec apply --prune all; r=$?; nft list tables; exit $r",
                                    all="flush ruleset\n" + MINE)
        self.assertEqual((code, out), (0, "table inet mine\n"))

    def test_flush_ruleset_removes_own_tables_that_left_the_file(self):
        code, out, _ = in_namespace("$rulec apply old && $rulec apply all && nft list tables",
                                    old="table ip old { }\n", all="flush ruleset\n" + MINE)
        self.assertEqual((code, out), (0, "table inet mine\n"))

    def test_a_removed_table_need_not_be_there(self):
        text = "table ip x { }\ndelete table ip x\ndestroy table ip y\n"
        code, out, _ = in_namespace("$rulec apply gone && nft add table ip x && nft add table ip y && $rulec apply gone "
                                    "&& nft list tables", gone=text)
        self.assertEqual((code, out), (0, ""))


class Lists(unittest.TestCase):
    def test_elements_from_a_file_are_those_written_inline(self):
        text = "table inet mine {\n set s {\n type ipv4_addr . inet_service\n flags interval\n elements = %s\n }\n}\n"
        code, out, err = in_namespace("$rulec apply listed && nft list ruleset >a && nft flush ruleset && "
                                      "nft -f inlined && nft list ruleset | diff a - && wc -l <a",
                                      listed=text % 'file("list")', list="10.0.0.1 . 22 # a\n\n10.1.0.0/16 . 1-9,\n",
                                      inlined=text % "{ 10.0.0.1 . 22, 10.1.0.0/16 . 1-9 }")
        self.assertEqual((code, out), (0, "8\n"), err)


class Refusal(unittest.TestCase):
    # Which helpers there are only the kernel knows.
    KERNEL_SAYS_NO = MINE + "table inet bad { ct helper h { type \"nosuch\" protocol tcp; } }\n"

    def test_nothing_of_a_refused_ruleset_stays(self):
        code, out, err = in_namespace("$rulec apply bad; r=$?; nft list tables; exit $r", bad=self.KERNEL_SAYS_NO)
        self.assertEqual((code, out), (1, ""))
        self.assertRegex(err, r"(?m)^bad:\d+:\d+: error\[E08")

    def test_what_was_live_stays_when_the_kernel_refuses(self):
        code, out, _ = in_namespace("$rulec apply mine; nft list ruleset >a; $rulec apply bad; r=$?; "
                                    "nft list ruleset | diff a -; exit $r", mine=MINE, bad=self.KERNEL_SAYS_NO)
        self.assertEqual((code, out), (1, ""))

    def test_a_file_with_errors_never_reaches_the_kernel(self):
        code, out, _ = in_namespace("$rulec apply bad; r=$?; nft list tables; exit $r",
                                    bad=MINE + "table ip x { chain c { tcp dprot 22 accept; } }\n")
        self.assertEqual((code, out), (1, ""))

    def test_dry_run_asks_the_kernel_and_changes_nothing(self):
        code, out, _ = in_namespace("$rulec apply --dry-run mine && nft list tables", mine=MINE)
        self.assertEqual(code, 0)
        self.assertNotIn("table inet mine", out)
        self.assertEqual(in_namespace("$rulec apply --dry-run bad", bad=self.KERNEL_SAYS_NO)[0], 1)


class Listing(unittest.TestCase):
    def test_one_table_of_several(self):
        code, out, _ = in_namespace("$rulec apply mine; nft add table ip other; $rulec list table inet mine", mine=MINE)
        self.assertEqual((code, out), (0, "table inet mine {\n\tchain c {\n\t\ttcp dport 22 accept\n\t}\n}\n"))

    def test_a_table_that_is_not_there(self):
        code, out, err = in_namespace("$rulec apply mine; $rulec list inet mien", mine=MINE)
        self.assertEqual((code, out), (1, ""))
        self.assertIn("did you mean `inet mine`?", err)

    def test_extensions_of_iptables_are_shown_and_counted(self):
        if shutil.which("iptables-nft") is None:
            self.skipTest("needs iptables-nft")
        code, out, err = in_namespace("iptables-nft -A INPUT -m conntrack --ctstate NEW -j ACCEPT; "
                                      "iptables-nft -A INPUT -i eth0 -p tcp --dport 22 -j ACCEPT; $rulec list")
        self.assertEqual(code, 1)
        self.assertRegex(out, r'\t\txt rule "not expressible" # not expressible: \[ xt match "conntrack" \] .*\[ immediate reg 0 accept \]\n')
        self.assertIn('iifname "eth0" tcp dport 22 counter accept\n', out)
        self.assertIn("1 of the rules", err)

    def test_a_listing_with_foreign_rules_cannot_be_applied_without_them(self):
        if shutil.which("iptables-nft") is None:
            self.skipTest("needs iptables-nft")
        code, out, err = in_namespace("iptables-nft -A INPUT -m conntrack --ctstate NEW -j DROP; "
                                      "$rulec list 2>/dev/null | $rulec apply -; echo $?; nft list ruleset")
        self.assertIn("an xt statement of iptables-nft cannot be loaded", err)
        self.assertTrue(out.startswith("1\n"))
        self.assertIn("ct state new", out)

    def test_state_is_part_of_it_unless_it_is_not_wanted(self):
        rules = "table inet t { counter n { packets 3 bytes 4; }; chain c { counter packets 1 bytes 2; }; }\n"
        code, out, _ = in_namespace("nft -f rules; $rulec list; $rulec list -s", rules=rules)
        self.assertEqual(code, 0)
        self.assertEqual(out.count("packets 1 bytes 2"), 1)
        self.assertEqual(out.count("packets 3 bytes 4"), 1)

    def test_a_listing_is_of_one_generation(self):
        state = "flush set inet t a; flush set inet t b; add element inet t a { N }; add element inet t b { N }\n"
        files = {f"f{n}": state.replace("N", str(n)) for n in (1, 2)}
        script = ("nft -f rules; (for i in 1 2 3 4 5 6 7 8 9; do nft -f f1; nft -f f2; done) & "
                  "while kill -0 $! 2>/dev/null; do $rulec list || exit; done; wait")
        code, out, _ = in_namespace(script, rules="table inet t { set a { type inet_service; }; "
                                                  "set b { type inet_service; }; }\n", **files)
        self.assertEqual(code, 0)
        for one in out.split("table inet t")[1:]:
            self.assertEqual(len(set(re.findall(r"elements = .*", one))), 1 if "elements" in one else 0, one)


if __name__ == "__main__":
    RULEC = str(pathlib.Path(sys.argv.pop(1)).resolve())
    if not netns.available():
        print("skipped: neither root nor user namespaces")
        sys.exit(SKIPPED)
    unittest.main()
