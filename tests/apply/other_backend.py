#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""What `rulec apply` wrote through one backend stays when the next ruleset goes through another, and W1011 says so. Each test
has a network namespace of its own, and runs through both kinds of iptables.

usage: other_backend.py RULEC
"""
import sys
import unittest

from iptables_world import GATE, each_kind, main

FILTER = "table ip filter { chain i { type filter hook input priority 0; accept; }; }\n"
NOTICED = '#!/bin/sh\ntouch ran\nexec {real} "$@"\n'


class Switched(unittest.TestCase):
    @each_kind
    def test_from_nftables_to_iptables(self, world):
        code, _, err = world.sh("nft add table ip others; $rulec apply gate && $apply gate", gate=GATE)
        self.assertEqual(code, 0)
        self.assertIn("warning[W1011]: rules that `rulec apply` wrote through nf_tables are live as well: table inet gate\n", err)
        self.assertIn("remove them: `nft delete table inet gate`\n", err)

    @each_kind
    def test_its_help_helps(self, world):
        code, out, err = world.sh("$rulec apply gate && $apply gate 2>/dev/null; nft delete table inet gate && $apply gate && $ipt -S INPUT", gate=GATE)
        self.assertEqual((code, out, err), (0, "-P INPUT ACCEPT\n-A INPUT -j rulec-INPUT\n", ""))

    @each_kind
    def test_from_iptables_to_nftables(self, world):
        for rules in (GATE, "flush ruleset\n" + GATE if world.kind == "legacy" else GATE):
            code, out, err = world.sh("$apply gate && $rulec apply other && nft list tables", gate=GATE, other=rules)
            self.assertEqual(code, 0)
            self.assertIn("table inet gate\n", out)
            self.assertIn(f"warning[W1011]: rules that `rulec apply` wrote through iptables-{world.kind} are live as well: chains `rulec-...`\n", err)
            self.assertIn(f"an empty file with `rulec apply --backend iptables-{world.kind}` does it\n", err)

    @each_kind
    def test_its_help_helps_there_too(self, world):
        code, out, err = world.sh("$apply gate && $rulec apply gate 2>/dev/null; nft list table inet gate >/dev/null && $apply empty 2>/dev/null; $rulec apply gate && $ipt-save",
                                  gate=GATE, empty="")
        self.assertEqual((code, err), (0, ""))
        self.assertNotIn("rulec-", out)

    @each_kind
    def test_one_family_alone(self, world):
        code, _, err = world.sh("$apply six && $rulec apply gate", gate=GATE,
                                six="table ip6 a { chain i { type filter hook input priority 0; tcp dport 5 drop; }; }\n")
        self.assertEqual(code, 0)
        self.assertIn(f"through iptables-{world.kind} are live", err)

    @each_kind
    def test_rules_of_others_are_their_business(self, world):
        code, _, err = world.sh("$ipt -N x; $ipt -A INPUT -j x; $rulec apply gate", gate=GATE)
        self.assertEqual((code, err), (0, ""))

    @each_kind
    def test_what_iptables_has_no_tables_for_is_no_double(self, world):
        code, _, err = world.sh("$rulec apply bridge && $apply gate && $rulec apply bridge", gate=GATE,
                                bridge="table bridge b { chain f { type filter hook forward priority 0; accept; }; }\n")
        self.assertEqual((code, err), (0, ""))

    @each_kind
    def test_no_program_runs_where_nothing_is_of_iptables(self, world):
        for program in ("iptables", "ip6tables"):
            for kind in ("legacy", "nft"):
                world.fake(f"{program}-{kind}-save", NOTICED)
        code, out, err = world.sh("nft add table inet mine; PATH=$PWD/bin:$PATH; $rulec apply gate; $rulec apply filter; $rulec apply gate; ls ran 2>&1",
                                  gate=GATE, filter=FILTER)
        self.assertEqual(err, "")
        self.assertNotEqual(code, 0)
        self.assertIn("No such file", out)

    @each_kind
    def test_a_table_that_the_file_takes_over_is_gone(self, world):
        if world.kind != "nft":
            return
        code, _, err = world.sh("$apply gate; ip6tables-nft-save >/dev/null; $rulec apply both", gate=GATE, both=FILTER + FILTER.replace("ip ", "ip6 "))
        self.assertEqual(code, 0)
        self.assertNotIn("W1011", err)

    @each_kind
    def test_tools_that_fail_are_no_failure(self, world):
        for program in ("iptables", "ip6tables"):
            world.fake(f"{program}-{world.kind}-save", "#!/bin/sh\nexit 1\n")
        code, _, err = world.sh("$apply gate; PATH=$PWD/bin:$PATH; $rulec apply gate", gate=GATE)
        self.assertEqual((code, err), (0, ""))


if __name__ == "__main__":
    sys.exit(main())
