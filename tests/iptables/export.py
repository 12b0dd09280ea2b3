#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Rules to iptables: what is written, what is refused, and that both kinds of iptables-restore take it.

usage: export.py RULEC

Each case is the body of a chain, and the rules of iptables that it means, written by hand from iptables-extensions(8);
`!` in front: a part of the message that refuses it. Restores run in a network namespace of their own; without root
they are left out.
"""
import os
import re
import shutil
import subprocess
import sys
import tempfile

RULEC = os.path.abspath(sys.argv[1])
INPUT = "type filter hook input priority filter; policy drop;"
CASES = {
    "port": ("tcp dport 22 accept", ["-A INPUT -p tcp -m tcp --dport 22 -j ACCEPT"]),
    "from one address": ("ip saddr 192.0.2.7 accept", ["-A INPUT -s 192.0.2.7 -j ACCEPT"]),
    "states": ("ct state established,related accept",
               ["-A INPUT -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT"]),
    "echo": ("icmp type echo-request drop", ["-A INPUT -p icmp -m icmp --icmp-type 8 -j DROP"]),
    "ports become a list": ("tcp dport { 22, 80-90 } accept",
                            ["-A INPUT -p tcp -m multiport --dports 22,80:90 -j ACCEPT"]),
    "addresses become rules": ("ip saddr { 192.0.2.1, 192.0.2.7 } drop",
                               ["-A INPUT -s 192.0.2.1 -j DROP", "-A INPUT -s 192.0.2.7 -j DROP"]),
    "none of them becomes a chain": ("ip saddr != { 192.0.2.1, 192.0.2.7 } drop",
                                     ["-A INPUT -j INPUT-1", "-A INPUT-1 -s 192.0.2.1 -j RETURN",
                                      "-A INPUT-1 -s 192.0.2.7 -j RETURN", "-A INPUT-1 -j DROP"]),
    "a limit is asked once": ("limit rate 5/minute log drop",
                              ["-A INPUT -m limit --limit 5/minute -j INPUT-1", "-A INPUT-1 -j LOG",
                               "-A INPUT-1 -j DROP"]),
    "log, then drop": ('iifname "eth*" log prefix "in " drop',
                       ['-A INPUT -i eth+ -j LOG --log-prefix "in "', "-A INPUT -i eth+ -j DROP"]),
    "over a limit": ("limit rate over 5/minute drop",
                     ["-A INPUT -j INPUT-1", "-A INPUT-1 -m limit --limit 5/minute -j RETURN", "-A INPUT-1 -j DROP"]),
    "the other family": ("ip6 saddr 2001:db8::1 accept", []),
    "both protocols": ("meta l4proto { tcp, udp } th dport 53 accept",
                       ["-A INPUT -p tcp -m tcp --dport 53 -j ACCEPT", "-A INPUT -p udp -m udp --dport 53 -j ACCEPT"]),
    "any bit": ("tcp flags syn drop", ["-A INPUT -p tcp -m tcp --tcp-flags SYN SYN -j DROP"]),
    "a masked address that there is not": ("ip saddr & 255.255.255.0 { 10.0.0.1, 10.0.1.0 } drop", ["-A INPUT -s 10.0.1.0/24 -j DROP"]),
    "every address, and none": ("ip saddr 0.0.0.0/0 accept ; ip saddr != 0.0.0.0/0 drop", ["-A INPUT -j ACCEPT"]),
    "a meter": ("meter m { ip saddr limit rate over 10/minute } drop",
                ["-A INPUT -m hashlimit --hashlimit-above 10/minute --hashlimit-burst 5 --hashlimit-mode srcip --hashlimit-name m -j DROP"]),
    "a burst of days": ("limit rate 1/hour burst 25 packets drop", "!within a day"),
    "turns": ("numgen inc mod 10 3 drop", ["-A INPUT -m statistic --mode nth --every 10 --packet 3 -j DROP"]),
    "numbers in turn": ("numgen inc mod 3 vmap { 0 : accept, 1 : drop, 2 : accept }",
                        ["-A INPUT -m statistic --mode nth --every 3 --packet 0 -j ACCEPT",
                         "-A INPUT -m statistic --mode nth --every 2 --packet 0 -j DROP", "-A INPUT -j ACCEPT"]),
    "numbers by chance": ("numgen random mod 4 vmap { 0 : accept, 1-3 : drop }",
                          ["-A INPUT -m statistic --mode random --probability 0.25000000000 -j ACCEPT", "-A INPUT -j DROP"]),
    "numbers that go on": ("numgen inc mod 2 vmap { 0 : continue, 1 : drop }", "!go on with the rule"),
    "next header": ("ip6 nexthdr tcp accept", []),
    "octets": ("ip id 7 drop", ['-A INPUT -m u32 --u32 "0x2&0xffff=0x7" -j DROP']),
    "octets of the transport header": ("meta nfproto ipv4 tcp sequence != 7 drop",
                                       ['-A INPUT -p tcp -m u32 --u32 "0x4&0x1fff=0x0&&0x0>>0x16&0x3c@0x4=0x0:0x6,0x8:0xffffffff" -j DROP']),
    "hours over midnight": ("meta hour != 3600-7199 drop", ["-A INPUT -m time --timestart 02:00:00 --timestop 00:59:59 -j DROP"]),
    "the other family in a map": ("meta nfproto vmap { ipv4 : accept, ipv6 : drop }", ["-A INPUT -j ACCEPT"]),
    "all others in a map": ("tcp dport vmap { 22 : accept, * : drop }",
                            ["-A INPUT -p tcp -m tcp --dport 22 -j ACCEPT", "-A INPUT -p tcp -j DROP"]),
    "sockets": ("socket transparent 1 accept", ["-A INPUT -m socket --transparent --nowildcard -j ACCEPT"]),
    "a counter's start": ("tcp dport 22 counter packets 3 bytes 180 accept", ["[3:180] -A INPUT -p tcp -m tcp --dport 22 -j ACCEPT"]),
    "an option that is missing, of any protocol": ("tcp option 23 missing drop",
                                                   ["-A INPUT -j INPUT-1", "-A INPUT-1 -p tcp -m tcp --tcp-option 23 -j RETURN",
                                                    "-A INPUT-1 -j DROP"]),
    "a name with a plus": ('iifname "wg+" drop', "!in rules that is `*`"),
    "segments without the option do not match": ("tcp option maxseg size != 536-65535 drop",
                                                 ["-A INPUT -p tcp -m tcpmss --mss 0:535 -j DROP"]),
    "verdict map": ("tcp dport vmap { 22 : accept, 23 : drop }",
                    ["-A INPUT -p tcp -m tcp --dport 22 -j ACCEPT", "-A INPUT -p tcp -m tcp --dport 23 -j DROP"]),
    "comment": ('tcp dport 22 accept comment "let me in"',
                ['-A INPUT -p tcp -m tcp --dport 22 -m comment --comment "let me in" -j ACCEPT']),
    "return from a chain": ("ip saddr != { 192.0.2.1, 192.0.2.7 } return\n tcp dport 22 accept",
                            ["-A INPUT -g INPUT-2", "-A INPUT-2 -s 192.0.2.1 -g INPUT-1", "-A INPUT-2 -s 192.0.2.7 -g INPUT-1",
                             "-A INPUT-2 -j RETURN", "-A INPUT-1 -p tcp -m tcp --dport 22 -j ACCEPT"]),
    "return and jump": ("ip saddr != { 192.0.2.1, 192.0.2.7 } tcp dport vmap { 22 : return, 23 : jump other }", "!`jump` beside"),
    "helper": ('ct helper != "ftp" drop', "!would match as well"),
    "another table's target": ("ip ttl set 64", "!mangle only"),
    "one limit, two protocols": ("meta l4proto { tcp, udp } th dport 53 limit rate 5/second accept",
                                 ["-A INPUT -p tcp -m tcp --dport 53 -j INPUT-1",
                                  "-A INPUT -p udp -m udp --dport 53 -j INPUT-1",
                                  "-A INPUT-1 -m limit --limit 5/second -j ACCEPT"]),
    "two limits, two protocols": ("meta l4proto { tcp, udp } limit rate 5/second th dport 53 accept", "!any protocol"),
    "owner of what comes in": ("meta skuid 0 drop", "!works elsewhere"),
    "reverse path in input": ("fib saddr . iif oif missing drop", "!works elsewhere"),
    "what a connection has carried": ("ct bytes > 1000 drop",
                                      ["-A INPUT -m connbytes --connbytes 1001 --connbytes-mode bytes --connbytes-dir both -j DROP"]),
    "packets one way": ("ct original packets != 2-9 drop",
                        ["-A INPUT -m connbytes ! --connbytes 2:9 --connbytes-mode packets --connbytes-dir original -j DROP"]),
    "either of two sizes": ("ct reply avgpkt { 100-200, 1000 } drop",
                            ["-A INPUT -m connbytes --connbytes 100:200 --connbytes-mode avgpkt --connbytes-dir reply -j DROP",
                             "-A INPUT -m connbytes --connbytes 1000:1000 --connbytes-mode avgpkt --connbytes-dir reply -j DROP"]),
    "a limit with a name": ('limit name "l" accept', ["-A INPUT -m limit --limit 10/second -j ACCEPT"]),
    "a limit that rules share": ('tcp dport 22 limit name "l" accept ; limit name "l" log', "!several rules share"),
    "a quota with a name": ('quota name "q" drop', ["-A INPUT -m quota ! --quota 500 -j DROP"]),
    "synproxy with a name": ('tcp flags & (fin | syn | rst | ack) == syn synproxy name "sp"',
                             ["-A INPUT -p tcp -m tcp --tcp-flags FIN,SYN,RST,ACK SYN -j SYNPROXY --timestamp --wscale 7 --mss 1460"]),
    "addresses of the other family's connections": ("ct original ip6 saddr ::1 drop", []),
    "days": ("meta day { Saturday, Sunday } drop", ["-A INPUT -m time --weekdays Sat,Sun -j DROP"]),
    "group of an interface that there is not": ("oifgroup 1 drop", "!no such interface"),
    "learned elements": ("add @seen { ip saddr }", ["-A INPUT -j SET --add-set seen src"]),
}
OBJECTS = """ limit l { rate 10/second; }
 quota q { over 500 bytes; }
 synproxy sp { mss 1460; wscale 7; timestamp; }
