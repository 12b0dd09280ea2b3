#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Hosts where something is odd: `rulec apply --backend iptables-legacy|iptables-nft` does what it should, or nothing and says
why. Each test has a network namespace of its own, and runs through both kinds.

usage: iptables_odd.py RULEC
"""
import sys
import unittest

from iptables_world import GATE, each_kind, main

GARBAGE = "#!/bin/sh\nhead -c 3000 /dev/urandom | tr -d '\\0*#'\n"
HALF = "#!/bin/sh\n{real} | sed '/COMMIT/,$d'\n"
NAMES = """table inet f {
  chain rulec-INPUT { tcp dport 9 accept; }
  chain x { tcp dport 8 accept; }
  chain rulec-x { tcp dport 7 accept; }
  chain abcdefghijklmnopqrstuvwxyz12 { tcp dport 6 accept; }
  chain abcdefghijklmnopqrstuvwxyz123 { tcp dport 5 accept; }
  chain ACCEPT { drop; }
  set a { type ipv4_addr; elements = { 192.0.2.1 } }
  set rulec-a { type ipv4_addr; elements = { 192.0.2.2 } }
  chain i {
    type filter hook input priority 0; policy drop;
    jump rulec-INPUT
    jump x
    jump rulec-x
    jump abcdefghijklmnopqrstuvwxyz12
    jump abcdefghijklmnopqrstuvwxyz123
    ip saddr @a jump ACCEPT
    ip saddr @rulec-a jump ACCEPT
    tcp dport 4 log prefix "%s%n $(x) `y` -j DROP" accept comment "it's %n; -j \\\\ ACCEPT"
  }
}
"""


class Odd(unittest.TestCase):
    @each_kind
    def test_names_that_are_taken_or_too_long_or_look_like_something_else(self, world):
        code, out, err = world.sh("$apply names && $ipt-save && $apply --dry-run names", names=NAMES)
        self.assertEqual((code, err), (0, ""))
        self.assertTrue(out.endswith("nothing would change\n"))
        for port in range(4, 10):
            self.assertEqual(out.count(f"--dport {port} "), 2 if port == 4 else 1, port)
        self.assertEqual(out.count("-j DROP\n"), 2)
        jumps = [line.split()[-1] for line in out.splitlines() if line.startswith("-A rulec-INPUT ") and "rulec-" in line.split()[-1]]
        self.assertEqual(len(jumps), 7)
        self.assertTrue(all(f":{chain} - " in out and len(chain) <= 28 for chain in jumps))

    @each_kind
    def test_what_a_person_removed_comes_back(self, world):
        save = "$ipt-save | grep -v '^#' | sed 's/ .[0-9]*:[0-9]*.$//' | sort"
        for damage in ("$ipt -F rulec-INPUT; $ipt -F rulec-web; $ipt -X rulec-web", "$ipt -D INPUT -j rulec-INPUT", "$ipt -F INPUT; $ipt -F rulec-web",
                       "$ipt -F; $ipt -X", "$ipt -A rulec-web -j ACCEPT", "$ipt -I rulec-INPUT -j ACCEPT", "$ipt -N rulec-more; $ipt -A rulec-more -j rulec-web"):
            code, out, err = world.sh(f"$apply gate; {save} >before; {damage}; $apply gate; {save} | diff before -",
                                      gate=GATE)
            self.assertEqual((code, out, err), (0, "", ""), damage)

    @each_kind
    def test_what_save_prints_is_no_dump(self, world):
        for text in (GARBAGE, HALF, "#!/bin/sh\necho Segmentation fault\n"):
            world.fake(f"ip6tables-{world.kind}-save", text)
            code, out, err = world.sh("$apply gate; $ipt-save >before; PATH=$PWD/bin:$PATH $apply other; r=$?; $ipt-save | grep -v '^#' >a; "
                                      "grep -v '^#' before | diff - a; exit $r", gate=GATE, other=GATE.replace("80", "81"))
            self.assertEqual((code, out), (3, ""))
            self.assertIn("printed something that is no dump, or half of one", err)

    @each_kind
    def test_a_folder_for_the_lock_that_cannot_be_written(self, world):
        code, out, err = world.sh("export XTABLES_LOCKFILE=$PWD/lock; unshare -m sh -c 'mount -t tmpfs -o ro none /run && exec $apply gate' && $ipt -S INPUT", gate=GATE)
        self.assertEqual((code, err), (0, ""))
        self.assertIn("-A INPUT -j rulec-INPUT\n", out)

    @each_kind
    def test_no_room_for_the_lock(self, world):
        code, out, err = world.sh("unshare -m sh -c 'mount -t tmpfs -o size=4k none /run && head -c 9999 /dev/zero >/run/full 2>/dev/null; exec $apply gate' && "
                                  "$ipt -S INPUT", gate=GATE)
        self.assertEqual((code, err), (0, ""))
        self.assertIn("-A INPUT -j rulec-INPUT\n", out)

    @each_kind
    def test_nobody_listens(self, world):
        code, out, _ = world.sh("$apply --dry-run gate >&-; a=$?; $apply gate >&- 2>&- </dev/null; echo $a $?; $ipt -S INPUT", gate=GATE)
        self.assertEqual((code, out), (0, "3 0\n-P INPUT ACCEPT\n-A INPUT -j rulec-INPUT\n"))

    @each_kind
    def test_many_rules_of_others(self, world):
        many = "*filter\n:INPUT ACCEPT [0:0]\n" + "".join(f"-A INPUT -s 10.{i >> 8 & 255}.{i & 255}.0/24 -p tcp -j DROP\n" for i in range(20_000)) + "COMMIT\n"
        code, out, err = world.sh("$ipt-restore <many && $apply gate && $apply --dry-run gate && $ipt -S INPUT | wc -l", gate=GATE, many=many)
        self.assertEqual((code, out, err), (0, "nothing would change\n20002\n", ""))


if __name__ == "__main__":
    sys.exit(main())
