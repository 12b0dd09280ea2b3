LAN=eth0
for port in 22 80; do
    iptables -A INPUT -p tcp --dport $port -j ACCEPT
done
iptables -A INPUT -j ACCEPT > /dev/null
iptables-restore < rules
source helpers
iptables -A INPUT -p tcp --dport 22 -j ACCEPT -t nta
iptables -D INPUT -j DROP
iptables -A INPUT -m comment --comment 'open
