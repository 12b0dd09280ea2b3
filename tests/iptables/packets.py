#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""The same packets through iptables' rules and through what `rulec import` makes of them: every packet must fare the
same. A router in a namespace of its own gets frames of many kinds from both sides and sends some itself; compared are
all frames that come out of it, and for what it keeps the mark and the fields of the packet as they reach it.

usage: packets.py RULEC [--all] [--nft] [--show] [FILTER]

Without --all it takes every eighth rule of commands.txt, every fourth of set_commands.txt, and all of dumps/.
"""
import argparse
import collections
import json
import os
import pathlib
import re
import socket
import struct
import sys
import tempfile
import time

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "support"))
import netns

SKIPPED = 77
CHAINS = {"filter": "INPUT FORWARD OUTPUT", "nat": "PREROUTING INPUT OUTPUT POSTROUTING", "raw": "PREROUTING OUTPUT",
          "mangle": "PREROUTING INPUT FORWARD OUTPUT POSTROUTING", "security": "INPUT FORWARD OUTPUT"}
ETHER = {4: 0x0800, 6: 0x86DD}
MAC = {"eth0": "00:11:22:33:44:55", "eth1": "02:00:00:00:00:99"}
TCP, UDP, ICMP, ICMP6, DCCP, SCTP, ESP, AH = 6, 17, 1, 58, 33, 132, 50, 51

ROUTERS = {socket.inet_pton(socket.AF_INET6, "2001:db8:0::1"), socket.inet_pton(socket.AF_INET, "10.0.0.1")}

# Rules of commands.txt that fare differently for a reason; docs/compatibility.md has those that users can meet.
KNOWN = {
    "connlimit": "connections of dropped packets are forgotten at another time",
    "--mode random": "chance",
    "-m cpu": "chance",
    "--socket-exists": "sockets of the kernel's own count only in iptables (warned of)",
    "PREROUTING -m socket": "xt_socket puts fragments together",
    "raw PREROUTING -j CT": "xt_CT puts fragments together",
    "-j TCPMSS": "xt_TCPMSS adds the option to segments that have none",
    "-j TEE": "copies of the router's own errors go round and round",
    "--ahspi": "ip6tables never finds -p ah (warned of)",
    "--ahlen": "ip6tables never finds -p ah (warned of)",
}

KNOWN_IN_IPV6 = {
    "-j SYNPROXY": "nf_tables' synproxy drops what does not have the checksum of IPv4",
}

# What the router keeps, told at the end of its input hook; the number of a packet is in its id or flow label.
OBSERVER = """
table inet observer {
	set v4 { typeof ip id . meta mark . ip ttl . ip dscp . ip daddr; flags dynamic; size 65535; }
	set v6 { typeof @nh,16,16 . meta mark . ip6 hoplimit . ip6 dscp . ip6 daddr; flags dynamic; size 65535; }
	chain input {
		type filter hook input priority 20000;
		meta nfproto ipv4 update @v4 { ip id . meta mark . ip ttl . ip dscp . ip daddr }
		meta nfproto ipv6 update @v6 { @nh,16,16 . meta mark . ip6 hoplimit . ip6 dscp . ip6 daddr }
	}
}
"""


def checksum(data):
    data += b"\0" * (len(data) % 2)
    total = sum(struct.unpack(f"!{len(data) // 2}H", data))
    while total >> 16:
        total = (total & 0xFFFF) + (total >> 16)
    return ~total & 0xFFFF


def address(text):
    return socket.inet_pton(socket.AF_INET6 if ":" in text else socket.AF_INET, text)


def transport(protocol, payload, source, destination):
    """`payload` with its checksum filled in, where the protocol has one over a pseudo header."""
    place = {TCP: 16, UDP: 6, ICMP6: 2}.get(protocol)
    if place is None:
        return payload
    pseudo = source + destination + struct.pack("!HH" if len(source) == 4 else "!II", *((protocol, len(payload)) if
                                                len(source) == 4 else (len(payload), protocol)))
    return payload[:place] + struct.pack("!H", checksum(pseudo + payload) or 0xFFFF) + payload[place + 2:]


def packet4(number, source, destination, protocol, payload, ttl=64, tos=0, fragment=0):
    source, destination = address(source), address(destination)
    payload = transport(protocol, payload, source, destination)
    head = struct.pack("!BBHHHBBH", 0x45, tos, 20 + len(payload), number, fragment, ttl, protocol, 0)
    head += source + destination
    return head[:10] + struct.pack("!H", checksum(head)) + head[12:] + payload


def packet6(number, source, destination, protocol, payload, ttl=64, tos=0, extension=b"", first=None):
    source, destination = address(source), address(destination)
    payload = extension + transport(protocol, payload, source, destination)
    word = 6 << 28 | tos << 20 | number
    return struct.pack("!IHBB", word, len(payload), protocol if first is None else first, ttl) + source + destination + payload


def tcp(sport, dport, flags, options=b""):
    return struct.pack("!HHIIBBHHH", sport, dport, 1000, 2000 if flags & 0x10 else 0, (5 + len(options) // 4) << 4, flags,
                       4096, 0, 0) + options


def udp(sport, dport, size=8):
    return struct.pack("!HHHH", sport, dport, 8 + size, 0) + b"x" * size


def icmp(kind, code, rest=b"\0\1\0\1abcdefgh"):
    head = struct.pack("!BBH", kind, code, 0) + rest
    return head[:2] + struct.pack("!H", checksum(head)) + head[4:]


def icmp6(kind, code):
    return struct.pack("!BBH", kind, code, 0) + b"\0\1\0\1abcdefgh"


def sctp(sport, dport, *chunks):
    return struct.pack("!HHII", sport, dport, 1, 0) + b"".join(struct.pack("!BBH", kind, flags, 8) + b"\0" * 4
                                                             for kind, flags in chunks)


def dccp(sport, dport, kind):
    return struct.pack("!HHBBHBBHI", sport, dport, 5, 0, 0, kind << 1 | 1, 0, 0, 1) + struct.pack("!I", 0)


def payloads(v6):
    """(protocol, payload) of one packet of each kind."""
    mss, sack, stamp = b"\2\4\2\x58", b"\4\2\1\1", b"\x08\x0a" + b"\0" * 8 + b"\1\1"
    yield from ((TCP, tcp(40000 + flags, port, flags)) for port in (22, 80) for flags in (0x02, 0x10, 0x12, 0x04))
    yield from ((TCP, tcp(40100, 80, flags)) for flags in (0, 0x03, 0x29, 0x3F, 0xC2, 0x42))
    yield from ((TCP, tcp(20000 + i, port, 2)) for i, port in enumerate((1, 23, 53, 443, 1023, 1024, 3128, 8080, 65535)))
    yield from ((TCP, tcp(42000 + i, 80, 2, options)) for i, options in enumerate((mss, mss + stamp, sack, b"\2\4\5\xb4")))
    yield TCP, tcp(53, 1024, 2)
    yield from ((UDP, udp(sport, dport, size)) for sport, dport, size in
                ((1024, 53, 8), (53, 1030, 8), (1500, 1024, 40), (500, 2048, 90), (9, 68, 8), (4000, 4000, 8)))
    kinds = ((128, 0), (1, 3), (1, 4), (2, 0), (134, 0), (135, 0), (3, 0)) if v6 else ((8, 0), (13, 0), (3, 4), (3, 1), (0, 0))
    yield from ((ICMP6, icmp6(*kind)) if v6 else (ICMP, icmp(*kind)) for kind in kinds)
    yield from ((SCTP, sctp(700, 80, *chunks)) for chunks in (((1, 0),), ((0, 3),), ((6, 1),), ((6, 0),), ((0, 0), (1, 0))))
    yield from ((DCCP, dccp(700, port, kind)) for port, kind in ((80, 0), (80, 1), (81, 5)))
    yield from ((ESP, struct.pack("!II", spi, 1) + b"\0" * 16) for spi in (5, 500))
    yield from ((AH, struct.pack("!BBHII", 59, 4, 0, spi, 1) + b"\0" * 12) for spi in (5, 9, 50))
    yield 155, b"any other protocol"


class Traffic:
    """Frames by the interface of the router that they come in on; None: the router's own packets."""

    def __init__(self, v6):
        self.v6, self.list = v6, []
        net = (lambda n, h: f"2001:db8:{n}::{h:x}") if v6 else (lambda n, h: f"10.{n}.0.{h}")
        self.router, inside, near, far = net(0, 1), net(0, 5), net(0, 119), net(1, 5)
        foreign = "2001::5" if v6 else "192.168.7.9"
        for source, destination in ((inside, self.router), (foreign, self.router), (inside, far), (near, net(1, 2))):
            for protocol, payload in payloads(v6):
                self.add("eth0", source, destination, protocol, payload)
        for protocol, payload in payloads(v6):
            self.add(None, self.router, far, protocol, payload)
        for destination in (self.router, far):
            self.variants(foreign, destination, inside)
        self.flow(inside, far)
        for _ in range(12):  # for what counts
            self.add("eth0", net(0, 40), self.router, UDP, udp(3000, 3001))
        for i in range(12):
            self.add("eth0", net(0, 41), self.router, TCP, tcp(50000 + i, 80, 2))

    def add(self, device, source, destination, protocol, payload, **more):
        number = 0x1000 + len(self.list)
        make = packet6 if self.v6 else packet4
        self.list.append((device, number, make(number, source, destination, protocol, payload, **more)))

    def variants(self, foreign, destination, inside):
        for more in ({"ttl": 1}, {"ttl": 5}, {"ttl": 4}, {"tos": 0x10}, {"tos": 0xB8}, {"tos": 0x28}, {"tos": 3}, {"tos": 0x11},
                     {"ttl": 255, "tos": 0x08}):
            self.add("eth0", inside, destination, UDP, udp(2000, 2001), **more)
        self.add("eth1", foreign, destination, UDP, udp(2000, 2001))  # from where it has no route to
        if self.v6:
            self.add("eth0", inside, destination, UDP, udp(2000, 2001), extension=b"\x11\0\1\4\0\0\0\0", first=60)
            self.add("eth0", inside, destination, UDP, udp(2000, 2001), extension=b"\x11\0\1\4\0\0\0\0", first=0)
        else:
            self.add("eth0", inside, destination, UDP, b"y" * 24, fragment=0x0003)

    def flow(self, client, server):
        """A connection in all its states, forwarded."""
        for flags, back in ((0x02, False), (0x12, True), (0x10, False), (0x18, True), (0x11, False)):
            source, destination, ports = (server, client, (80, 45000)) if back else (client, server, (45000, 80))
            self.add("eth1" if back else "eth0", source, destination, TCP, tcp(*ports, flags))
        for back in (False, True, False):
            source, destination, ports = (server, client, (53, 46000)) if back else (client, server, (46000, 53))
            self.add("eth1" if back else "eth0", source, destination, UDP, udp(*ports))


