#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""`-j CT --helper ftp`, by iptables and imported: a PORT command brings the kernel to expect a connection.

usage: helper.py RULEC
"""
import os
import pathlib
import socket
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "support"))
import netns

SKIPPED = 77
RULES = """*raw
:PREROUTING ACCEPT [0:0]
:OUTPUT ACCEPT [0:0]
-A OUTPUT -p udp -j CT --notrack
-A OUTPUT -p tcp -m tcp --dport {port} -j CT --helper ftp
COMMIT
*filter
:INPUT ACCEPT [0:0]
-A INPUT -m conntrack --ctstate INVALID -j DROP
COMMIT
"""


def expected(port):
    """The kernel's expectations after a PORT command to a server at `port`; one that knows FTP looks at complete lines only."""
    with socket.create_server(("127.0.0.1", port)) as server, socket.create_connection(("127.0.0.1", port)) as client:
        session, _ = server.accept()
        with session:
            session.sendall(b"220 ready\r\n")
            client.recv(100)
            for command in (b"USER nobody\r\n", b"PORT 127,0,0,1,%d,%d\r\n" % divmod(port + 1, 256)):
                client.sendall(command)
                session.recv(100)
            lines = pathlib.Path("/proc/net/nf_conntrack_expect").read_text().splitlines()
    return [line for line in lines if f"dport={port + 1} " in line + " "]


def mistakes(rulec, folder):
    netns.run(["ip", "link", "set", "lo", "up"])
    if expected(2000):
        yield "a connection is expected without a helper"
    done = netns.run(["iptables-legacy-restore"], input=RULES.format(port=2100))
    if done.returncode != 0 or not expected(2100):
        print(f"skipped: no helper for FTP here: {done.stderr}")
        return
    netns.run(["iptables-legacy", "-t", "raw", "-F"])
    path = pathlib.Path(folder, "helper")
    path.with_suffix(".save").write_text(RULES.format(port=2200))
    imported = netns.run([rulec, "import", "iptables", str(path.with_suffix(".save"))])
    path.with_suffix(".rules").write_text(imported.stdout)
    done = netns.run([rulec, "apply", str(path.with_suffix(".rules"))])
    if done.returncode != 0:
        yield f"not applied: {imported.stderr}{done.stderr}"
    elif not expected(2200):
        yield f"no connection is expected with\n{imported.stdout}"
    if expected(2300):
        yield "the helper is given to other connections too"


def main():
    rulec = os.path.abspath(sys.argv[1])
    if os.geteuid() != 0 or not netns.available() or not netns.run(["sh", "-c", "command -v iptables-legacy-restore"]).stdout:
        print("skipped: needs root, network namespaces and iptables")
        return SKIPPED
    netns.enter_private()
    with tempfile.TemporaryDirectory() as folder:
        found = list(mistakes(rulec, folder))
    print("\n".join((*found, f"{len(found)} mistakes")))
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