"""
# The rules of a chain of another kind, in both families.
ELSEWHERE = {
    "a local socket": ("mangle", "tcp dport 80 tproxy to :50080 meta mark set 1 accept",
                       ["-A PREROUTING -p tcp -m tcp --dport 80 -j TPROXY --on-port 50080 --tproxy-mark 0x1"]),
    "a local socket, some bits": ("mangle", "udp dport 53 tproxy to :53 meta mark set meta mark | 0x4 accept",
                                  ["-A PREROUTING -p udp -m udp --dport 53 -j TPROXY --on-port 53 --tproxy-mark 0x4/0x4"]),
    "a local socket, both protocols": ("mangle", "meta l4proto { tcp, udp } tproxy to :50080 accept",
                                       ["-A PREROUTING -p tcp -j TPROXY --on-port 50080", "-A PREROUTING -p udp -j TPROXY --on-port 50080"]),
    "the mark before": ("mangle", "tcp dport 80 meta mark set 1 tproxy to :50080 accept",
                        ["-A PREROUTING -p tcp -m tcp --dport 80 -j MARK --set-xmark 0x1",
                         "-A PREROUTING -p tcp -m tcp --dport 80 -j TPROXY --on-port 50080"]),
    "a local address of the other family": ("mangle", "tcp dport 80 tproxy ip6 to [::1]:50080 accept", []),
    "a local socket that goes on": ("mangle", "tcp dport 80 tproxy to :50080", "!does not end with `accept`"),
    "a local socket, dropped": ("mangle", "tcp dport 80 tproxy to :50080 drop", "!does not end with `accept`"),
    "zone of one direction": ("raw", "ct original zone set 5", ["-A PREROUTING -j CT --zone-orig 5"]),
}
# Rules of IPv6 alone, by ip6tables.
IN_IPV6 = {
    "length of a header": ("hbh hdrlength 0 drop", ["-A INPUT -m hbh --hbh-len 8 -j DROP"]),
    "lengths of a header": ("rt hdrlength != { 0, 2 } drop", ["-A INPUT -m rt ! --rt-len 8 -m rt ! --rt-len 24 -j DROP"]),
}
# A set `s`, the rules, what becomes of them, and the lines for ipset.
SETS = {
    "addresses": ("type ipv4_addr; elements = { 192.0.2.1, 192.0.2.7 comment \"the printer\" }", "ip saddr @s drop",
                  ["-A INPUT -m set --match-set s src -j DROP"],
                  ["create s hash:ip family inet comment", "add s 192.0.2.1", 'add s 192.0.2.7 comment "the printer"']),
    "not among them": ("type ipv4_addr; elements = { 192.0.2.1 }", "ip daddr != @s drop",
                       ["-A INPUT -m set ! --match-set s dst -j DROP"], ["create s hash:ip family inet", "add s 192.0.2.1"]),
    "ranges are networks": ("type ipv4_addr; flags interval; elements = { 192.0.2.5-192.0.2.8, 10.0.0.0/8 }", "ip saddr @s drop",
                            ["-A INPUT -m set --match-set s src -j DROP"],
                            ["create s hash:net family inet", "add s 10.0.0.0/8", "add s 192.0.2.5", "add s 192.0.2.6/31", "add s 192.0.2.8"]),
    "all addresses are two networks": ("type ipv4_addr; flags interval; elements = { 0.0.0.0/0 }", "ip saddr @s drop",
                                       ["-A INPUT -m set --match-set s src -j DROP"],
                                       ["create s hash:net family inet", "add s 0.0.0.0/1", "add s 128.0.0.0/1"]),
    "no address is no hash:ip": ("type ipv4_addr; elements = { 0.0.0.0 }", "ip saddr @s drop",
                                 ["-A INPUT -m set --match-set s src -j DROP"], ["create s hash:net family inet", "add s 0.0.0.0"]),
    "one ipset, two protocols": ("type inet_service . ipv4_addr; elements = { 80 . 192.0.2.1 }",
                                 "tcp dport . ip saddr @s drop ; udp sport . ip daddr @s drop",
                                 ["-A INPUT -p tcp -m set --match-set s src,dst -j DROP", "-A INPUT -p udp -m set --match-set s dst,src -j DROP"],
                                 ["create s hash:ip,port family inet", "add s 192.0.2.1,tcp:80", "add s 192.0.2.1,udp:80"]),
    "packets without ports": ("type ipv4_addr . inet_service; elements = { 192.0.2.1 . 80 }", "ip saddr . tcp dport != @s drop",
                              ["-A INPUT -p tcp -m tcp -m set ! --match-set s src,dst -j DROP"],
                              ["create s hash:ip,port family inet", "add s 192.0.2.1,tcp:80"]),
    "protocol in the key": ("type ipv4_addr . inet_proto . inet_service; elements = { 192.0.2.1 . udp . 53 }",
                            "ip saddr . meta l4proto . th dport @s drop", ["-A INPUT -m set --match-set s src,dst -j DROP"],
                            ["create s hash:ip,port family inet", "add s 192.0.2.1,udp:53"]),
    "ports": ("type inet_service; flags interval; elements = { 22, 80-90 }", "tcp dport @s accept",
              ["-A INPUT -p tcp -m tcp -m set --match-set s dst -j ACCEPT"],
              ["create s bitmap:port range 0-65535", "add s 22", "add s 80-90"]),
    "the network second": ("type ipv4_addr . ipv4_addr . inet_service; flags interval; elements = { 10.0.0.0/8 . 192.0.2.1 . 80-81 }",
                           "ip saddr . ip daddr . tcp dport @s drop", ["-A INPUT -p tcp -m set --match-set s dst,dst,src -j DROP"],
                           ["create s hash:ip,port,net family inet", "add s 192.0.2.1,tcp:80-81,10.0.0.0/8"]),
    "elements inside others": ("type ipv4_addr . inet_service; flags interval; elements = { 10.0.0.0/30 . 85, 10.0.0.2-10.0.0.3 . 83, 10.0.0.0-10.0.0.4 . 80-90 }",
                               "ip saddr . tcp dport @s drop", ["-A INPUT -p tcp -m set --match-set s src,dst -j DROP"],
                               ["create s hash:net,port family inet", "add s 10.0.0.0/30,tcp:85", "add s 10.0.0.2/31,tcp:83", "add s 10.0.0.0/30,tcp:80-84",
                                "add s 10.0.0.0/30,tcp:86-90", "add s 10.0.0.4,tcp:80-90"]),
    "two networks and a port": ("type ipv4_addr . ipv4_addr . inet_service; flags interval; elements = { 10.0.0.0/8 . 192.0.2.0/24 . 80 }",
                                "ip saddr . ip daddr . udp dport @s drop", ["-A INPUT -p udp -m set --match-set s src,dst,dst -j DROP"],
                                ["create s hash:net,port,net family inet", "add s 10.0.0.0/8,udp:80,192.0.2.0/24"]),
    "two addresses": ("type ipv4_addr . ipv4_addr; elements = { 192.0.2.1 . 192.0.2.7 }", "ip saddr . ip daddr @s drop",
                      ["-A INPUT -m set --match-set s src,dst -j DROP"], ["create s hash:net,net family inet", "add s 192.0.2.1,192.0.2.7"]),
    "interfaces": ('type ipv4_addr . ifname; elements = { 192.0.2.1 . "eth0" }', "ip saddr . iifname @s drop",
                   ["-A INPUT -m set --match-set s src,src -j DROP"], ["create s hash:net,iface family inet", "add s 192.0.2.1,eth0"]),
    "marks": ("type ipv4_addr . mark; elements = { 192.0.2.1 . 0x5 }", "ip saddr . meta mark @s drop",
              ["-A INPUT -m set --match-set s src,src -j DROP"], ["create s hash:ip,mark family inet", "add s 192.0.2.1,0x00000005"]),
    "Ethernet addresses": ("type ether_addr; elements = { 00:11:22:33:44:5f }", "ether saddr @s drop",
                           ["-A INPUT -m mac ! --mac-source 00:00:00:00:00:00 -m set --match-set s src -j DROP"], ["create s hash:mac", "add s 00:11:22:33:44:5F"]),
    "an address behind an Ethernet address": ("type ipv4_addr . ether_addr; elements = { 192.0.2.1 . 00:11:22:33:44:55 }", "ip saddr . ether saddr @s drop",
                                              ["-A INPUT -m mac ! --mac-source 00:00:00:00:00:00 -m set --match-set s src,src -j DROP"],
                                              ["create s hash:ip,mac family inet", "add s 192.0.2.1,00:11:22:33:44:55"]),
    "times": ("type ipv4_addr; flags timeout; timeout 5m; elements = { 192.0.2.1, 192.0.2.2 timeout 1h, 192.0.2.3 timeout 1h expires 59m59s500ms }",
              "ip saddr @s drop", ["-A INPUT -m set --match-set s src -j DROP"],
              ["create s hash:ip family inet timeout 300", "add s 192.0.2.1", "add s 192.0.2.2 timeout 3600", "add s 192.0.2.3 timeout 3600"]),
    "counters and size": ("type ipv4_addr; size 100000; counter; elements = { 192.0.2.1 counter packets 4 bytes 5 }", "ip saddr @s drop",
                          ["-A INPUT -m set --match-set s src -j DROP"],
                          ["create s hash:ip family inet maxelem 100000 counters", "add s 192.0.2.1 packets 4 bytes 5"]),
    "what is learned is asked": ("type ipv4_addr; flags dynamic,timeout; timeout 5m", "update @s { ip saddr timeout 1m } log drop",
                                 ["-A INPUT -j SET --add-set s src --exist --timeout 60", "-A INPUT -m set --match-set s src -j LOG",
                                  "-A INPUT -m set --match-set s src -j DROP"],
                                 ["create s hash:net family inet maxelem 65535 timeout 300"]),
    "a test that the change would spoil": ("type ipv4_addr; size 10; flags dynamic", "ip saddr != @s add @s { ip saddr } drop",
                                           ["-A INPUT -m set ! --match-set s src -j INPUT-1", "-A INPUT-1 -j SET --add-set s src",
                                            "-A INPUT-1 -m set --match-set s src -j DROP"],
                                           ["create s hash:net family inet maxelem 10"]),
    "forgotten": ("type ipv4_addr; flags dynamic", "tcp dport 22 delete @s { ip saddr } drop",
                  ["-A INPUT -p tcp -m tcp --dport 22 -j SET --del-set s src", "-A INPUT -p tcp -m tcp --dport 22 -j DROP"],
                  ["create s hash:net family inet maxelem 65535"]),
    "a limit an address": ("type ipv4_addr; flags dynamic,timeout; timeout 2m", "update @s { ip saddr limit rate over 10/minute } drop",
                           ["-A INPUT -m hashlimit --hashlimit-above 10/minute --hashlimit-burst 5 --hashlimit-mode srcip --hashlimit-name s "
                            "--hashlimit-htable-expire 120000 -j DROP"], []),
    "a limit a network and port": ("type ipv4_addr . inet_service; size 1000; flags dynamic",
                                   "add @s { ip daddr and 255.255.255.0 . tcp dport limit rate 3/second burst 9 packets } accept",
                                   ["-A INPUT -p tcp -m tcp -m hashlimit --hashlimit-upto 3/second --hashlimit-burst 9 --hashlimit-mode dstip,dstport "
                                    "--hashlimit-name s --hashlimit-htable-max 1000 --hashlimit-htable-expire 3000 --hashlimit-dstmask 24 -j ACCEPT"], []),
    "connections an address": ("type ipv4_addr; flags dynamic", "add @s { ip saddr ct count over 20 } drop",
                               ["-A INPUT -m connlimit --connlimit-above 20 --connlimit-mask 32 --connlimit-saddr -j DROP"], []),
    "the name is taken": ("type ipv4_addr; elements = { 192.0.2.1 }", "ip saddr @s drop ; } } ; table ip g { ; set s { ; type ipv4_addr; } ; chain i { ; "
                          "type filter hook forward priority 0; ; ip saddr @s drop",
                          ["-A INPUT -m set --match-set s src -j DROP", "-A FORWARD -m set --match-set g-s src -j DROP"],
                          ["create s hash:ip family inet", "add s 192.0.2.1", "create g-s hash:ip family inet"]),
    "written out": ('type ifname; elements = { "eth0", "eth1" }', "iifname @s drop", ["-A INPUT -i eth0 -j DROP", "-A INPUT -i eth1 -j DROP"], []),
    "negated and without the part": ("type ether_addr; elements = { 00:11:22:33:44:55 }", "ether saddr != @s drop",
                                     ["-A INPUT -m mac ! --mac-source 00:11:22:33:44:55 -j DROP"], []),
    "too many ports and networks": ("type ipv4_addr . ipv4_addr . inet_service; flags interval; elements = { 10.0.0.1-10.255.255.254 . 11.0.0.1-11.255.255.254 . 0-65535 }",
                                    "ip saddr . ip daddr . tcp dport @s drop",
                                    ["-A INPUT -p tcp -m iprange --src-range 10.0.0.1-10.255.255.254 --dst-range 11.0.0.1-11.255.255.254 -m tcp --dport 0:65535 -j DROP"], []),
    "a small set of ports": ("type inet_service; size 5; flags dynamic", "add @s { tcp dport }", "!whatever its size", []),
    "half a second": ("type ipv4_addr; flags dynamic,timeout", "add @s { ip saddr timeout 500ms }", "!whole seconds", []),
    "learned with two protocols": ("type ipv4_addr . inet_service; flags dynamic", "ip saddr . udp dport @s drop ; add @s { ip saddr . tcp dport }", "!used with two", []),
    "learned and not for ipset": ("type ifname; flags dynamic", "add @s { iifname }", "!no type of set", []),
    "permanent and renewed": ("type ipv4_addr; flags dynamic,timeout; elements = { 192.0.2.1 }", "update @s { ip saddr timeout 1m }", "!would get one", []),
    "added for ever and renewed": ("type ipv4_addr; flags dynamic,timeout", "add @s { ip saddr } ; update @s { ip daddr timeout 1m }", "!would get one", []),
    "counted by a rule": ("type ipv4_addr; flags dynamic", "add @s { ip saddr counter }",
                          ["-A INPUT -j SET --add-set s src", "-A INPUT -m set --match-set s src"],
                          ["create s hash:net family inet maxelem 65535 counters"]),
    "renewed and counted": ("type ipv4_addr; flags dynamic,timeout; counter", "update @s { ip saddr timeout 1m }", "!counter anew", []),
    "limits that go at a fixed time": ("type ipv4_addr; flags dynamic,timeout", "add @s { ip saddr timeout 1m limit rate 5/second }", "!from the first packet", []),
    "two limits": ("type ipv4_addr; flags dynamic", "add @s { ip saddr limit rate 5/second } ; add @s { ip saddr limit rate 6/second }", "!another limit", []),
    "limits of a key that is no mode": ("type ifname; flags dynamic", "add @s { iifname limit rate 5/second }", "!addresses and ports", []),
    "limits that are looked up": ("type ipv4_addr; flags dynamic", "add @s { ip saddr limit rate 5/second } ; ip saddr @s drop", "!looked up", []),
    "a burst of days an address": ("type ipv4_addr; flags dynamic", "add @s { ip saddr limit rate 1/day } drop", "!within a day", []),
    "bytes": ("type ipv4_addr; flags dynamic", "add @s { ip saddr limit rate over 5 kbytes/second }", "!another burst", []),
    "counts of two rules": ("type ipv4_addr; flags dynamic", "add @s { ip saddr ct count 5 } accept ; add @s { ip saddr ct count 6 }", "!count of its own", []),
}
KINDS_OF_SETS_HERE = ("hash:ip", "hash:net", "hash:ip,port", "hash:net,port", "hash:ip,port,ip", "hash:ip,port,net",
                      "hash:net,iface", "bitmap:port")  # that every kernel we test on has
SEGMENTS = ("table ip f {\n chain m { type filter hook forward priority mangle\n"
            " tcp flags syn tcp option maxseg size set 1400 accept\n }\n}\n")
SEGMENTS_RULES = ["-A FORWARD -p tcp -m tcp --tcp-flags SYN SYN --tcp-option 2 -j TCPMSS --set-mss 1400",
                  "-A FORWARD -p tcp -m tcp --tcp-flags SYN SYN -j ACCEPT"]
OWNER = "table inet f {\n chain o { type filter hook output priority 0; meta skuid != 0 drop; }\n}\n"
TWO_BASES = """table ip f {
    chain late { type filter hook input priority 10; policy accept; tcp dport 23 drop; }
    chain early { type filter hook input priority 0; policy accept; jump both; }
    chain both { tcp dport 22 accept; }
}
"""
TWO_BASES_RULES = ["-A INPUT -g early", "-A late -p tcp -m tcp --dport 23 -j DROP", "-A late -j ACCEPT",
                   "-A early -j both", "-A early -g late", "-A both -p tcp -m tcp --dport 22 -g late"]


def compile_rules(folder, text, *options, to="iptables", name="t.rules"):
    path = os.path.join(folder, name)
    with open(path, "w", encoding="utf-8") as file:
        file.write(text)
    return subprocess.run([RULEC, "compile", "--to", to, *options, name], capture_output=True, text=True,
                          timeout=60, cwd=folder)


PLACES = """table ip f {
    chain i {
        type filter hook input priority 0
        tcp dport 22 accept comment "let me in"
        ip saddr != { 192.0.2.1, 192.0.2.7 } drop
        accept comment "%s"
    }
}
""" % ("c" * 128)
PLACES_RULES = ['-A INPUT -p tcp -m tcp --dport 22 -m comment --comment "let me in (t.rules:4)" -j ACCEPT',
                "-A INPUT -m comment --comment t.rules:5 -j INPUT-1",
                f'-A INPUT -m comment --comment "{"c" * 128} (t.rules:6)" -j ACCEPT',
                "-A INPUT-1 -s 192.0.2.1 -m comment --comment t.rules:5 -j RETURN",
                "-A INPUT-1 -s 192.0.2.7 -m comment --comment t.rules:5 -j RETURN",
                "-A INPUT-1 -m comment --comment t.rules:5 -j DROP"]


def wrong_places(folder):
    """--with-places: where rules come from; iptables takes 255 octets, and a file's name may have as many."""
    done = compile_rules(folder, PLACES, "--with-places")
    rules = [line for line in done.stdout.splitlines() if line.startswith("-A")]
    if rules != PLACES_RULES:
        return f"got {rules} {done.stderr}"
    long = compile_rules(folder, PLACES, "--with-places", name="n" * 240 + "\n.rules")
    comments = re.findall(r'--comment ("[^"]*"|\S+)', long.stdout)
    if len(comments) != len(PLACES_RULES) or any(len(comment.strip('"')) > 255 for comment in comments):
        return f"too long: {comments}"
    if '...' not in comments[2] or not comments[2].endswith('n?.rules:6)"'):
        return f"not cut as it should be: {comments}"
    return restore_fails(done.stdout) or restore_fails(long.stdout)


