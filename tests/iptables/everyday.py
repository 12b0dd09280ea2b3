#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""What people do with iptables every day, both ways: a command becomes the rule beside it (`rulec import
iptables-script`), and the rule becomes the line beside that (`rulec compile --to iptables`). All three were written by
hand. As root, in network namespaces: iptables takes the command, both kinds of restore take the line, and
iptables-legacy-save prints the same for both.

usage: everyday.py RULEC
"""
import os
import pathlib
import re
import shutil
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "support"))
import netns

# table and chain: the base chain that it is
BASES = {
    "filter INPUT": ("input", "type filter hook input priority filter"),
    "filter FORWARD": ("forward", "type filter hook forward priority filter"),
    "nat PREROUTING": ("prerouting", "type nat hook prerouting priority dstnat"),
    "nat OUTPUT": ("output", "type nat hook output priority -100"),
    "nat POSTROUTING": ("postrouting", "type nat hook postrouting priority srcnat"),
    "mangle PREROUTING": ("prerouting", "type filter hook prerouting priority mangle"),
    "raw PREROUTING": ("prerouting", "type filter hook prerouting priority raw"),
    "security INPUT": ("input", "type filter hook input priority security"),
}

# table and chain, arguments of the command, rule, lines for restore (one, or a list)
COMMANDS = [
    ("filter INPUT", "-p tcp --dport 22 -j ACCEPT", "tcp dport 22 accept", "-p tcp -m tcp --dport 22 -j ACCEPT"),
    ("filter INPUT", "-s 192.168.1.1 -j ACCEPT", "ip saddr 192.168.1.1 accept", "-s 192.168.1.1 -j ACCEPT"),
    ("filter INPUT", "-m state --state ESTABLISHED,RELATED -j ACCEPT", "ct state related,established accept",
     "-m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT"),
    ("filter INPUT", "-p icmp --icmp-type echo-request -j DROP", "icmp type echo-request drop",
     "-p icmp -m icmp --icmp-type 8 -j DROP"),
    ("nat POSTROUTING", "-s 10.8.0.2/32 -o eth0 -j MASQUERADE", 'oifname "eth0" ip saddr 10.8.0.2 masquerade',
     "-o eth0 -s 10.8.0.2 -j MASQUERADE"),
    ("nat POSTROUTING", "-s 10.8.0.0/24 -j MASQUERADE", "ip saddr 10.8.0.0/24 masquerade", "-s 10.8.0.0/24 -j MASQUERADE"),
    ("nat POSTROUTING", "-p tcp -s 10.8.0.0/24 --dport 80 -j SNAT --to-source 192.0.2.1",
     "ip saddr 10.8.0.0/24 tcp dport 80 snat to 192.0.2.1",
     "-s 10.8.0.0/24 -p tcp -m tcp --dport 80 -j SNAT --to-source 192.0.2.1"),
    ("nat PREROUTING", "-p tcp --dport 80 -j DNAT --to 10.10.10.3", "tcp dport 80 dnat to 10.10.10.3",
     "-p tcp -m tcp --dport 80 -j DNAT --to-destination 10.10.10.3"),
    ("nat PREROUTING", "-p udp -d 192.0.2.1 --dport 53 -j DNAT --to-destination 10.10.10.53",
     "ip daddr 192.0.2.1 udp dport 53 dnat to 10.10.10.53",
     "-d 192.0.2.1 -p udp -m udp --dport 53 -j DNAT --to-destination 10.10.10.53"),
    ("nat POSTROUTING", "-p udp -s 10.10.10.53 --sport 53 -j SNAT --to-source 192.0.2.1",
     "ip saddr 10.10.10.53 udp sport 53 snat to 192.0.2.1",
     "-s 10.10.10.53 -p udp -m udp --sport 53 -j SNAT --to-source 192.0.2.1"),
    ("nat OUTPUT", "-p tcp -d 192.0.2.1 --dport 80 -j DNAT --to-destination 10.10.10.3:80",
     "ip daddr 192.0.2.1 tcp dport 80 dnat to 10.10.10.3:80",
     "-d 192.0.2.1 -p tcp -m tcp --dport 80 -j DNAT --to-destination 10.10.10.3:80"),
    ("nat PREROUTING", "-p tcp -d 192.0.2.1 --dport 8080 -j DNAT --to-destination 10.10.10.3:80",
     "ip daddr 192.0.2.1 tcp dport 8080 dnat to 10.10.10.3:80",
     "-d 192.0.2.1 -p tcp -m tcp --dport 8080 -j DNAT --to-destination 10.10.10.3:80"),
    ("filter INPUT", '-j LOG --log-prefix "dropped: "', 'log prefix "dropped: "', '-j LOG --log-prefix "dropped: "'),
    ("nat PREROUTING", "-p tcp --dport 80 -j REDIRECT --to-ports 3128", "tcp dport 80 redirect to :3128",
     "-p tcp -m tcp --dport 80 -j REDIRECT --to-ports 3128"),
    ("mangle PREROUTING", "-j TTL --ttl-set 64", "ip ttl set 64", "-j TTL --ttl-set 64"),
    ("mangle PREROUTING", "-p tcp --dport 22 -j MARK --set-mark 2", "tcp dport 22 meta mark set 0x2",
     "-p tcp -m tcp --dport 22 -j MARK --set-xmark 0x2"),
    ("raw PREROUTING", "-p udp --dport 53 -j NOTRACK", "udp dport 53 notrack", "-p udp -m udp --dport 53 -j CT --notrack"),
    ("security INPUT", "-p tcp --dport 80 -j MARK --set-mark 0x10/0xf0",
     "tcp dport 80 meta mark set meta mark & 0xffffff0f | 0x10", "-p tcp -m tcp --dport 80 -j MARK --set-xmark 0x10/0xf0"),
]

# several commands, the ruleset, the lines that are not `:CHAIN ACCEPT`
SCRIPTS = {
    "policies": ("""
iptables -P INPUT DROP
iptables -P FORWARD DROP
""", """
table ip filter {
	chain input {
		type filter hook input priority filter; policy drop;
	}

	chain forward {
		type filter hook forward priority filter; policy drop;
	}
}
""", [":INPUT DROP", ":FORWARD DROP"]),
    "what was translated is taken": ("""
iptables -A FORWARD -m conntrack ! --ctstate DNAT -j ACCEPT
iptables -t nat -A PREROUTING -p tcp -d 192.0.2.1 --dport 80 -j DNAT --to-destination 10.10.10.3:80
""", """
table ip filter {
	chain forward {
		type filter hook forward priority filter; policy accept;
		ct state invalid,untracked accept
		ct status ! dnat accept
	}
}

table ip nat {
	chain prerouting {
		type nat hook prerouting priority dstnat; policy accept;
		ip daddr 192.0.2.1 tcp dport 80 dnat to 10.10.10.3:80
	}
}
""", ["-A FORWARD -m conntrack --ctstate INVALID,UNTRACKED -j ACCEPT",
      "-A FORWARD -m conntrack ! --ctstate INVALID,UNTRACKED,DNAT -j ACCEPT",
      "-A PREROUTING -d 192.0.2.1 -p tcp -m tcp --dport 80 -j DNAT --to-destination 10.10.10.3:80"]),
    "a chain of one's own": ("""
iptables -N limited
iptables -A limited -s 192.0.2.0/24 -j RETURN
iptables -A limited -j DROP
iptables -A INPUT -p tcp --dport 22 -j limited
""", """
table ip filter {
	chain input {
		type filter hook input priority filter; policy accept;
		tcp dport 22 jump limited
	}

	chain limited {
		ip saddr 192.0.2.0/24 return
		drop
	}
}
""", [":limited -", "-A INPUT -p tcp -m tcp --dport 22 -j limited", "-A limited -s 192.0.2.0/24 -j RETURN",
      "-A limited -j DROP"]),
    "reset everything": ("""
iptables -N own
iptables -A own -j DROP
iptables -A INPUT -j own
iptables -t nat -A POSTROUTING -j MASQUERADE
iptables -t mangle -A PREROUTING -j MARK --set-mark 1
iptables -F
iptables -t nat -F
iptables -t mangle -F
iptables -X
""", "", []),
    "reset, then begin": ("""
iptables -A INPUT -j DROP
iptables -F
iptables -t nat -F
iptables -X
iptables -A INPUT -i lo -j ACCEPT
""", """
table ip filter {
	chain input {
		type filter hook input priority filter; policy accept;
		iifname "lo" accept
	}
}
""", ["-A INPUT -i lo -j ACCEPT"]),
}

TWO_FOR_ONE = {"what was translated is taken"}  # ct status has no value for packets without a connection
OTHER_NAMES = (("-m state --state", "-m conntrack --ctstate"), ("-j NOTRACK", "-j CT --notrack"))


def cases():
    for place, arguments, rule, lines in COMMANDS:
        table, chain = place.split()
        name, head = BASES[place]
        lines = [lines] if isinstance(lines, str) else lines
        rules = f"table ip {table} {{\n\tchain {name} {{\n\t\t{head}; policy accept;\n\t\t{rule}\n\t}}\n}}\n"
        yield arguments, f"iptables -t {table} -A {chain} {arguments}\n", rules, [f"-A {chain} {line}" for line in lines]
    for name, (script, rules, lines) in SCRIPTS.items():
        yield name, script, rules.lstrip("\n"), lines


def said(text):
    """The lines of iptables-restore's text but for what an empty table has too."""
    return [re.sub(r" \[0:0\]$", "", line) for line in text.splitlines()
            if line[:1] in ":-[" and not re.fullmatch(r":[A-Z]+ ACCEPT \[0:0\]", line)]


def saved(commands, text=None):
    """What iptables-legacy-save prints after the commands, without its own remarks and empty tables."""
    done = netns.run_private(["sh", "-ec", commands + "\niptables-legacy-save"], input=text)
    if done.returncode != 0:
        return f"refused: {done.stderr}"
    tables = re.findall(r"(?ms)^\*.*?^COMMIT$", re.sub(r"(?m)^#.*\n|\[\d+:\d+\]", "", done.stdout))
    return sorted(table for table in tables if "\n-A" in table or " DROP" in table or " - " in table)


def mistake(rulec, folder, name, script, rules, lines, live):
    (folder / "t.sh").write_text(script)
    (folder / "t.rules").write_text(rules)
    imported = netns.run([rulec, "import", "iptables-script", str(folder / "t.sh")])
    if (imported.returncode, imported.stdout) != (0, rules):
        return f"imported as:\n{imported.stdout}{imported.stderr}"
    written = netns.run([rulec, "compile", "--to", "iptables", str(folder / "t.rules")])
    if written.returncode != 0 or said(written.stdout) != lines:
        return f"written as {said(written.stdout)}{written.stderr}"
    if not live:
        return ""
    refused = netns.run_private(["iptables-nft-restore", "--test"], input=written.stdout)
    if refused.returncode != 0:
        return f"iptables-nft-restore: {refused.stderr}"
    if name in TWO_FOR_ONE:
        return ""
    for old, new in OTHER_NAMES:
        script = script.replace(old, new)
    original = saved(script.replace("iptables ", "iptables-legacy "))
    got = saved("iptables-legacy-restore", written.stdout)
    return "" if original == got else f"saved by iptables as {got},\n  the command as {original}"


def main():
    rulec = os.path.abspath(sys.argv[1])
    live = os.geteuid() == 0 and netns.available() and shutil.which("iptables-legacy-restore") is not None
    failed, count = 0, 0
    with tempfile.TemporaryDirectory() as folder:
        for name, script, rules, lines in cases():
            count += 1
            if why := mistake(rulec, pathlib.Path(folder), name, script, rules, lines, live):
                failed += 1
                print(f"FAIL {name}: {why}")
    print(f"{count - failed} of {count} pass" + ("" if live else ", without iptables itself"))
    return 1 if failed or not count else 0


if __name__ == "__main__":
    sys.exit(main())
