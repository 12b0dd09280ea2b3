#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""`rulec import --idiomatic` against plain `rulec import`: random rulesets full of runs, those of dumps/, and recorded ones
(looked for in $RULEC_CONFORMANCE, then beside the checkout); the same packets through both. What comes out of the router
has to be the same (packets.py says what is compared), and there have to be fewer rules.

usage: idiomatic.py RULEC [ROUNDS [SEED]]
"""
import json
import os
import pathlib
import random
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent / "support")]
import netns
import packets

SOURCES = {False: ["10.0.0.5", "192.168.7.9", "10.0.0.119", "10.0.0.40", "10.0.0.41", "10.0.0.0/24", "10.0.0.0/26", "192.168.0.0/16"],
           True: ["2001:db8::5", "2001::5", "2001:db8::77", "2001:db8::28", "2001:db8::29", "2001:db8::/64", "2001::/16"]}
TARGETS = {False: ["10.1.0.9", "10.1.0.8", "10.1.0.7:80", "10.1.0.6:8080"],
           True: ["2001:db8:1::9", "2001:db8:1::8", "[2001:db8:1::7]:80"]}
TCP_PORTS = ["22", "80", "1", "23", "53", "443", "1023", "1024", "3128", "8080", "65535", "1:100", "1000:2000", "22:23"]
UDP_PORTS = ["53", "1024", "1030", "2048", "68", "4000", "2001", "3001", "1000:2100"]


def conditions(chance, v6):
    """A function that gives options which differ in one value from call to call."""
    icmp = ("-p ipv6-icmp -m icmp6 --icmpv6-type", ["128", "1", "2", "134", "135", "3"]) if v6 else \
           ("-p icmp -m icmp --icmp-type", ["8", "13", "3", "0"])
    form, values = chance.choice([
        ("-s", SOURCES[v6]), ("-s", SOURCES[v6]), ("-p tcp -m tcp --dport", TCP_PORTS), ("-p tcp -m tcp --dport", TCP_PORTS),
        ("-p udp -m udp --dport", UDP_PORTS), ("-p {} -m {} --dport 53 --sport", ["1:65535"]), ("-i", ["eth0", "eth1"]), icmp,
        ("-m conntrack --ctstate", ["NEW", "ESTABLISHED", "RELATED,INVALID"]), ("-m mark --mark", ["0x1", "0x2", "0x0"])])
    if "{}" in form:
        protocols = iter(["tcp", "udp"] * 20)
        return lambda: (lambda name: f"{form.format(name, name)} 1:65535")(next(protocols))
    rest = chance.choice(["", "", "-i eth0 " if form != "-i" else "", f"-s {chance.choice(SOURCES[v6])} " if form != "-s" else ""])
    return lambda: f"{rest}{form} {chance.choice(values)}"


def runs(chance, chain, actions, v6):
    lines = []
    for _ in range(chance.randint(3, 7)):
        kinds, action = [conditions(chance, v6) for _ in range(chance.choice((1, 1, 2)))], chance.choice(actions)
        for _ in range(chance.randint(1, 7)):
            if chance.random() < 0.3:
                action = chance.choice(actions)
            lines.append(f"-A {chain} {chance.choice(kinds)()} -j {action}\n")
    return "".join(lines)


def ruleset(chance, v6):
    verdicts = ["ACCEPT", "DROP", "RETURN", "one", "two"]
    marks = ["MARK --set-mark 0x1", "MARK --set-mark 0x2", "ACCEPT", "again"]
    nat = "".join(f"-A PREROUTING -p tcp -m tcp --dport {chance.choice(TCP_PORTS)} -j DNAT --to-destination {chance.choice(TARGETS[v6])}\n"
                  for _ in range(chance.randint(2, 8)))
    return (f"*mangle\n:PREROUTING ACCEPT [0:0]\n:again - [0:0]\n{runs(chance, 'PREROUTING', marks, v6)}"
            f"{runs(chance, 'again', marks[:3], v6)}COMMIT\n"
            f"*nat\n:PREROUTING ACCEPT [0:0]\n{nat}COMMIT\n"
            f"*filter\n:INPUT {chance.choice(['ACCEPT', 'DROP'])} [0:0]\n:FORWARD ACCEPT [0:0]\n:one - [0:0]\n:two - [0:0]\n"
            f"{runs(chance, 'INPUT', verdicts, v6)}{runs(chance, 'FORWARD', verdicts, v6)}"
            f"{runs(chance, 'one', verdicts[:3], v6)}{runs(chance, 'two', verdicts[:4], v6)}COMMIT\n")


def written_down():
    """dumps/, with their sets, and recorded dumps."""
    for path in sorted((HERE / "dumps").glob("*.save")):
        sets = path.with_name(path.name.split(".")[0] + ".ipset")
        yield packets.Case(path.name, path.name.endswith(".v6.save"), path.read_text(),
                           *([("ipset", sets)] if sets.exists() else []))
    folder = pathlib.Path(os.environ.get("RULEC_CONFORMANCE", HERE.parent.parent.parent / "shared/conformance"))
    recorded = folder / "public/iptables-dumps.jsonl"
    for line in recorded.read_text().splitlines() if recorded.exists() else ():
        dump = json.loads(line)
        if dump.get("save"):
            yield packets.Case(dump["id"], dump["ip"] == 6, dump["save"])


def cases(rounds, seed):
    for i in range(seed, seed + rounds):
        yield packets.Case(f"seed {i}", i % 2 == 0, ruleset(random.Random(i), i % 2 == 0))
    yield from written_down()


def observed(rulec, case, text, folder):
    """(what came out of the router, why nothing did)"""
    file = folder / "rules.rules"
    file.write_text(text)
    return packets.outcome(lambda host: host.run([rulec, "apply", str(file)]), case.v6)


def is_steady(rulec, case, text, folder, before):
    """Recorded rules count time: on a busy machine they differ from themselves."""
    return all(observed(rulec, case, text, folder)[0] == before for _ in range(3))


def compare(rulec, case, folder):
    """(what differs, rules before, rules after); what the kernel has no match for is not compared."""
    plain, idiomatic = (packets.import_case(rulec, case, folder, "--keep-going", *more) for more in ((), ("--idiomatic",)))
    counts = [sum(line.startswith("\t\t") for line in done.stdout.splitlines()) for done in (plain, idiomatic)]
    if plain.returncode != idiomatic.returncode:
        return f"exit code {idiomatic.returncode}\n{idiomatic.stderr}", *counts
    wanted, why = observed(rulec, case, plain.stdout, folder)
    if wanted is None:
        return why if case.name.startswith("seed") else "", *counts
    if plain.stdout == idiomatic.stdout:
        return "", *counts
    got, why = observed(rulec, case, idiomatic.stdout, folder)
    if got is None:
        return why, *counts
    missing, extra = wanted - got, got - wanted
    if not missing and not extra or not is_steady(rulec, case, plain.stdout, folder, wanted):
        return "", *counts
    return f"{list(missing.items())[:3]}\n{list(extra.items())[:3]}\n{idiomatic.stdout}", *counts


def main():
    rulec = os.path.abspath(sys.argv[1])
    rounds = int(sys.argv[2]) if len(sys.argv) > 2 else 6
    seed = int(sys.argv[3]) if len(sys.argv) > 3 else 1
    if os.geteuid() != 0 or not netns.available():
        print("skipped: needs root and network namespaces")
        return packets.SKIPPED
    netns.enter_private()
    count, different, before, after = 0, 0, 0, 0
    with tempfile.TemporaryDirectory() as folder:
        for case in cases(rounds, seed):
            last = []
            def attempt():
                last[:] = compare(rulec, case, pathlib.Path(folder))
                return last[0]
            difference = packets.settled(attempt)
            count, before, after = count + 1, before + last[1], after + last[2]
            if difference:
                different += 1
                print(f"{case.name}:\n{case.text}\n{difference}")
    print(f"{count} rulesets, {before} lines became {after}, {different} differ")
    return 1 if different or after >= before else 0


if __name__ == "__main__":
    sys.exit(main())