def restore_fails(text, sets=""):
    """What is wrong by the kinds of iptables-restore that are here; none without root."""
    if os.geteuid() != 0:
        return ""
    kinds = [line.split()[2] for line in sets.splitlines() if line.startswith("create")]
    if sets and (shutil.which("ipset") is None or not all(kind in KINDS_OF_SETS_HERE for kind in kinds)):
        return ""
    for tool in ("iptables-legacy-restore", "iptables-nft-restore"):
        if shutil.which(tool) is None:
            continue
        steps = f"ipset restore <<'SETS' &&\n{sets}SETS\n{tool} --test" if sets else f"{tool} --test"
        done = subprocess.run(["unshare", "-n", "sh", "-c", steps], input=text, capture_output=True, text=True, timeout=60)
        if done.returncode != 0:
            return f"{tool}: {done.stderr}"
    return ""


def mistake(folder, text, expected, sets=None, to="iptables"):
    done = compile_rules(folder, text, to=to)
    if isinstance(expected, str):
        refused = done.returncode == 1 and expected[1:] in done.stderr and "t.rules:" in done.stderr and not done.stdout
        return "" if refused else f"not refused so: {done.stderr or done.stdout}"
    rules = [line for line in done.stdout.splitlines() if line[:1] in "-["]
    if done.returncode != 0 or sorted(rules) != sorted(expected):
        return f"expected {expected}\n     got {rules} {done.stderr}"
    made = compile_rules(folder, text, to="ipset")
    if made.returncode != 0 or (sets is not None and made.stdout.splitlines() != sets):
        return f"expected {sets}\n     got {made.stdout} {made.stderr}"
    return restore_fails(done.stdout, made.stdout) if to == "iptables" else ""