def describe(device, frame):
    """A frame that came out of the router, without what differs from run to run."""
    kind, data = struct.unpack("!H", frame[12:14])[0], frame[14:]
    if kind == ETHER[4]:
        tos, length, number, _, ttl, protocol = struct.unpack("!xBHHHBBxx", data[:12])
        ends, body = data[12:20], data[20:length]
    elif kind == ETHER[6]:
        word, length, protocol, ttl = struct.unpack("!IHBB", data[:8])
        tos, number, ends, body = word >> 20 & 0xFF, word & 0xFFFF, data[8:40], data[40:40 + length]
        if ends[16] == 0xFF or protocol == ICMP6 and body[:1] in (b"\x85", b"\x86", b"\x87", b"\x88", b"\x89", b"\x8f"):
            return None  # the router's own talk with its neighbours
    else:
        return None
    if protocol in (ICMP, ICMP6) and body[:1] in (b"\3", b"\1", b"\x0b"):  # an error: about which packet?
        inner = body[8:]
        about = struct.unpack("!H", inner[4:6] if inner[0] >> 4 == 4 else inner[2:4])[0]
        return device, "error", about, ends.hex(), body[0], body[1]
    if protocol == ICMP and body[0] in (0, 14):  # the router's answers have numbers of their own
        return device, "answer", ends.hex(), body[:2].hex()
    if protocol in (ICMP, ICMP6):
        return device, number, ends.hex(), tos, ttl, protocol, body[0], body[1]
    if protocol == TCP and body[13] & 4 and ends[:len(ends) // 2] in ROUTERS:
        return device, "reset", ends.hex(), named(body)
    return device, number, ends.hex(), tos, ttl, protocol, named(body), tcp_rest(body) if protocol == TCP else ""


def tcp_rest(body):
    """Length and flags, the kinds of options, and the segment size; times in options differ from run to run."""
    kinds, options = [], body[20:(body[12] >> 4) * 4]
    while options:
        size = 1 if options[0] < 2 else max(2, options[1]) if len(options) > 1 else 1
        kinds.append(options[:size].hex() if options[0] == 2 else str(options[0]))
        options = options[size:]
    return " ".join((body[12:14].hex(), *kinds))


def named(body):
    """The destination port; the other one translation may have picked at random."""
    return struct.unpack("!H", body[2:4])[0]


class Router:
    def __init__(self, v6):
        self.host = netns.Host("router")
        self.host.configure(
            "link set lo up",
            *(f"link add {name} address 02:00:00:00:00:0{i} type veth peer name {name}p netns {os.getpid()}"
              for i, name in enumerate(("eth0", "eth1"))),
            *(f"link set {name} arp off" for name in ("eth0", "eth1")),
            *(f"link set {name} up" for name in ("eth0", "eth1")),
            *(("-6 address add 2001:db8:0::1/48 dev eth0 nodad", "-6 address add 2001:db8:1::1/48 dev eth1 nodad",
               "-6 route add default dev eth0") if v6 else
              ("address add 10.0.0.1/16 dev eth0", "address add 10.1.0.1/16 dev eth1", "route add default dev eth0")))
        settings = ("net.ipv4.ip_forward=1 net.ipv6.conf.all.forwarding=1 net.ipv4.conf.all.rp_filter=0 net.ipv4.icmp_ratelimit=0 "
                    "net.ipv4.conf.eth0.rp_filter=0 net.ipv4.conf.eth1.rp_filter=0 net.ipv6.icmp.ratelimit=0 "
                    "net.ipv4.icmp_msgs_per_sec=100000 net.ipv4.icmp_msgs_burst=100000 net.ipv4.conf.all.send_redirects=0 "
                    "net.ipv4.conf.eth0.send_redirects=0")
        if not v6:
            settings += " net.ipv6.conf.all.disable_ipv6=1 net.ipv6.conf.default.disable_ipv6=1"
        self.host.run(["sysctl", "-q", "-e", "-w", *settings.split()])
        self.ports = {}
        for name in ("eth0", "eth1"):
            netns.run(["ip", "link", "set", name + "p", "up"])
            port = socket.socket(socket.AF_PACKET, socket.SOCK_RAW, socket.htons(3))
            port.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1 << 22)
            port.bind((name + "p", 0))
            port.setblocking(False)
            self.ports[name] = port
        self.v6 = v6
        with self.host.inside():
            family = socket.AF_INET6 if v6 else socket.AF_INET
            self.own = socket.socket(family, socket.SOCK_RAW, socket.IPPROTO_RAW)

    def send(self, traffic):
        for device, _, packet in traffic.list:
            if device is None:
                end = packet[24:40] if self.v6 else packet[16:20]
                text = socket.inet_ntop(socket.AF_INET6 if self.v6 else socket.AF_INET, end)
                try:
                    self.own.sendto(packet, (text, 0, 0, 0) if self.v6 else (text, 0))
                except OSError:
                    pass  # the rules may say no
                continue
            head = bytes.fromhex("02000000000" + device[-1] + MAC[device].replace(":", "")) + struct.pack("!H", ETHER[6 if self.v6 else 4])
            self.ports[device].send(head + packet)

    def seen(self):
        """Everything that came out, and what was kept, each how often."""
        time.sleep(0.05)
        found = collections.Counter()
        for name, port in self.ports.items():
            while True:
                try:
                    frame, where = port.recvfrom(2048)
                except BlockingIOError:
                    break
                if where[2] != socket.PACKET_OUTGOING and (what := describe(name, frame)):
                    found[what] += 1
        listed = self.host.run(["nft", "-n", "list", "set", "inet", "observer", "v6" if self.v6 else "v4"]).stdout
        body = re.search(r"elements = \{(.*?)\}", listed, re.S)
        for element in (body.group(1).split(",") if body else ()):
            found["kept", " ".join(element.split())] += 1
        return found

    def close(self):
        for port in self.ports.values():
            port.close()
        self.own.close()
        self.host.close()
        for name in ("eth0", "eth1"):
            netns.run(["ip", "link", "delete", name + "p"])


