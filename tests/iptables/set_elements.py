#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Random sets of ipset whose networks lie in each other, with exceptions: what `ipset test` says of many keys is what
the elements that `rulec import ipset` writes say, and the kernel takes these.

usage: set_elements.py RULEC [COUNT] [SEED]        COUNT sets of each type, 3 by default
"""
import ipaddress
import os
import pathlib
import random
import re
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "support"))
import netns

SKIPPED = 77
KEYS_OF_A_SET = 120


class Nets:
    """Networks and addresses of so small a part of the address space that they meet."""

    def __init__(self, rng, v6):
        self.rng, self.v6 = rng, v6
        self.base = int(ipaddress.ip_address("2001:db8::" if v6 else "10.0.0.0"))

    def text(self, number):
        return str(ipaddress.IPv6Address(number) if self.v6 else ipaddress.IPv4Address(number))

    def address(self):
        return self.text(self.base + self.rng.randrange(64))

    def network(self):
        bits = self.rng.randrange(0, 7)
        return f"{self.text(self.base + (self.rng.randrange(64) >> bits << bits))}/{(128 if self.v6 else 32) - bits}"


def parts_of(kind, nets, as_net):
    rng = nets.rng
    for part in kind.split(":")[1].split(","):
        if part == "ip" or part == "net" and not as_net:
            yield nets.address()
        elif part == "net":
            yield nets.network()
        elif part == "port":
            yield rng.choice(("tcp:80", "tcp:81", "udp:80"))
        else:
            yield rng.choice(("eth0", "eth1"))


def random_set(rng, kind, family):
    nets = Nets(rng, family == "inet6")
    lines = [f"create s {kind} family {family}"]
    for _ in range(rng.randint(3, 25)):
        nomatch = " nomatch" if "net" in kind and rng.random() < 0.3 else ""
        lines.append(f"add s {','.join(parts_of(kind, nets, True))}{nomatch} -exist")
    return "\n".join(lines) + "\n", sorted({",".join(parts_of(kind, nets, False)) for _ in range(KEYS_OF_A_SET)})


def elements(text):
    """The elements of a set in a ruleset, each a list of its parts."""
    body = re.search(r"elements = \{(.*?)\}", text, re.S)
    return [[part.strip() for part in one.split(" . ")] for one in body.group(1).split(",")] if body else []


def holds(part, wanted):
    if "/" in part:
        return ipaddress.ip_address(wanted) in ipaddress.ip_network(part)
    if "-" in part:
        first, last = (ipaddress.ip_address(end) for end in part.split("-"))
        return first <= ipaddress.ip_address(wanted) <= last
    return part.strip('"') == wanted


def has(listed, key):
    parts = [one for part in key.split(",") for one in (part.split(":") if part[:3] in ("tcp", "udp") else [part])]
    return any(all(holds(part, wanted) for part, wanted in zip(element, parts)) for element in listed)


def mistake(rulec, host, text, keys):
    host.run(["ipset", "destroy"])
    done = host.run(["ipset", "restore"], input=text)
    if done.returncode != 0:
        return f"ipset refuses it: {done.stderr}"
    imported = netns.run([rulec, "import", "ipset", "-"], input=host.run(["ipset", "save"]).stdout)
    if imported.returncode != 0:
        return imported.stderr
    loaded = host.run(["nft", "-f", "-"], input="flush ruleset\n" + imported.stdout)
    if loaded.returncode != 0:
        return f"nft refuses it: {loaded.stderr}\n{imported.stdout}"
    listed = elements(imported.stdout)
    for key in keys:
        if (host.run(["ipset", "test", "s", key]).returncode == 0) != has(listed, key):
            return f"{key}: imported {'has' if has(listed, key) else 'lacks'} it\n{imported.stdout}"
    return ""


def main():
    rulec, count, seed = os.path.abspath(sys.argv[1]), int((sys.argv[2:3] or ["3"])[0]), (sys.argv[3:4] or ["1"])[0]
    if os.geteuid() != 0 or not netns.available() or not netns.run(["sh", "-c", "command -v ipset"]).stdout:
        print("skipped: needs root, network namespaces and ipset")
        return SKIPPED
    netns.enter_private()
    host, wrong, tried = netns.Host("sets"), 0, 0
    for kind in ("hash:ip", "hash:net", "hash:ip,port", "hash:net,port", "hash:ip,port,net", "hash:net,iface", "hash:net,net",
                 "hash:net,port,net"):
        for i in range(count):
            text, keys = random_set(random.Random(f"{seed} {kind} {i}"), kind, "inet6" if i % 3 == 2 else "inet")
            if host.run(["ipset", "create", "-exist", "probe", kind]).returncode != 0:
                continue  # not a type of this kernel
            tried += 1
            if why := mistake(rulec, host, text, keys):
                wrong += 1
                print(f"{text}\n{why}")
    host.close()
    print(f"{tried} sets, {wrong} mistakes")
    return 1 if wrong or not tried else 0


if __name__ == "__main__":
    sys.exit(main())