def pairs(count):
    elements = ", ".join(f"10.{i >> 16}.{i >> 8 & 255}.{i & 255} . {i & 255}" for i in range(count))
    return f"ip saddr . meta mark {{ {elements} }} drop"


def one_family_alone(folder):
    """A match that iptables has for IPv4 only: what is wrong."""
    rule = "table inet f { chain i { type filter hook input priority 0; %s 5 drop; }; }\n"
    for body, status in (("meta rtclassid", 1), ("rt classid", 1), ("meta nfproto ipv4 meta rtclassid", 0)):
        done = compile_rules(folder, rule % body, to="ip6tables")
        refused = "error[E1010]" in done.stderr and "`meta nfproto ipv4` in front" in done.stderr
        if done.returncode != status or refused != (status == 1) or "-A" in done.stdout:
            return f"{body}: {done.returncode} {done.stdout} {done.stderr}"
    return ""


def remarks(folder):
    """What is said besides errors of single statements: (name, what is wrong)."""
    table = "table inet f {\n set s { type ipv4_addr; elements = { 192.0.2.1, 192.0.2.2 }\n }\n chain i { %s\n %s\n }\n}\n"
    for name, body, how, status, said, not_said in (
            ("a rule an element, of many", pairs(257), [], 0, ["warning[W1010]", "257 rules"], []),
            ("a rule an element", pairs(256), [], 0, [], ["W1010"]),
            ("a rule an element, of too many", pairs(65537), [], 1, ["error[E1011]"], ["W1010"]),
            ("sets first", "ip saddr @s drop", [], 0, ["note[E1012]", "a set of ipset"], ["error"]),
            ("no sets", "ip saddr @s drop", ["--no-ipset"], 0, [], ["E1012"])):
        done = compile_rules(folder, table % (INPUT, body), *how)
        right = done.returncode == status and all(text in done.stderr for text in said)
        right = right and not any(text in done.stderr for text in not_said)
        yield name, "" if right else f"{done.returncode} {done.stderr[:500]}"