def outcome(load, v6):
    router = Router(v6)
    try:
        done = router.host.run(["nft", "-f", "-"], input=OBSERVER)
        if done.returncode == 0:
            done = load(router.host)
        if done.returncode != 0:
            return None, done.stderr.strip()
        traffic = Traffic(v6)
        router.send(traffic)
        return router.seen(), ""
    finally:
        router.close()


def rules_of(line):
    """(name, IPv6?, text of iptables-save) of a line of commands.txt, once a family."""
    families, table, chain, *arguments = line.split(" ", 3)
    arguments = arguments[0] if arguments else ""
    policy = "DROP" if arguments.endswith("-j ACCEPT") and table in ("filter",) else "ACCEPT"
    head = "".join(f":{name} {policy if name == chain else 'ACCEPT'} [0:0]\n" for name in CHAINS[table].split())
    for family in families:
        yield f"{family} {table} {chain} {arguments}", family == "6", f"*{table}\n{head}-A {chain} {arguments}\nCOMMIT\n"


def listed(name, every, options):
    lines = [line for line in (HERE / name).read_text().splitlines() if line and not line.startswith("#")]
    for i, line in enumerate(lines):
        if any(known in line for known in KNOWN):
            continue
        if options.all or i % every == 0 or options.filter:
            yield from (case for case in rules_of(line) if not (case[1] and any(known in line for known in KNOWN_IN_IPV6)))


