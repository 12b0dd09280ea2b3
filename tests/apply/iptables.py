#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""What `rulec apply --backend iptables-legacy|iptables-nft` promises: chains of its own and nothing else, tables as they
were after any failure, counters that stay. Each test has a network namespace of its own, and runs through both kinds.

usage: iptables.py RULEC
"""
import shutil
import sys
import unittest

from iptables_world import FAILING, GATE, INTERRUPT, RACING, SLOW, WHOLE, WRONG_PLACE, World, each_kind, main


class OwnChains(unittest.TestCase):
    @each_kind
    def test_the_built_in_chain_leads_to_ours(self, world):
        code, out, err = world.sh("$apply gate && $ipt-save -t filter", gate=GATE)
        self.assertEqual((code, err), (0, ""))
        self.assertEqual([line for line in out.splitlines() if line.startswith("-A")], [
            "-A INPUT -j rulec-INPUT",
            "-A rulec-INPUT -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT",
            "-A rulec-INPUT -p tcp -m multiport --dports 22,80 -j rulec-web",
            "-A rulec-INPUT -j DROP",
            "-A rulec-web -s 10.0.0.0/8 -j ACCEPT",
        ])
        self.assertIn(":INPUT ACCEPT", out)

    @each_kind
    def test_both_families(self, world):
        code, out, _ = world.sh("$apply gate && $ip6t-save -t filter", gate=GATE)
        self.assertEqual(code, 0)
        self.assertIn("-A rulec-INPUT -p tcp -m multiport --dports 22,80 -j rulec-web\n", out)
        self.assertNotIn("10.0.0.0", out)

    @each_kind
    def test_what_others_have_stays(self, world):
        code, out, _ = world.sh("$ipt -P FORWARD DROP; $ipt -N f2b; $ipt -A f2b -s 192.0.2.1 -j REJECT; "
                                "$ipt -A INPUT -j f2b; $ipt -t mangle -A FORWARD -j MARK --set-mark 1; $ipt-save >before; "
                                "$apply gate && $apply empty && $ipt-save >after; grep -v '^#' before | sed 's/\\[.*//' | sort >b; "
                                "grep -v '^#' after | sed 's/\\[.*//' | sort >a; diff b a", gate=GATE, empty="")
        self.assertEqual((code, out), (0, ""))

    @each_kind
    def test_ours_is_asked_first_and_stays_where_it_is_moved_to(self, world):
        code, out, _ = world.sh("$ipt -A INPUT -s 192.0.2.1 -j DROP; $apply gate && $ipt -I INPUT -s 192.0.2.2 -j DROP && "
                                "$apply other && $ipt -S INPUT", gate=GATE, other=GATE.replace("80", "81"))
        self.assertEqual(code, 0)
        self.assertEqual(out, "-P INPUT ACCEPT\n-A INPUT -s 192.0.2.2/32 -j DROP\n-A INPUT -j rulec-INPUT\n"
                              "-A INPUT -s 192.0.2.1/32 -j DROP\n")

    @each_kind
    def test_what_left_the_file_leaves_the_tables(self, world):
        code, out, _ = world.sh("$apply gate && $apply other && $ipt-save", gate=GATE,
                                other="table ip n { chain o { type nat hook postrouting priority 100; masquerade; } }\n")
        self.assertEqual(code, 0)
        self.assertNotIn("rulec-INPUT", out)
        self.assertNotIn("rulec-web", out)
        self.assertIn("-A rulec-POSTROUTING -j MASQUERADE\n", out)

    @each_kind
    def test_applying_twice_changes_nothing(self, world):
        # Counters are of the second chain, which only the other rule of the first is about.
        code, out, err = world.sh("ip link set lo up; $apply gate; ping -qc1 -W1 127.0.0.1 >/dev/null; $ipt-save -c >before; "
                                  "$apply gate && $ipt-save -c | grep -v '^#' >a; grep -v '^#' before | diff - a && "
                                  "grep -c '^.[1-9].*rulec-INPUT -j DROP' a; $apply --dry-run gate", gate=GATE)
        self.assertEqual((code, out, err), (0, "1\nnothing would change\n", ""))

    @each_kind
    def test_chains_that_did_not_change_keep_their_counters(self, world):
        code, out, _ = world.sh("ip link set lo up; $apply gate; ping -qc1 -W1 127.0.0.1 >/dev/null; $apply other && "
                                "$ipt-save -c", gate=GATE, other=GATE.replace("10.0.0.0/8", "10.0.0.0/9"))
        self.assertEqual(code, 0)
        self.assertRegex(out, r"\[[1-9]\d*:\d+\] -A rulec-INPUT -j DROP")
        self.assertIn("10.0.0.0/9", out)

    @each_kind
    def test_dry_run_says_what_would_change(self, world):
        code, out, _ = world.sh("$apply --dry-run gate && $ipt-save", gate=GATE)
        self.assertEqual(code, 0)
        self.assertIn("would make chain rulec-web of filter (iptables)\n", out)
        self.assertIn("would enter from chain INPUT of filter (ip6tables)\n", out)
        self.assertNotIn("-A", out)


class Others(unittest.TestCase):
    """What they leave in the tables can look like anything."""

    @each_kind
    def test_a_comment_that_looks_like_rules_of_ours(self, world):
        code, out, err = world.sh("$apply gate && $ipt -A INPUT -m comment --comment 'a \"b\n:rulec-EVIL - [0:0]\n-A INPUT -j rulec-EVIL\nCOMMIT' "
                                  "-j ACCEPT; $ipt-save >before; $apply --dry-run gate && $apply empty && $ipt-save | grep -c rulec-", gate=GATE, empty="")
        self.assertEqual((code, out, err), (0, "nothing would change\n2\n", ""))

    @each_kind
    def test_names_that_look_like_something_else(self, world):
        names = ('x"y', "it's", "COMMIT", "*nat", ":x", "#h", "a;b", '"q')
        code, out, _ = world.sh("".join(f"$ipt -N '{name}'; $ipt -A INPUT -p tcp -j '{name}'; ".replace("it's", "it'\\''s") for name in names) +
                                "$ipt-save | grep -v '^#' | sort >before; $apply gate && $apply empty; r=$?; $ipt-save | grep -v '^# ' | sort | diff before - | "
                                "grep -v ':#h'; exit $r", gate=GATE, empty="")
        self.assertEqual(code, 0)
        self.assertNotIn("-A", out)

    @each_kind
    def test_a_chain_that_others_use_cannot_go(self, world):
        code, out, err = world.sh("$apply gate; $ipt -A FORWARD -p tcp -j rulec-web; $ipt-save | grep -v '^#' >before; $apply empty; r=$?; "
                                  "$ipt-save | grep -v '^#' | diff before -; exit $r", gate=GATE, empty="")
        self.assertEqual((code, out), (3, ""))
        self.assertIn("iptables: chain rulec-web of filter has to go, but others lead to it with `-A FORWARD -p tcp -j rulec-web`; nothing was changed", err)

    @each_kind
    def test_an_entry_from_a_chain_of_others_is_theirs(self, world):
        code, out, _ = world.sh("$apply gate; $ipt -N mine; $ipt -A mine -j rulec-web; $apply other && $ipt -S mine", gate=GATE,
                                other=GATE.replace("80", "81"))
        self.assertEqual((code, out), (0, "-N mine\n-A mine -j rulec-web\n"))

    @each_kind
    def test_two_entries_from_one_chain_become_one(self, world):
        code, out, _ = world.sh("$apply gate; $ipt -I INPUT -s 192.0.2.1 -j DROP; $ipt -A INPUT -s 192.0.2.2 -j DROP; $ipt -A INPUT -j rulec-INPUT; "
                                "$apply --dry-run gate; $apply gate && $ipt -S INPUT && $apply --dry-run gate", gate=GATE)
        self.assertEqual((code, out), (0, "would enter from chain INPUT of filter (iptables)\niptables would take this ruleset; nothing was changed\n"
                                          "-P INPUT ACCEPT\n-A INPUT -s 192.0.2.1/32 -j DROP\n-A INPUT -j rulec-INPUT\n"
                                          "-A INPUT -s 192.0.2.2/32 -j DROP\nnothing would change\n"))

    @each_kind
    def test_two_entries_from_one_chain_both_go(self, world):
        code, out, _ = world.sh("$apply gate; $ipt -A INPUT -j rulec-INPUT; $apply empty && $ipt -S", gate=GATE, empty="")
        self.assertEqual(code, 0)
        self.assertNotIn("rulec-", out)

    def test_rules_of_nft_that_iptables_cannot_show(self):
        world = World("nft")
        code, out, err = world.sh("nft 'table ip filter { chain FORWARD { type filter hook forward priority 0; notrack; }; }'; $apply gate; r=$?; "
                                  "nft list ruleset; $apply v6 || exit 9; exit $r", gate=GATE,
                                  v6="table ip6 a { chain i { type filter hook input priority 0; tcp dport 5 drop; }; }\n")
        self.assertEqual(code, 3)
        self.assertNotIn("rulec-", out)
        self.assertIn("iptables-nft cannot read its table filter", err)
        shutil.rmtree(world.folder)

    def test_base_chains_of_nft_are_beyond_flush_ruleset(self):
        world = World("nft")
        code, out, err = world.sh("nft 'table ip filter { chain x { type filter hook forward priority 5; accept; }; }'; $apply gate || exit 9; "
                                  "$apply --prune whole; r=$?; nft list ruleset; exit $r", gate=GATE, whole=WHOLE)
        self.assertEqual(code, 3)
        self.assertIn("chain x {", out)
        self.assertIn("(see `nft list table ip filter`); nothing was changed", err)
        shutil.rmtree(world.folder)


class WholeRuleset(unittest.TestCase):
    @each_kind
    def test_rules_of_others_are_a_refusal(self, world):
        code, out, err = world.sh("$ipt -N f2b; $ipt -P FORWARD DROP; $ip6t -A INPUT -j DROP; $apply whole; r=$?; $ipt-save; exit $r",
                                  whole=WHOLE)
        self.assertEqual(code, 1)
        self.assertNotIn("rulec-", out)
        self.assertIn("whole:1:1: error[E0806]", err)
        for what in ("chain f2b of filter (iptables)", "policy DROP of chain FORWARD", "1 rule in chain INPUT of filter (ip6tables)"):
            self.assertIn(what, err)

    @each_kind
    def test_prune_removes_them(self, world):
        code, out, _ = world.sh("$ipt -N f2b; $ipt -A INPUT -j f2b; $ipt -P FORWARD DROP; $ipt -t nat -A OUTPUT -j ACCEPT; "
                                "$apply --prune whole && $ipt-save && $apply whole", whole=WHOLE)
        self.assertEqual(code, 0)
        self.assertNotIn("f2b", out)
        self.assertNotIn("-A OUTPUT", out)
        self.assertIn(":FORWARD ACCEPT", out)
        self.assertIn("-A INPUT -j rulec-INPUT\n", out)


    @each_kind
    def test_what_could_not_be_put_back_is_not_removed(self, world):
        code, out, err = world.sh("$ipt -A INPUT -m comment --comment 'a\nb' -j ACCEPT; $ipt-save >before; $apply --prune whole; r=$?; $apply --dry-run --prune whole; "
                                  "$ipt-save | grep -v '^#' >a; grep -v '^#' before | diff - a; exit $r", whole=WHOLE)
        self.assertEqual((code, out), (3, ""))
        self.assertEqual(err.count("what --prune removes could not be put back"), 2)


class Failures(unittest.TestCase):
    @each_kind
    def test_what_the_kernel_refuses_is_told_at_its_line(self, world):
        code, out, err = world.sh("$ipt -A INPUT -j ACCEPT; $apply wrong; r=$?; $ipt-save; exit $r", wrong=WRONG_PLACE)
        self.assertEqual(code, 1)
        self.assertIn("wrong:7:15: error[E0805]", err)
        self.assertIn("-A rulec-web -m owner --uid-owner 100 -j ACCEPT", err)
        self.assertNotIn("rulec-", out)

    @each_kind
    def test_if_the_second_family_fails_the_first_is_taken_back(self, world):
        world.fake(f"ip6tables-{world.kind}-restore", FAILING)
        code, out, err = world.sh("$apply gate && $ipt-save >before; PATH=$PWD/bin:$PATH $apply other; r=$?; $ipt-save | "
                                  "grep -v '^#' >a; grep -v '^#' before | diff - a; exit $r", gate=GATE,
                                  other=GATE.replace("80", "81"))
        self.assertEqual((code, out), (3, ""))
        self.assertIn("line 3 failed; the tables are as they were", err)

    @each_kind
    def test_pruned_rules_are_put_back_as_well(self, world):
        world.fake(f"ip6tables-{world.kind}-restore", FAILING)
        code, out, _ = world.sh("$ipt -N f2b; $ipt -A INPUT -s 192.0.2.1 -j f2b; $ipt -P FORWARD DROP; $ip6t -N x; $ipt-save | "
                                "sed 's/\\[.*//' >before; PATH=$PWD/bin:$PATH $apply --prune whole; r=$?; $ipt-save | "
                                "sed 's/\\[.*//' | grep -v '^#' >a; grep -v '^#' before | diff - a; exit $r", whole=WHOLE)
        self.assertEqual((code, out), (3, ""))

    @each_kind
    def test_a_change_meanwhile_makes_it_start_again(self, world):
        world.fake(f"iptables-{world.kind}-restore", RACING)
        code, out, err = world.sh("$ipt -N rulec-OLD; $ipt -A INPUT -j rulec-OLD; PATH=$PWD/bin:$PATH $apply gate && $ipt -S INPUT",
                                  gate=GATE)
        self.assertEqual((code, err), (0, ""))
        self.assertEqual(out, "-P INPUT ACCEPT\n-A INPUT -j rulec-INPUT\n")

    @each_kind
    def test_a_failure_where_nothing_was_is_no_change_of_others(self, world):
        world.fake(f"ip6tables-{world.kind}-restore", FAILING)
        code, out, err = world.sh("PATH=$PWD/bin:$PATH $apply gate; r=$?; $ipt-save; exit $r", gate=GATE)
        self.assertEqual(code, 3)
        self.assertNotIn("rulec-", out)
        self.assertIn("line 3 failed; the tables are as they were", err)

    @each_kind
    def test_an_entry_is_put_back_where_it_was(self, world):
        world.fake(f"ip6tables-{world.kind}-restore", FAILING)
        code, out, _ = world.sh("$apply gate && $ipt -I INPUT -s 192.0.2.1 -j DROP && $ipt -A INPUT -j ACCEPT && $ipt -S INPUT >before; "
                                "PATH=$PWD/bin:$PATH $apply empty; r=$?; $ipt -S INPUT | diff before -; exit $r", gate=GATE, empty="")
        self.assertEqual((code, out), (3, ""))

    @each_kind
    def test_interrupting_the_second_family_takes_the_first_back(self, world):
        world.fake(f"ip6tables-{world.kind}-restore", SLOW)
        code, out, err = world.sh(f"PATH=$PWD/bin:$PATH {sys.executable} interrupt.py group $apply gate; r=$?; $ipt-save; exit $r",
                                  gate=GATE, **{"interrupt.py": INTERRUPT})
        self.assertEqual(code, 3)
        self.assertNotIn("rulec-", out)
        self.assertIn("signal 15 ended it; the tables are as they were", err)

    @each_kind
    def test_rulec_itself_finishes_what_it_has_begun(self, world):
        world.fake(f"ip6tables-{world.kind}-restore", SLOW)
        code, out, _ = world.sh(f"PATH=$PWD/bin:$PATH {sys.executable} interrupt.py rulec $apply gate && $ip6t-save",
                                gate=GATE, **{"interrupt.py": INTERRUPT})
        self.assertEqual(code, 0)
        self.assertIn("-A INPUT -j rulec-INPUT\n", out)

    @each_kind
    def test_a_run_that_was_killed_is_finished_by_the_next(self, world):
        world.fake(f"ip6tables-{world.kind}-restore", SLOW)
        code, out, _ = world.sh(f"$apply old; PATH=$PWD/bin:$PATH {sys.executable} interrupt.py kill $apply gate; $apply --dry-run gate | grep -c 'ip6tables)'; "
                                "$apply gate && $ipt-save && $ip6t-save && $apply --dry-run gate", gate=GATE,
                                old=GATE.replace("web", "old"), **{"interrupt.py": INTERRUPT})
        self.assertEqual(code, 0)
        self.assertNotIn("rulec-old", out)
        self.assertTrue(out.startswith("3\n") and out.endswith("nothing would change\n"), out)

    @each_kind
    def test_a_table_that_the_kernel_has_not_got(self, world):
        world.fake(f"ip6tables-{world.kind}-restore", "#!/bin/sh\ncat >/dev/null; echo \"ip6tables-restore v1.8.9 (legacy): "
                   "ip6tables-restore: unable to initialize table 'filter'\" >&2; exit 3\n")
        code, out, err = world.sh("PATH=$PWD/bin:$PATH $apply gate; r=$?; $ipt-save; exit $r", gate=GATE)
        self.assertEqual(code, 3)
        self.assertNotIn("rulec-", out)
        self.assertIn("unable to initialize table 'filter'", err)

    @each_kind
    def test_what_is_not_needed_may_fail(self, world):
        other = "legacy" if world.kind == "nft" else "nft"
        for program in (f"iptables-{other}-save", f"ip6tables-{other}-save", "ipset"):
            world.fake(program, "#!/bin/sh\nexit 1\n")
        code, out, err = world.sh("PATH=$PWD/bin:$PATH $apply gate && $ipt-save", gate=GATE)
        self.assertEqual((code, err), (0, ""))
        self.assertIn("-A INPUT -j rulec-INPUT\n", out)

    def test_tools_that_are_not_there(self):
        world = World("legacy")
        code, _, err = world.sh("mkdir none; PATH=$PWD/none $rulec apply --backend iptable gate; exit $?", gate=GATE)
        self.assertEqual(code, 2)
        self.assertIn("did you mean `iptables`?", err)
        shutil.rmtree(world.folder)


class OtherKind(unittest.TestCase):
    def test_rules_of_the_other_kind_are_told(self):
        for kind, other in (("legacy", "nft"), ("nft", "legacy")):
            world = World(kind)
            code, _, err = world.sh(f"iptables-{other} -A INPUT -j ACCEPT; $apply gate", gate=GATE)
            self.assertEqual(code, 0)
            self.assertIn(f"warning[W1009]: there are rules of iptables-{other} as well", err)
            shutil.rmtree(world.folder)


class Packets(unittest.TestCase):
    """The same fate through nf_tables and through chains of our own."""

    @each_kind
    def test_pings(self, world):
        rules = ("table inet f { chain i { type filter hook input priority 0; policy drop; icmp type echo-reply accept; "
                 "ip daddr 127.0.0.2 accept; ip daddr 127.0.0.3 return; ip daddr 127.0.0.4 jump c; ip daddr 127.0.0.5 goto c; "
                 "ip daddr 127.0.0.6 accept; }; chain c { ip daddr 127.0.0.4 return; accept; }; }; "
                 "table ip g { chain j { type filter hook input priority 1; ip daddr 127.0.0.6 drop; }; }\n")
        probe = "for i in 1 2 3 4 5 6; do ping -qc1 -W0.2 127.0.0.$i >/dev/null && echo $i; done"
        _, wanted, _ = world.sh(f"ip link set lo up; $rulec apply r; {probe}", r=rules)
        code, found, err = world.sh(f"ip link set lo up; $apply r; {probe}; true", r=rules)
        self.assertEqual((code, err, wanted), (0, "", "2\n5\n"))
        self.assertEqual(found, wanted)


    @each_kind
    def test_the_end_of_a_chain_that_was_entered_by_goto_is_the_policy(self, world):
        probe = "for i in 1 2 3 4 9; do ping -qc1 -W0.2 127.0.0.$i >/dev/null && echo $i; done"
        one = ("table inet f { chain i { type filter hook input priority 0; policy drop; icmp type echo-reply accept; ip daddr 127.0.0.1 accept; "
               "ip daddr vmap { 127.0.0.2 : goto g, 127.0.0.3 : jump g }; ip daddr 127.0.0.3 accept; goto g; }; "
               "chain g { ip daddr 127.0.0.4 accept; ip daddr 127.0.0.2 return; goto h; }; chain h { ip daddr 127.0.0.9 return; }; }\n")
        several = one + "table ip n { chain j { type filter hook input priority 1; icmp type echo-request ip daddr 127.0.0.1 drop; }; }\n"
        early = several.replace("policy drop", "policy accept").replace("daddr 127.0.0.1 drop", "daddr { 127.0.0.1, 127.0.0.2 } drop")
        for rules, expected in ((one, "1\n3\n4\n"), (several, "3\n4\n"), (early, "3\n4\n9\n")):
            _, wanted, _ = world.sh(f"ip link set lo up; $rulec apply r; {probe}", r=rules)
            code, found, err = world.sh(f"ip link set lo up; $apply r; {probe}; true", r=rules)
            self.assertEqual((code, err, wanted, found), (0, "", expected, expected))


    @each_kind
    def test_what_one_of_several_base_chains_accepts_is_not_asked_of_others(self, world):
        rules = ("table inet f { chain i { type filter hook input priority 0; policy accept; icmp type echo-reply accept; "
                 "ip daddr 127.0.0.1 accept; ip daddr { 127.0.0.2, 127.0.0.3 } jump c; ip daddr 127.0.0.3 drop; }; chain c { ip daddr 127.0.0.2-127.0.0.3 accept; }; "
                 "chain j { type filter hook input priority 1; ip daddr 127.0.0.9 drop; }; }\n")
        code, found, err = world.sh("ip link set lo up; $ipt -A INPUT -p icmp --icmp-type echo-request -j DROP; $apply r; "
                                    "for i in 1 2 3 4 9; do ping -qc1 -W0.2 127.0.0.$i >/dev/null && echo $i; done; true", r=rules)
        self.assertEqual((code, err, found), (0, "", "1\n2\n3\n"))


if __name__ == "__main__":
    sys.exit(main())