def main():
    failed = 0
    cases = {name: ("table inet f {\n set seen { type ipv4_addr; flags dynamic; }\n" + OBJECTS + " chain other {\n }\n chain i { %s\n %s\n }\n}\n" %
                    (INPUT, "\n".join(body.split(" ; "))), rules) for name, (body, rules) in CASES.items()}
    for name, (declaration, body, rules, sets) in SETS.items():
        lines = "\n".join(declaration.split("; "))
        cases[name] = ("table inet f {\n set s {\n%s\n}\n chain i { %s\n %s\n }\n}\n" %
                       (lines, INPUT, "\n".join(body.split(" ; "))), rules, sets)
    for name, (priority, body, rules) in ELSEWHERE.items():
        cases[name] = ("table inet f {\n chain p { type filter hook prerouting priority %s\n %s\n }\n}\n" % (priority, body), rules)
    for name, (body, rules) in IN_IPV6.items():
        cases[name] = ("table inet f {\n chain i { %s\n %s\n }\n}\n" % (INPUT, body), rules, None, "ip6tables")
    cases["owner of no socket"] = (OWNER, ["-A OUTPUT -m owner ! --uid-owner 0 --socket-exists -j DROP"])
    cases["segment sizes where there are some"] = (SEGMENTS, SEGMENTS_RULES)
    cases["accept ends one base chain"] = (TWO_BASES, TWO_BASES_RULES)
    with tempfile.TemporaryDirectory() as folder:
        for name, case in cases.items():
            wrong = mistake(folder, *case)
            if wrong:
                failed += 1
                print(f"FAIL {name}: {wrong}")
        for name, wrong in remarks(folder):
            cases[name] = ()
            if wrong:
                failed += 1
                print(f"FAIL {name}: {wrong}")
        for test in (wrong_places, one_family_alone):
            cases[test.__name__] = ()
            if wrong := test(folder):
                failed += 1
                print(f"FAIL {test.__name__}: {wrong}")
    print(f"{len(cases) - failed} of {len(cases)} pass")
    return 1 if failed else 0


sys.exit(main())
