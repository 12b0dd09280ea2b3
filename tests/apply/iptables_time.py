#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Programs that do not end: `rulec apply --backend iptables-legacy|iptables-nft` waits as long as --timeout says, kills them,
takes back what was done, and says so (E0808). Each test has a network namespace of its own, and runs through both kinds.

usage: iptables_time.py RULEC
"""
import sys
import unittest

from iptables_world import GATE, World, each_kind, main

# As they are installed, but the real thing never ends once the rehearsal and --test went well: before it writes or after it.
HANGING = """#!/bin/sh
case "$*" in *--noflush*) case "$*" in *--test*) ;; *) {what}; esac;; esac
exec {{real}} "$@"
"""
BEFORE = HANGING.format(what="exec sleep 100")
AFTER = HANGING.format(what='{real} "$@"; exec sleep 100')
ALWAYS = "#!/bin/sh\nexec sleep 100\n"
ONCE_WRITTEN = "#!/bin/sh\n[ -e written ] && exec sleep 100\nexec {real} \"$@\"\n"
OTHER = GATE.replace("80", "81")
SET = """table inet f {
  set a { type ipv4_addr; elements = { 10.0.0.1 } }
  set b { type ipv4_addr; elements = { 10.0.0.1 } }
  chain i { type filter hook input priority 0; ip saddr @a drop; ip saddr @b drop; }
}
"""
# `ipset restore` ends after the first of two changes of places.
HALF = """#!/bin/sh
if [ "$1" = restore ]; then
  cat >input; n=$(grep -c ^swap input)
  if [ $n = 2 ] && [ ! -e done ]; then touch done; head -n1 input | {real} restore; exec sleep 100; fi
  exec {real} restore <input
fi
exec {real} "$@"
"""
TAKEN_BACK = "s and was killed; the tables are as they were"


class Limit(unittest.TestCase):
    def stays_as_it_was(self, world, said, files):
        code, out, err = world.sh("$apply gate && $ipt-save >before; PATH=$PWD/bin:$PATH $apply --timeout 2 other; r=$?; "
                                  "$ipt-save | grep -v '^#' >a; grep -v '^#' before | diff - a; exit $r", gate=GATE, other=OTHER, **files)
        self.assertEqual((code, out), (3, ""))
        self.assertIn("error[E0808]: gave up waiting: ", err)
        self.assertIn(said, err)

    @each_kind
    def test_the_first_program_that_writes(self, world):
        world.fake(f"iptables-{world.kind}-restore", BEFORE)
        self.stays_as_it_was(world, "restore did not finish within 2 " + TAKEN_BACK, {})

    @each_kind
    def test_the_second_family(self, world):
        world.fake(f"ip6tables-{world.kind}-restore", BEFORE)
        self.stays_as_it_was(world, f"ip6tables-{world.kind}-restore did not finish within 2 " + TAKEN_BACK, {})

    @each_kind
    def test_the_rehearsal(self, world):
        world.fake(f"ip6tables-{world.kind}-restore", ALWAYS)
        self.stays_as_it_was(world, "s and was killed; nothing was changed", {})

    @each_kind
    def test_the_look_at_the_live_tables(self, world):
        world.fake(f"iptables-{world.kind}-save", ALWAYS)
        self.stays_as_it_was(world, "s and was killed; nothing was changed", {})

    @each_kind
    def test_what_cannot_be_taken_back_is_told(self, world):
        # It writes and hangs, and so does the run that would take it back.
        world.fake(f"iptables-{world.kind}-restore", AFTER)
        code, _, err = world.sh("$apply gate; PATH=$PWD/bin:$PATH $apply --timeout 2 other", gate=GATE, other=OTHER)
        self.assertEqual(code, 3)
        self.assertIn("error[E0808]", err)
        self.assertIn("half applied, and it could not be taken back", err)
        self.assertNotIn("as they were", err)

    @each_kind
    def test_a_look_that_hangs_once_the_tables_are_written(self, world):
        world.fake(f"ip6tables-{world.kind}-save", ONCE_WRITTEN)
        world.fake(f"ip6tables-{world.kind}-restore", HANGING.format(what="touch written"))
        code, _, err = world.sh("PATH=$PWD/bin:$PATH $apply --timeout 2 gate", gate=GATE)
        self.assertEqual(code, 3)
        self.assertIn("half applied, and it could not be taken back", err)

    @each_kind
    def test_the_sets(self, world):
        world.fake("ipset", HALF)
        code, out, err = world.sh("$apply set; ipset save | sed 's/bucket.*//' | sort >before; PATH=$PWD/bin:$PATH $apply --timeout 2 other; r=$?; "
                                  "ipset save | sed 's/bucket.*//' | sort | diff before -; exit $r",
                                  set=SET, other=SET.replace("10.0.0.1", "10.0.0.2"))
        self.assertEqual((code, out), (3, ""))
        self.assertIn("ipset did not finish within 2 " + TAKEN_BACK, err)

    @each_kind
    def test_another_run_holds_the_lock(self, world):
        code, out, err = world.sh("flock /run/rulec.lock sleep 6 & sleep 0.3; $apply --timeout 2 gate; r=$?; $ipt-save; exit $r", gate=GATE)
        self.assertEqual(code, 3)
        self.assertNotIn("rulec-", out)
        self.assertIn("error[E0808]: gave up waiting: another run of rulec holds /run/rulec.lock for more than 2 s; nothing was changed", err)

    def test_the_limit_is_a_number_of_seconds(self):
        for limit in ("0", "-1", "x", "1e9"):
            self.assertEqual(World("nft").sh(f"$apply --timeout={limit} gate", gate=GATE)[0], 2)


if __name__ == "__main__":
    sys.exit(main())
