# SPDX-License-Identifier: GPL-2.0-or-later
"""Rulesets with named sets for export_packets.py; the packets are those of packets.py."""

# A set's declaration, and keys that are looked up in it, each as it is and with `!=`. No key is refused.
LOOKUPS = [
    ("type ipv4_addr; elements = { 10.0.0.5, 192.168.7.9 }", ["ip saddr", "ip daddr"]),
    ("type ipv4_addr; elements = { 0.0.0.0, 10.0.0.5 comment \"one of us\" }", ["ip saddr"]),
    ("type ipv4_addr; flags interval; elements = { 10.0.0.0/30, 10.0.0.5-10.0.0.9, 192.168.0.0/16 }", ["ip saddr", "ip daddr"]),
    ("type ipv4_addr; flags interval; elements = { 0.0.0.0/0 }", ["ip saddr"]),
    ("type ipv4_addr; flags interval", ["ip saddr"]),
    ("type ipv4_addr; flags timeout; elements = { 10.0.0.5 timeout 1h, 192.168.7.9 }", ["ip saddr"]),
    ("type ipv4_addr; counter; elements = { 10.0.0.5, 192.168.7.9 counter packets 4 bytes 5 }", ["ip saddr"]),
    ("type ipv6_addr; elements = { 2001:db8::5, 2001::5 }", ["ip6 saddr"]),
    ("type ipv6_addr; flags interval; elements = { ::/0 }", ["ip6 saddr"]),
    ("type ipv6_addr; flags interval; elements = { 2001:db8::2-2001:db8::28, 2001::/32 }", ["ip6 saddr", "ip6 daddr"]),
    ("type inet_service; elements = { 22, 80, 2001 }", ["tcp dport", "udp dport", "udp sport"]),
    ("type inet_service; flags interval; elements = { 0-22, 80-1023, 65535 }", ["tcp dport", "tcp sport"]),
    ("type ipv4_addr . inet_service; elements = { 10.0.0.5 . 80, 192.168.7.9 . 22, 10.0.0.5 . 2001 }",
     ["ip saddr . tcp dport", "ip saddr . udp dport", "ip saddr . sctp dport"]),
    ("type inet_service . ipv4_addr; flags interval; elements = { 20-30 . 10.0.0.0/24, 80 . 192.168.0.0-192.168.7.9 }",
     ["tcp dport . ip saddr", "udp dport . ip saddr"]),
    ("type ipv4_addr . inet_service; flags interval; elements = { 10.0.0.0/24 . 80, 10.0.0.0-10.0.1.4 . 22-90, 192.168.0.0/16 . 80 }",
     ["ip saddr . tcp dport"]),
    ("type ipv6_addr . inet_service; flags interval; elements = { 2001:db8::/32 . 80, 2001::5 . 20-30 }", ["ip6 saddr . tcp dport"]),
    ("type ipv4_addr . ipv4_addr . inet_service; elements = { 10.0.0.5 . 10.0.0.1 . 80, 192.168.7.9 . 10.0.0.1 . 22 }",
     ["ip saddr . ip daddr . tcp dport"]),
    ("type ipv4_addr . ipv4_addr . inet_service; flags interval; elements = { 10.0.0.0/24 . 10.0.0.1 . 80, 192.168.7.9 . 10.0.0.1 . 22-23 }",
     ["ip saddr . ip daddr . tcp dport"]),
    ("type ipv4_addr . ifname; elements = { 10.0.0.5 . \"eth0\", 192.168.7.9 . \"eth1\" }", ["ip saddr . iifname"]),
    ("type ipv4_addr . ifname; flags interval; elements = { 192.168.0.0/16 . \"eth0\", 0.0.0.0/1 . \"eth1\" }", ["ip saddr . iifname"]),
    ("type ether_addr; elements = { 00:11:22:33:44:55 }", []),  # this kernel has no hash:mac
]
# With `!=`, packets without ports would match.
ONLY_IN = [
    ("type ipv4_addr . inet_proto . inet_service; elements = { 10.0.0.5 . tcp . 80, 10.0.0.5 . udp . 2001, 192.168.7.9 . sctp . 80 }",
     "ip saddr . meta l4proto . th dport"),
    ("type inet_service; elements = { 80, 2001 }", "meta l4proto { tcp, udp } th dport"),
]
# Sets that packets change: a declaration and the rules behind it.
CHANGES = [
    ("type ipv4_addr; flags dynamic", "ip saddr @s drop ; tcp dport 80 add @s { ip saddr }"),
    ("type ipv4_addr; flags dynamic,timeout; timeout 5m", "ip saddr @s drop ; tcp dport 80 update @s { ip saddr } accept ; udp dport 2001 drop"),
    ("type ipv4_addr; flags dynamic,timeout", "ip saddr @s drop ; tcp dport 22 add @s { ip saddr timeout 10m } drop ; tcp dport 80 delete @s { ip saddr }"),
    ("type ipv4_addr; size 2; flags dynamic", "add @s { ip saddr } accept ; drop"),
    ("type ipv4_addr; size 2; flags dynamic", "ip saddr != @s add @s { ip saddr } log drop ; ip saddr @s tcp dport 80 drop"),
    ("type ipv4_addr; size 2; flags dynamic,timeout; timeout 1h", "ip saddr @s accept ; update @s { ip saddr } counter drop"),
    ("type ipv4_addr; flags dynamic; counter", "add @s { ip saddr } ; udp dport 2001 ip saddr @s drop"),
    ("type ipv6_addr; size 2; flags dynamic", "add @s { ip6 saddr } accept ; drop"),
    ("type inet_service; flags dynamic", "tcp dport @s drop ; udp dport 2001-2100 add @s { udp sport } ; tcp dport 80 add @s { tcp dport }"),
    ("type ipv4_addr . inet_service; flags dynamic", "ip saddr . tcp dport @s drop ; tcp flags syn add @s { ip saddr . tcp dport }"),
    ("type ipv4_addr . ipv4_addr . inet_service; flags dynamic", "ip saddr . ip daddr . tcp dport @s drop ; add @s { ip saddr . ip daddr . tcp dport } accept ; drop"),
    ("type ipv4_addr . inet_proto . inet_service; flags dynamic", "ip saddr . meta l4proto . th dport @s drop ; meta l4proto { tcp, udp } add @s { ip saddr . meta l4proto . th dport }"),
    ("type ipv4_addr . ifname; flags dynamic", "ip saddr . iifname @s drop ; add @s { ip saddr . iifname }"),
    ("type ipv4_addr; flags dynamic", "add @s { ip saddr limit rate over 5/hour burst 5 packets } drop"),
    ("type ipv4_addr; flags dynamic,timeout; timeout 10m", "update @s { ip saddr limit rate 5/hour burst 7 packets } counter drop"),
    ("type ipv6_addr; flags dynamic,timeout", "update @s { ip6 saddr and ffff:ffff:ffff:: timeout 1h limit rate over 5/hour } drop"),
    ("type ipv4_addr . inet_service; flags dynamic", "tcp flags syn add @s { ip saddr . tcp dport limit rate over 2/hour burst 3 packets } drop"),
    ("type ipv4_addr; flags dynamic", "tcp dport 80 add @s { ip saddr limit rate over 5/hour } drop ; udp dport 3001 add @s { ip saddr limit rate over 5/hour } drop"),
]


def cases():
    """(name, declaration of the set s, rules)"""
    for body, keys in LOOKUPS:
        for key in keys:
            yield f"{key} @s with {body}", body, f"{key} @s drop"
            yield f"{key} != @s with {body}", body, f"{key} != @s drop"
    for body, key in ONLY_IN:
        yield f"{key} @s with {body}", body, f"{key} @s drop"
    for body, rules in CHANGES:
        yield f"{rules} with {body}", body, rules