class Case:
    """A ruleset of one family; `others` are (FORMAT, PATH) that belong to it, sets of ipset among them."""

    def __init__(self, name, v6, text, *others):
        self.name, self.v6, self.text, self.others = name, v6, text, others

    def sets(self):
        return "".join(path.read_text() for kind, path in self.others if kind == "ipset")


def cases(options):
    for rules in listed("commands.txt", 8, options):
        yield Case(*rules)
    for rules in listed("set_commands.txt", 4, options):
        yield Case(*rules, ("ipset", HERE / "sets.ipset"))
    dumps = {path.name: path for path in sorted((HERE / "dumps").glob("*.save"))
             if not path.name.startswith("warn_")}  # these do differ, as their warnings say
    for name, path in dumps.items():
        sets = path.with_name(name.split(".")[0] + ".ipset")
        yield Case(name, name.endswith(".v6.save"), path.read_text(), *([("ipset", sets)] if sets.exists() else []))
    for v6 in (False, True):  # both in tables of family inet
        for name in ("gateway.save", "mangle_and_raw.save"):
            pair = [(name, "iptables"), ("host.v6.save", "ip6tables")]
            (mine, _), (other, kind) = pair[::-1] if v6 else pair
            yield Case(f"{mine} with {other}", v6, dumps[mine].read_text(), (kind, dumps[other]))


