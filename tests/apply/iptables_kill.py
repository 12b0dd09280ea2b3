#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""SIGKILL for `rulec apply --backend iptables-legacy|iptables-nft` before every program that it lets write, and after some: what
protects stays in force, and the next run makes all of it what the file says, tells that there was something to mend, and
leaves nothing behind. Each run has a network namespace of its own.

usage: iptables_kill.py RULEC
"""
import sys
import unittest

from iptables_world import KINDS, World, main

OLD = """table inet f {
  set a { type ipv4_addr; flags interval; elements = { 10.0.0.0/8 } }
  set b { type inet_service; elements = { 22, 80 } }
  set seen { type ipv4_addr; flags dynamic, timeout; timeout 10m; }
  set gone { type ipv4_addr; elements = { 192.0.2.7 } }
  chain i {
    type filter hook input priority 0; policy drop;
    ip saddr @a drop
    ip saddr @gone drop
    tcp dport @b jump web
    tcp dport 23 update @seen { ip saddr }
  }
  chain web { accept; }
}
"""
NEW = (OLD.replace("10.0.0.0/8", "10.0.0.0/9").replace("22, 80", "22, 81").replace("timeout 10m", "timeout 20m")
       .replace("  set gone { type ipv4_addr; elements = { 192.0.2.7 } }", "  set made { type ipv6_addr; elements = { 2001:db8::1 } }")
       .replace("ip saddr @gone", "ip6 saddr @made").replace("web", "www"))
# The Nth program that writes takes its caller with it.
DEADLY = """#!/bin/sh
case "$1" in save|list) exec {real} "$@";; esac
n=$(($(cat count 2>/dev/null || echo 0) + 1)); echo $n >count
if [ $n = $AT ]; then
  if [ $WHEN = after ]; then {real} "$@"; else cat >/dev/null; fi
  kill -KILL $PPID; exit 1
fi
exec {real} "$@"
"""
STATE = "($ipt-save; $ip6t-save; ipset save | sed 's/ bucketsize.*//; s/ hashsize [0-9]*//' | sort) | grep -v '^#' | sed 's/ .[0-9]*:[0-9]*.$//'"
FINISHED = 7
TOLD = "an earlier run did not finish writing the tables; they are whole again"


class Killed(unittest.TestCase):
    def run_killed(self, kind, at, when, wanted):
        """False if it ended before that."""
        world = World(kind)
        for program in (f"iptables-{kind}-restore", f"ip6tables-{kind}-restore", "ipset"):
            world.fake(program, DEADLY)
        code, out, err = world.sh(
            f"export AT={at} WHEN={when}; $apply old || exit 9; {STATE} >before; PATH=$PWD/bin:$PATH $apply new; [ $? = 137 ] || exit {FINISHED}; "
            f"sleep 0.1; {STATE} >killed; for t in $ipt $ip6t; do $t -S | grep -qx -e '-A INPUT -j rulec-INPUT' || exit 10; $t -S rulec-INPUT | tail -n1 | grep -qx -e '-A rulec-INPUT -j DROP' || exit 11; done; "
            f"$apply new || exit 12; {STATE}; cmp -s before killed && echo nothing was written; $apply --dry-run new", old=OLD, new=NEW)
        self.assertIn(code, (0, FINISHED), err)
        if code == FINISHED:
            return False
        state, unwritten, _ = out.partition("nothing was written\n")
        self.assertEqual(state.removesuffix("nothing would change\n"), wanted)
        self.assertTrue(out.endswith("nothing would change\n"))
        self.assertTrue(unwritten or TOLD in err, err)
        return True

    def test_anywhere(self):
        for kind in KINDS:
            _, wanted, _ = World(kind).sh(f"$apply old && $apply new && {STATE}", old=OLD, new=NEW)
            for when, step in (("before", 1), ("after", 4)):  # after one is before the next but for what is read between
                at = 1
                with self.subTest(kind=kind, when=when, at=at):
                    while self.run_killed(kind, at, when, wanted):
                        at += step
                self.assertGreater(at, 10)

    def test_it_is_told_once_and_where_it_was(self):
        world = World("nft")
        world.fake("ip6tables-nft-restore", DEADLY)
        code, _, err = world.sh("export AT=3 WHEN=before; $apply old; PATH=$PWD/bin:$PATH $apply new; unshare -n $apply new && echo 1 >&2; "
                                "$apply bad; echo 2 >&2; $apply new && echo 3 >&2; $apply new", old=OLD, new=NEW, bad="include \"nothing\"\n")
        self.assertEqual(code, 0)
        self.assertEqual(err.count(TOLD), 1)
        self.assertLess(err.index("2\n"), err.index(TOLD))


if __name__ == "__main__":
    sys.exit(main())
