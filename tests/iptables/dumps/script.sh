#!/bin/sh
# Reset everything first.
iptables -F; iptables -t nat -F
iptables -t mangle -F && iptables -X
iptables -P INPUT DROP
iptables -P FORWARD DROP

# The order is changed by what comes later.
iptables -A INPUT -i lo -j ACCEPT
/sbin/iptables -A INPUT -p tcp --dport 22 \
    -s 192.0.2.0/24 -m comment --comment "the office's" -j ACCEPT
iptables -I INPUT -m state --state ESTABLISHED,RELATED -j ACCEPT
iptables -N droplog
iptables -A droplog -j LOG --log-prefix 'drop: '
iptables -A droplog -j DROP
iptables -A INPUT -j droplog
iptables -A INPUT -j ACCEPT
iptables -D INPUT 5
iptables -R INPUT 2 -i eth9 -j ACCEPT
iptables -E droplog LOGDROP
iptables -t nat -A POSTROUTING -s 10.0.0.0/24 -j MASQUERADE
ip6tables -P INPUT DROP