def load_iptables(host, case, kind):
    if case.sets():
        done = host.run(["ipset", "restore"], input=case.sets())
        if done.returncode != 0:
            return done
    return host.run([f"{'ip6tables' if case.v6 else 'iptables'}-{kind}-restore"], input=case.text)


def import_case(rulec, case, folder, *more):
    (folder / "rules.save").write_text(case.text)
    others = [word for kind, path in case.others for word in ("--with", kind, str(path))]
    return netns.run([rulec, "import", "ip6tables" if case.v6 else "iptables", str(folder / "rules.save"), *others, *more])


def compare(rulec, case, options, folder):
    """None: not a case for both; else what differs."""
    imported = import_case(rulec, case, folder)
    if imported.returncode != 0:
        return None
    (folder / "rules.rules").write_text(imported.stdout)
    kinds = ["legacy", "nft"] if options.nft else ["legacy"]
    got, why = outcome(lambda host: host.run([rulec, "apply", str(folder / "rules.rules")]), case.v6)
    if got is None:
        return f"not applied: {why}"
    for kind in kinds:
        wanted, why = outcome(lambda host: load_iptables(host, case, kind), case.v6)
        if wanted is None:
            continue  # iptables would not have it
        missing, extra = wanted - got, got - wanted
        if missing or extra:
            return f"iptables-{kind}: {list(missing.items())[:4]}\n  imported: {list(extra.items())[:4]}\n{imported.stdout}"
    return ""


def settled(attempt):
    """What differs, unless it does not when asked again: a busy machine loses or delays packets, and limits count time."""
    difference = attempt()
    for _ in range(2):
        difference = difference and attempt()
    return difference


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("rulec")
    parser.add_argument("filter", nargs="?", default="")
    parser.add_argument("--all", action="store_true")
    parser.add_argument("--nft", action="store_true", help="compare with iptables-nft as well")
    parser.add_argument("--show", action="store_true", help="name every case")
    options = parser.parse_args()
    options.rulec = os.path.abspath(options.rulec)
    if os.geteuid() != 0 or not netns.available() or not netns.run(["sh", "-c", "command -v iptables-legacy-restore"]).stdout:
        print("skipped: needs root, network namespaces and iptables")
        return SKIPPED
    netns.enter_private()
    compared, different = 0, 0
    with tempfile.TemporaryDirectory() as folder:
        for case in cases(options):
            if options.filter not in case.name:
                continue
            difference = settled(lambda: compare(options.rulec, case, options, pathlib.Path(folder)))
            compared += difference is not None
            if options.show:
                print(case.name, "refused" if difference is None else "same" if not difference else "DIFFERS")
            if difference:
                different += 1
                print(f"{case.name}\n  {difference}")
    print(f"{compared} rulesets compared, {different} differ")
    return 1 if different or not compared else 0


if __name__ == "__main__":
    sys.exit(main())
