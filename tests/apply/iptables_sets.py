#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Named sets, which `rulec apply --backend iptables-legacy|iptables-nft` makes sets of ipset. Each test has a network namespace
of its own, and runs through both kinds.

usage: iptables_sets.py RULEC
"""
import re
import sys
import unittest

from iptables_world import FAILING, GATE, each_kind, main

SETS = """table inet f {
  set blocked { type ipv4_addr; flags interval; elements = { 10.0.0.0/8, 192.0.2.1 } }
  set seen { type ipv4_addr; flags dynamic, timeout; timeout 10m; elements = { 192.0.2.7 } }
  set ports { type inet_service; elements = { 22, 80 } }
  chain i {
    type filter hook input priority 0; policy accept;
    ip saddr @blocked drop
    tcp dport 23 update @seen { ip saddr }
    ip saddr @seen drop
    tcp dport @ports accept
  }
}
"""


class Sets(unittest.TestCase):
    @each_kind
    def test_they_are_made_before_the_rules_that_look_at_them(self, world):
        code, out, err = world.sh("$apply sets && ipset save rulec-blocked | sed 's/ hash.*//' | sort && $ipt-save && $apply --dry-run sets",
                                  sets=SETS)
        self.assertEqual((code, err), (0, ""))
        self.assertTrue(out.startswith("add rulec-blocked 10.0.0.0/8\nadd rulec-blocked 192.0.2.1\ncreate rulec-blocked\n"), out)
        self.assertIn("-A rulec-INPUT -m set --match-set rulec-blocked src -j DROP\n", out)
        self.assertIn("nothing would change\n", out)

    @each_kind
    def test_elements_change_in_one_step_and_nothing_is_left_over(self, world):
        code, out, _ = world.sh("$apply sets && $apply other && ipset save | grep -v ports | grep -v seen | grep add; ipset list -n | sort",
                                sets=SETS, other=SETS.replace("192.0.2.1 ", "192.0.2.2, 192.0.2.3 "))
        self.assertEqual((code, sorted(out.splitlines())), (0, [
            "add rulec-blocked 10.0.0.0/8", "add rulec-blocked 192.0.2.2", "add rulec-blocked 192.0.2.3",
            "rulec-blocked", "rulec-ports", "rulec-seen"]))

    @each_kind
    def test_what_packets_and_tools_added_stays(self, world):
        code, out, _ = world.sh("$apply sets && ipset add rulec-seen 192.0.2.99 timeout 77 && ipset add rulec-blocked 192.0.2.98 && "
                                "$apply other && ipset save | grep -o 'add rulec-[bs][^ ]* [^ ]*' | sort", sets=SETS,
                                other=SETS.replace("192.0.2.7", "192.0.2.8"))
        self.assertEqual((code, out), (0, "".join(f"add rulec-{element}\n" for element in (
            "blocked 10.0.0.0/8", "blocked 192.0.2.1", "seen 192.0.2.7", "seen 192.0.2.8", "seen 192.0.2.99"))))

    @each_kind
    def test_sets_of_others_stay_and_stale_ones_go(self, world):
        code, out, _ = world.sh("ipset create blocked hash:ip; $apply sets && $apply gate && ipset list -n", sets=SETS, gate=GATE)
        self.assertEqual((code, out), (0, "blocked\n"))

    @each_kind
    def test_another_type_is_a_refusal(self, world):
        code, out, err = world.sh("$apply sets && $apply other; r=$?; ipset list -n rulec-blocked; exit $r", sets=SETS,
                                  other=SETS.replace("flags interval; elements = { 10.0.0.0/8,", "elements = {"))
        self.assertEqual((code, out), (1, "rulec-blocked\n"))
        self.assertIn("other:2:7: error[E0807]", err)

    @each_kind
    def test_elements_are_put_back_if_the_rules_fail(self, world):
        world.fake(f"ip6tables-{world.kind}-restore", FAILING)
        code, out, _ = world.sh("$apply sets && ipset save | sort >before; PATH=$PWD/bin:$PATH $apply other; r=$?; ipset save | sort | "
                                "diff before - | grep -v timeout | grep '^[<>]'; exit $r", sets=SETS,
                                other=SETS.replace("192.0.2.1 ", "192.0.2.2 ").replace("ports", "doors"))
        # The hash of a set is salted anew when it changes places twice; its elements are the same.
        changed = [line for line in out.splitlines() if " create " not in line]
        self.assertEqual((code, changed), (3, []))

    @each_kind
    def test_what_was_learned_moves_to_another_definition(self, world):
        code, out, _ = world.sh("$apply sets && ipset add rulec-seen 192.0.2.99 timeout 77 && $apply other && ipset save rulec-seen | "
                                "sed 's/hashsize.*timeout 1200.*/1200/; s/7[0-9]$/7x/; s/59[0-9]$/59x/' | sort", sets=SETS,
                                other=SETS.replace("timeout 10m", "timeout 20m"))
        self.assertEqual((code, out), (0, "add rulec-seen 192.0.2.7 timeout 59x\nadd rulec-seen 192.0.2.99 timeout 7x\n"
                                          "create rulec-seen hash:net family inet 1200\n"))

    @each_kind
    def test_elements_that_were_added_are_taken_back(self, world):
        world.fake(f"ip6tables-{world.kind}-restore", FAILING)
        code, out, _ = world.sh("$apply sets; PATH=$PWD/bin:$PATH $apply other; r=$?; ipset save rulec-seen | grep -c add; exit $r",
                                sets=SETS, other=SETS.replace("192.0.2.7 }", "192.0.2.7, 192.0.2.8 }").replace("ports", "doors"))
        self.assertEqual((code, out), (3, "1\n"))

    @each_kind
    def test_sets_that_others_use_stay_and_it_is_said(self, world):
        code, out, err = world.sh("$apply sets; $ipt -A FORWARD -m set --match-set rulec-seen src -j DROP; $apply gate && ipset list -n",
                                  sets=SETS, gate=GATE)
        self.assertEqual((code, out), (0, "rulec-seen\n"))
        self.assertEqual(err, "rulec apply: set rulec-seen is not in the file any more and stays: others use it\n")

    @each_kind
    def test_an_element_that_is_there_twice(self, world):
        code, out, err = world.sh("$apply sets && ipset list -n | xargs -n1 ipset save | grep add; $apply --dry-run sets", sets="""table inet f {
  set a { type ipv4_addr; elements = { 192.0.2.2, 192.0.2.1, 192.0.2.2 } }
  set p { type ipv4_addr . inet_service; elements = { 192.0.2.1 . 22, 192.0.2.1 . 22 } }
  set t { type ipv4_addr; flags timeout; elements = { 192.0.2.1 timeout 1h, 192.0.2.1 timeout 2h } }
  chain i { type filter hook input priority 0; ip saddr @a drop; ip saddr . tcp dport @p drop; ip saddr @t drop; }
}
""")
        self.assertEqual(code, 0)
        self.assertEqual(sorted(re.sub(" timeout .*", "", line) for line in out.splitlines()), [
            "add rulec-a 192.0.2.1", "add rulec-a 192.0.2.2", "add rulec-p 192.0.2.1,tcp:22", "add rulec-t 192.0.2.1", "nothing would change"])

    @each_kind
    def test_left_overs_of_a_run_that_was_killed(self, world):
        code, out, _ = world.sh("$apply sets && ipset create rulec-~1 hash:net && $apply other && ipset list -n | sort", sets=SETS,
                                other=SETS.replace("192.0.2.1 ", "192.0.2.2 "))
        self.assertEqual((code, out), (0, "rulec-blocked\nrulec-ports\nrulec-seen\n"))

    @each_kind
    def test_several_runs_at_once(self, world):
        code, out, err = world.sh("for i in 1 2 3; do $apply sets & $apply gate & $apply other & done; wait; $apply sets && $apply --dry-run sets",
                                  gate=GATE, other=GATE.replace("web", "wob"), sets=SETS)
        self.assertEqual((code, out, err), (0, "nothing would change\n", ""))


if __name__ == "__main__":
    sys.exit(main())
