#!/bin/sh
# What administrators have in such scripts besides rules.
export PATH=/sbin:/bin
LANG=C
modprobe nf_conntrack_ftp && modprobe nf_nat_ftp
echo 1 > /proc/sys/net/ipv4/ip_forward
sysctl -q -w net.ipv4.tcp_syncookies=1 >/dev/null 2>&1
ip rule add fwmark 1 lookup 100 || true

# Whatever an earlier run has left.
iptables -D INPUT -j BADHOSTS 2>/dev/null
iptables -X BADHOSTS || :
iptables -F >/dev/null

set -e
# Nobody gets in unless asked for.
iptables -P INPUT DROP
# Hosts that were rude.
iptables -N BADHOSTS
iptables -w 5 -A BADHOSTS -s 192.0.2.7 -j DROP  # scanned us
iptables -w -A BADHOSTS -j RETURN;

iptables -C INPUT -j BADHOSTS 2> /dev/null || iptables -A INPUT -j BADHOSTS
iptables -C INPUT -j BADHOSTS && iptables -A INPUT -i lo -j ACCEPT
iptables -C INPUT -j BADHOSTS || iptables -A INPUT -j ACCEPT
LC_ALL=C iptables -A INPUT -m comment --comment "costs $ 5" -j ACCEPT >> /var/log/fw.log
iptables -nvL
iptables-save > /etc/iptables/rules.v4
service iptables save
echo done
exit 0
iptables -A INPUT -j ACCEPT
