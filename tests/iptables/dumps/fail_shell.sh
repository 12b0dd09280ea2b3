LAN=eth0
for port in 22 80; do
    iptables -A INPUT -p tcp --dport $port -j ACCEPT
done
iptables -A INPUT -i "${LAN}" -j ACCEPT
iptables -A INPUT -s $(hostname) -j ACCEPT
iptables -A INPUT -s $1 -j ACCEPT
iptables -L | grep DROP
iptables-restore < rules
iptables-restore <<-'END'
	*filter
	-A INPUT -s $LAN -j ACCEPT
	END
stop() {
    iptables -F
}
case "$1" in
start) iptables -A INPUT -j DROP;;
esac
if [ -f /etc/fw ]; then
    exit 1
fi
[ -x /sbin/iptables ] || exit 0
source helpers
/etc/init.d/iptables restart
service iptables restart
export IPT=/sbin/iptables
$IPT -F
iptables
iptables -A INPUT -p tcp --dport 22 -j ACCEPT -t nta
iptables -D INPUT -j DROP
iptables -A INPUT -m comment --comment 'open
