#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""./dev demo: examples/gateway.rules from text to packets.

Checks, compiles and applies the ruleset in a network namespace of its own, with a laptop and a web server at home and a
stranger outside, then sends packets and compares what happened with what the ruleset promises.
"""
import os
import pathlib
import socket
import sys
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "support"))
import netns

RULES = "examples/gateway.rules"
PATIENCE = 0.3  # seconds until silence counts as dropped

BOLD, GREEN, RED, DIM, PLAIN = ("\033[1m", "\033[32m", "\033[31m", "\033[2m", "\033[0m") if sys.stdout.isatty() else [""] * 5


def title(text):
    print(f"\n{BOLD}{text}{PLAIN}")


def excerpt(text, lines):
    rows = text.rstrip().splitlines()
    for row in rows[:lines]:
        print(f"  {DIM}{row}{PLAIN}")
    if len(rows) > lines:
        print(f"  {DIM}... {len(rows) - lines} more lines{PLAIN}")


def must(done, what):
    if done.returncode != 0:
        sys.exit(f"{RED}{what} failed with exit code {done.returncode}{PLAIN}\n{done.stderr}{done.stdout}")
    return done.stdout


def build_network():
    """laptop, server -- lan0 [gateway] wan0 -- stranger. The gateway is the namespace this process is in."""
    laptop, server, stranger = hosts = [netns.Host(name) for name in ("laptop", "server", "stranger")]
    gateway = [
        "link set lo up",
        "link add lan0 type bridge", "link set lan0 up", "address add 192.168.10.1/24 dev lan0",
        f"link add port1 type veth peer name eth0 netns {laptop.pid}", "link set port1 master lan0 up",
        f"link add port2 type veth peer name eth0 netns {server.pid}", "link set port2 master lan0 up",
        f"link add wan0 type veth peer name eth0 netns {stranger.pid}", "link set wan0 up",
        "address add 198.51.100.1/24 dev wan0",
    ]
    for command in gateway:
        must(netns.run(["ip", *command.split()]), f"ip {command}")
    pathlib.Path("/proc/sys/net/ipv4/ip_forward").write_text("1")
    for host, address, route in ((laptop, "192.168.10.5/24", "192.168.10.1"), (server, "192.168.10.20/24", "192.168.10.1"),
                                 (stranger, "198.51.100.99/24", "198.51.100.1")):
        host.configure("link set lo up", f"address add {address} dev eth0", "link set eth0 up",
                       f"route add default via {route}")
    return hosts


def listen(host, port):
    """A listening socket in the namespace of `host` (None: the gateway); it stays there."""
    def make():
        listener = socket.create_server(("0.0.0.0", port), reuse_port=True)
        listener.setblocking(False)
        return listener
    if host is None:
        return make()
    with host.inside():
        return make()


def connect(host, address, port):
    """What a client sees: connected, refused (somebody said no), or dropped (silence)."""
    with host.inside():
        client = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    client.settimeout(PATIENCE)
    with client:
        try:
            client.connect((address, port))
            return "accepted", client.getsockname()
        except TimeoutError:
            return "dropped", None
        except OSError:
            return "refused", None


def ping(host, address):
    done = host.run(["ping", "-n", "-q", "-c", "1", "-W", "1", address])
    return "accepted" if done.returncode == 0 else "dropped"


def wait_for_links(laptop, server, stranger):
    """Neighbour discovery takes a moment on fresh interfaces."""
    deadline = time.monotonic() + 5
    for host, address in ((laptop, "192.168.10.20"), (stranger, "198.51.100.1")):
        while ping(host, address) != "accepted" and time.monotonic() < deadline:
            time.sleep(0.05)


def source_seen(listener):
    connection, (address, _) = listener.accept()
    connection.close()
    return address


def send_packets(laptop, server, stranger):
    """Yields (what is sent, what the rules promise, what happened)."""
    listeners = {name: listen(host, port) for name, host, port in (
        ("web", server, 80), ("telnet", server, 23), ("outside", stranger, 8080), ("ssh", None, 22), ("admin", None, 8443))}
    yield "laptop   -> internet  tcp 8080", "accepted", connect(laptop, "198.51.100.99", 8080)[0]
    yield "         its source address there", "198.51.100.1", source_seen(listeners["outside"])
    yield "laptop   -> gateway   tcp 22 (ssh)", "accepted", connect(laptop, "192.168.10.1", 22)[0]
    yield "laptop   -> gateway   tcp 8443", "refused", connect(laptop, "192.168.10.1", 8443)[0]
    yield "laptop   -> gateway   ping", "accepted", ping(laptop, "192.168.10.1")
    yield "stranger -> gateway   tcp 80 (published)", "accepted", connect(stranger, "198.51.100.1", 80)[0]
    yield "         the server sees it from", "198.51.100.99", source_seen(listeners["web"])
    yield "stranger -> gateway   tcp 22 (ssh)", "dropped", connect(stranger, "198.51.100.1", 22)[0]
    yield "stranger -> gateway   tcp 23", "dropped", connect(stranger, "198.51.100.1", 23)[0]
    yield "stranger -> server    tcp 23, around the NAT", "dropped", connect(stranger, "192.168.10.20", 23)[0]
    yield "stranger -> gateway   ping", "accepted", ping(stranger, "198.51.100.1")


def show_packets(hosts):
    wrong = 0
    print(f"  {'':44} {'expected':14} happened")
    for what, expected, happened in send_packets(*hosts):
        good = expected == happened
        wrong += not good
        print(f"  {what:44} {expected:14} {GREEN if good else RED}{happened}{'' if good else '  <-- differs'}{PLAIN}")
    return wrong


def main(rulec):
    if not netns.available():
        sys.exit("the demo needs a network namespace: run it as root, or allow user namespaces")
    netns.enter_private()
    hosts = build_network()
    try:
        wait_for_links(*hosts)
        title(f"rulec check {RULES}")
        must(netns.run([rulec, "check", RULES]), "check")
        print("  no errors; no root and no kernel were needed")

        title(f"rulec compile {RULES} --to program")
        excerpt(must(netns.run([rulec, "compile", RULES, "--to", "program"]), "compile"), 16)

        title(f"rulec apply {RULES}")
        started = time.monotonic()
        must(netns.run([rulec, "apply", RULES]), "apply")
        print(f"  in one transaction, {1000 * (time.monotonic() - started):.0f} ms")

        title("what the kernel holds now: nft list chain inet gateway forward")
        excerpt(must(netns.run(["nft", "list", "chain", "inet", "gateway", "forward"]), "nft list"), 16)

        title("packets")
        wrong = show_packets(hosts)
    finally:
        for host in hosts:
            host.close()
    if wrong:
        sys.exit(f"\n{RED}{wrong} packets did not do what the rules promise{PLAIN}")
    print(f"\n{GREEN}every packet did what the rules promise{PLAIN}")


if __name__ == "__main__":
    main(os.path.abspath(sys.argv[1]))
