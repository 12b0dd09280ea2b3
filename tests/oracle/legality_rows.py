# SPDX-License-Identifier: GPL-2.0-or-later
"""The rows of legality.py beyond the catalogue's: statements, declarations and rulesets whose legality is in question, and
what kernels may be built without."""
import re

# Selectors that begin with one of these read what the kernel knows, not octets of the packet.
KEYS = ("meta", "ct", "rt", "socket", "osf", "fib", "ipsec")

# SELECTOR, VALUE: the field and a value of it. Wherever a value may stand a field can stand.
FORMS = ("SELECTOR VALUE", "SELECTOR set VALUE", "SELECTOR . meta mark { VALUE . 1 }", "SELECTOR vmap { VALUE : accept }",
         "meta mark set SELECTOR map { VALUE : 1 }", "meta mark set jhash SELECTOR . meta mark mod 2",
         "ct mark set SELECTOR map { VALUE : 1 }", "dnat ip to SELECTOR map { VALUE : 10.0.0.1 }")

# What nft crashes on or has no words for, see docs/compatibility.md.
NFT_IS_WRONG = re.compile(r"ip6 dscp and|(ah|comp) nexthdr|ct (event|label)|rt2 addr")
ONLY_RULEC = re.compile(
    r"mark set (frag|hbh|rt|rt0|rt2|srh|dst|mh|fib|ipsec) |(protocol|nexthdr) set tcp|^last$|ct original [sd]addr vmap"
    r"|(dnat ip to|jhash) (rt|fib|ipsec|socket|osf) "  # no words for these there
    r"|(element|adds) with .*(quota|last)|with (flags dynamic)? ?last|meta mark \{.*(quota|last)"  # nft 1.1 knows these on elements
    r"|update @s \{ meta mark timeout 1s \} ")  # the set gets its flag from the rule
# Refused by rulec, because it can never match; nft does not look into hashes.
STRICTER = re.compile(r"jhash rt ip6? nexthop")

# (rule, what its table declares)
STATEMENTS = [
    ("masquerade", ""),
    ("meta l4proto tcp masquerade to :1024-65535", ""),
    ("redirect", ""),
    ("snat to 10.0.0.1", ""),
    ("snat to fd00::1", ""),
    ("snat ip6 to fd00::1", ""),
    ("dnat to 10.0.0.1", ""),
    ("dnat ip6 to fd00::1", ""),
    ("dnat to ip saddr map { 10.0.0.1 : 10.0.0.2 }", ""),
    ("reject with tcp reset", ""),
    ("reject with icmp port-unreachable", ""),
    ("reject with icmpv6 no-route", ""),
    ("meta l4proto tcp tproxy to :8080", ""),
    ("meta l4proto tcp tproxy ip6 to [::1]:8080", ""),
    ("tproxy to :8080", ""),
    ("tcp dport 80 synproxy name \"y\"", "synproxy y {\nmss 1460\nwscale 7\n}"),
    ("ip protocol tcp synproxy", ""),
    ("synproxy mss 1460", ""),
    ("dup to fd00::1", ""),
    ("dup to 10.0.0.1 device \"lo\"", ""),
    ("fwd ip to 10.0.0.1 device \"lo\"", ""),
    ("queue to 1", ""),
    ("queue to jhash ip saddr mod 4", ""),
    ("fib daddr type local", ""),
    ("fib daddr . iif type local", ""),
    ("fib daddr . oif type local", ""),
    ("fib saddr . iif oif exists", ""),
    ("fib saddr . mark oifname \"lo\"", ""),
    ("fib saddr . mark . iif oif missing", ""),
    ("fib daddr . mark type vmap { local : drop }", ""),
    ("socket transparent 1 socket mark 1", ""),
    ("socket cgroupv2 level 1 \"\"", ""),
    ("osf ttl loose name \"Linux\"", ""),
    ("rt ipsec exists", ""),
    ("ipsec out ip saddr 10.0.0.1", ""),
    ("ipsec out reqid 1", ""),
    ("ipsec in spnum 1 reqid 1", ""),
    ("meta priority set 1:2", ""),
    ("meta mark set ct mark", ""),
    ("ct mark set meta mark", ""),
    ("ct mark set ct mark | 1", ""),
    ("ct zone set 1", ""),
    ("ct original zone set 1", ""),
    ("ct reply zone set meta mark map { 1 : 1 }", ""),
    ("ct event set new,destroy", ""),
    ("ct label set 1", ""),
    ("ct helper set meta mark map { 1 : \"h\" }", "ct helper h {\ntype \"ftp\" protocol tcp\n}"),
    ("ct expectation set \"e\"", "ct expectation e {\nprotocol tcp\ndport 1\ntimeout 1h\nsize 1\n}"),
    ("ct original packets > 5", ""),
    ("ct reply bytes 1", ""),
    ("ct original ip saddr . meta mark { 10.0.0.1 . 1 }", ""),
    ("meta l4proto tcp ct original proto-src . meta mark { 1 . 1 }", ""),
    ("notrack drop", ""),
    ("counter name meta mark map { 1 : \"c\" }", "counter c {\n}"),
    ("quota name \"q\"", "quota q {\n25 mbytes\n}"),
    ("ct count 5", ""),
    ("add @s { meta mark ct count over 5 }", "set s {\ntype mark\nsize 10\nflags dynamic\n}"),
    ("meter m { ip saddr ct count 5 }", ""),
    ("meter m { ct mark counter }", ""),
    ("update @s { ct mark }", "set s {\ntype mark\nsize 10\nflags dynamic\n}"),
    ("update @s { meta mark : ct mark }", "map s {\ntype mark : mark\nsize 10\nflags dynamic\n}"),
    ("update @s { fib saddr type }", "set s {\ntypeof fib saddr type\nsize 10\nflags dynamic\n}"),
    ("meta mark @s", "set s {\ntype mark\nct count 5\n}"),
    ("meta mark @s", "set s {\ntype mark\nct count 5\nflags dynamic\n}"),
    ("meta mark { 1 ct count 5, 2 ct count 5 }", ""),
    ("meta mark { 1 quota 1 mbytes, 2 quota 1 mbytes }", ""),
    ("flow add @f", "flowtable f {\nhook ingress priority 0\ndevices = { lo }\n}"),
    ("tcp option maxseg size set rt mtu", ""),
    ("tcp option maxseg size set 1400", ""),
    ("reset tcp option maxseg", ""),
    ("ip dscp set cs1", ""),
    ("ip6 hoplimit set 1", ""),
    ("ether saddr set 02:00:00:00:00:01", ""),
    ("vlan id set 5", ""),
    ("@ll,0,16 set 5", ""),
    ("@nh,0,16 set 5", ""),
    ("@ih,0,16 5", ""),
    ("@ih,0,16 set 5", ""),
    ("symhash mod 2", ""),
    ("numgen inc mod 2 vmap { 0 : accept, 1 : drop }", ""),
    ("log level audit", ""),
    ("jump { masquerade; }", ""),
    ("jump { ct state new drop; }", ""),
    ("goto { fib daddr type local drop; }", ""),
    ("meta secmark set ct secmark", ""),
    ("meta secmark set \"x\"", "secmark x {\n\"system_u:object_r:ssh_server_packet_t:s0\"\n}"),
]

# Lines of a table.
DECLARATIONS = [
    "counter c {\n}", "quota q {\n25 mbytes\n}", "limit l {\nrate 1/second\n}", "synproxy y {\nmss 1460\nwscale 7\n}",
    "ct helper h {\ntype \"ftp\" protocol tcp\n}", "ct helper h {\ntype \"ftp\" protocol udp\n}",
    "ct helper h {\ntype \"sip\" protocol udp\n}", "ct helper h {\ntype \"tftp\" protocol tcp\n}",
    *(f"ct helper h {{\ntype \"ftp\" protocol tcp\nl3proto {l3}\n}}" for l3 in ("ip", "ip6", "inet")),
    "ct timeout t {\nprotocol tcp\npolicy = { established : 60 }\n}",
    *(f"ct timeout t {{\nprotocol udp\nl3proto {l3}\npolicy = {{ replied : 60 }}\n}}" for l3 in ("ip", "ip6", "inet")),
    "ct expectation e {\nprotocol tcp\ndport 1\ntimeout 1h\nsize 1\n}",
    *(f"ct expectation e {{\nprotocol tcp\ndport 1\ntimeout 1h\nsize 1\nl3proto {l3}\n}}" for l3 in ("ip", "ip6", "inet")),
    "secmark s {\n\"system_u:object_r:ssh_server_packet_t:s0\"\n}",
    "set s {\ntype ipv4_addr\n}", "set s {\ntype mark\nct count 5\n}", "set s {\ntype mark\nflags dynamic\nct count 5\n}",
]


def _chain(family, kind, hook, priority, device="", policy=""):
    return f"table {family} t {{\nchain c {{\ntype {kind} hook {hook}{device} priority {priority}; {policy}\n}}\n}}\n"


def _base_chains():
    """Which base chains there are at all."""
    hooks = ("prerouting", "input", "forward", "output", "postrouting", "ingress", "egress")
    for family in ("ip", "ip6", "inet", "arp", "bridge", "netdev"):
        for hook in hooks:
            for kind in ("filter", "nat", "route"):
                for priority in (0, -200, -201, -199, -400, 2147483647, -2147483648):
                    yield _chain(family, kind, hook, priority)
                for device in (' device "lo"', ' devices = { "lo" }', ' device "none"'):
                    yield _chain(family, kind, hook, 0, device)
                for policy in ("policy accept;", "policy drop;"):
                    yield _chain(family, kind, hook, 0, ' device "lo"' if hook in hooks[5:] else "", policy)
            for priority in ("raw", "mangle", "dstnat", "filter", "security", "srcnat", "out", "filter + 5", "srcnat - 5"):
                yield _chain(family, "filter", hook, priority, ' device "lo"' if hook in hooks[5:] else "")


def _depths():
    """Chains that call each other, so many deep, in the ways there are."""
    calls = {"jump": "jump c{}", "goto": "goto c{}", "vmap": "meta mark vmap {{ 1 : jump c{} }}", "goto by vmap": "meta mark vmap {{ 1 : goto c{} }}"}
    for name, call in calls.items():
        for deep in (1, 14, 15, 16, 17):
            chains = [f"chain c{i} {{\n{call.format(i + 1) if i < deep else 'drop'}\n}}" for i in range(1, deep + 1)]
            first = f"chain c0 {{\ntype filter hook input priority 0\n{call.format(1)}\n}}"
            text = "\n".join([*reversed(chains), first])
            text = text.replace(call.format(deep + 1), "drop")
            yield f"{deep} deep by {name}", f"table ip t {{\n{text}\n}}\n"


def _loops():
    start = "chain b {\ntype filter hook input priority 0\nCALL\n}"
    for call in ("jump c", "goto c", "meta mark vmap { 1 : jump c }", "meta mark vmap @m", "counter"):
        for back in ("jump c", "goto c", "meta mark vmap { 1 : goto c }", "jump d", "meta mark vmap @m", "ip saddr 1.1.1.1 jump c"):
            for more in ("", "chain e {\njump c\n}"):
                body = "\n".join(["chain c {\n}", "chain d {\njump c\n}", "map m {\ntype mark : verdict\nelements = { 1 : jump c }\n}",
                                  more, start.replace("CALL", call)])
                yield f"{call}, then {back}; {more}", f"table ip t {{\n{body}\n}}\nadd rule ip t c {back}\n"


def _long_rules():
    for count in (126, 127, 128, 129, 200):
        yield f"{count} counters", f"table ip t {{\nchain c {{\n{'counter ' * count}\n}}\n}}\n"
    for count in (63, 64, 65):
        yield f"{count} matches", f"table ip t {{\nchain c {{\n{'meta mark 1 ' * count}\n}}\n}}\n"


def _rates():
    for unit in ("second", "minute", "hour", "day", "week"):
        for amount in ("1", "1 kbytes", "1 mbytes", "6 mbytes", "5124095 bytes", "5124096 bytes", "30500 kbytes", "10 mbytes", "100 mbytes", "4095 mbytes", "4294967295", "18446744073709551615",
                       "1000000000", "100000000000", "18446744073 mbytes", "17592186044415 mbytes", "2000000000 mbytes"):
            yield f"limit rate {amount}/{unit}", f"table ip t {{\nchain c {{\nlimit rate {amount}/{unit}\n}}\n}}\n"
    for burst in (" burst 1 packets", " burst 4294967295 packets", " burst 4000000 packets"):
        for rate in ("1/second", "1/hour", "1/week", "1000000/second"):
            yield f"limit rate {rate}{burst}", f"table ip t {{\nchain c {{\nlimit rate {rate}{burst}\n}}\n}}\n"
    for burst in ("1 bytes", "4095 mbytes", "1 mbytes"):
        for rate in ("1 bytes/second", "1 mbytes/hour", "1 bytes/week", "100 mbytes/second"):
            yield f"limit rate {rate} burst {burst}", f"table ip t {{\nchain c {{\nlimit rate {rate} burst {burst}\n}}\n}}\n"


def _element_statements():
    """What a set declares for its elements, and what the elements have."""
    words = ("", "counter", "limit rate 1/second", "quota 1 mbytes", "limit rate 2/second", "last", "counter limit rate 1/second", "limit rate 1/second counter", "counter counter")
    for declared in words:
        for given in words:
            for flags in ("", "flags dynamic"):
                text = f"set s {{\ntype mark\n{flags}\n{declared}\nelements = {{ 1 {given} }}\n}}"
                yield f"set with {flags} {declared}, element with {given}", f"table ip t {{\n{text}\n}}\n"
            text = f"set s {{\ntype mark\nflags dynamic\nsize 5\n{declared}\n}}\nchain c {{\nadd @s {{ meta mark {given} }}\n}}"
            yield f"set with {declared}, rule adds with {given}", f"table ip t {{\n{text}\n}}\n"
        for given in words:
            text = f"meta mark {{ 1 {declared}, 2 {given} }}"
            yield text, f"table ip t {{\nchain c {{\n{text}\n}}\n}}\n"
        for value in ("map s {\ntype mark : mark\nDECLARED\nelements = { 1 GIVEN : 2 }\n}", "map s {\ntype mark : verdict\nDECLARED\nelements = { 1 GIVEN : drop }\n}"):
            for given in words:
                yield f"map with {declared}, element with {given}", f"table ip t {{\n{value.replace('DECLARED', declared).replace('GIVEN', given)}\n}}\n"


def _large_parts():
    for count in range(1, 8):
        key = " . ".join(["ipv6_addr"] * count)
        yield f"a key of {count} IPv6 addresses", f"table ip t {{\nset s {{\ntype {key}\n}}\n}}\n"
        yield f"data of {count} IPv6 addresses", f"table ip t {{\nmap m {{\ntype mark : {key}\n}}\n}}\n"
    for count in (1, 2, 3):
        text = " ".join(["counter", "limit rate 1/second", "quota 1 mbytes"][:count])
        yield f"{count} statements on elements", f"table ip t {{\nset s {{\ntype mark\n{text}\n}}\n}}\n"
    for size in (127, 128, 129):
        yield f"a comment of {size}", f"table ip t {{\nchain c {{\ncounter comment \"{'x' * size}\"\n}}\n}}\n"
    for size in (126, 127):
        yield f"a log prefix of {size}", f"table ip t {{\nchain c {{\nlog prefix \"{'x' * size}\"\n}}\n}}\n"
    for size in (15, 16, 17):
        name = "d" * size
        yield f"a device name of {size}", f"table ip t {{\nchain c {{\niifname \"{name}\"\n}}\n}}\n"
        yield f"a wildcard of {size}", f"table ip t {{\nchain c {{\niifname \"{name}*\"\n}}\n}}\n"
    for size in (1, 2, 3):
        elements = ", ".join(str(i) for i in range(3))
        yield f"3 elements in a set of size {size}", f"table ip t {{\nset s {{\ntype mark\nsize {size}\nelements = {{ {elements} }}\n}}\n}}\n"


def _set_flags():
    """Kinds of sets and what is done with them."""
    flags = ("constant", "interval", "timeout", "dynamic")
    for bits in range(16):
        chosen = [flag for i, flag in enumerate(flags) if bits >> i & 1]
        line = f"flags {','.join(chosen)}\n" if chosen else ""
        for key, value in (("mark", "1"), ("mark . mark", "1 . 1"), ("ipv4_addr", "10.0.0.0/8"), ("mark . ipv4_addr", "1 . 10.0.0.0/8"), ("mark", "*"), ("mark", "1 timeout 1s"),
                           ("mark . mark", "*")):
            yield f"{line.strip()} {key} with {value}", f"table ip t {{\nset s {{\ntype {key}\n{line}elements = {{ {value} }}\n}}\n}}\n"
        for more in ("timeout 1s", "gc-interval 1s", "auto-merge", "size 5", "policy memory", "counter", "timeout 1s; gc-interval 1s"):
            yield f"{line.strip()} {more}", f"table ip t {{\nset s {{\ntype mark\n{line}{more}\n}}\n}}\n"
        for data in ("mark", "verdict", "counter", "interval mark"):
            yield f"map to {data} {line.strip()}", f"table ip t {{\nmap s {{\ntype mark : {data}\n{line}}}\n}}\n"
            for rule in ("add @s { meta mark : 1 }", "update @s { meta mark timeout 1s : 1 }", "meta mark vmap @s", "meta mark set meta mark map @s"):
                yield f"{rule} of a map to {data} {line.strip()}", f"table ip t {{\nmap s {{\ntype mark : {data}\n{line}}}\nchain c {{\n{rule}\n}}\n}}\n"
        for rule in ("add @s { meta mark }", "update @s { meta mark timeout 1s }", "delete @s { meta mark }", "add @s { meta mark counter }", "meta mark @s"):
            yield f"{rule} {line.strip()}", f"table ip t {{\nset s {{\ntype mark\n{line}}}\nchain c {{\n{rule}\n}}\n}}\n"


def _names():
    for size in (1, 31, 63, 127, 128, 200, 255, 256):
        name = "a" * size
        for text in ("table ip N {\n}", "table ip t {\nchain N {\n}\n}", "table ip t {\nset N {\ntype mark\n}\n}", "table ip t {\ncounter N {\n}\n}",
                     "table ip t {\nmap N {\ntype mark : verdict\n}\n}", "table ip t {\nct helper N {\ntype \"ftp\" protocol tcp\n}\n}",
                     "table ip t {\nsynproxy N {\nmss 1\nwscale 1\n}\n}"):
            yield f"{text.split(chr(10))[-2]} with a name of {size}", text.replace("N", name) + "\n"


def rulesets():
    """(what it is, a whole ruleset)"""
    for text in _base_chains():
        yield text.splitlines()[2], text
    yield from _depths()
    yield from _loops()
    yield from _long_rules()
    yield from _rates()
    yield from _element_statements()
    yield from _names()
    yield from _large_parts()
    yield from _set_flags()


class Module:
    """Something that a kernel may be built without, and then answers as it answers to what is illegal everywhere."""

    def __init__(self, name, text, rule, answer, pattern, family=r"\w+"):
        self.name, self.answer = name, answer
        self.probe = f"table {text} {{\n{rule}\n}}\n"
        self.pattern = re.compile(rf"^table {family} (?s:.)*({pattern})", re.M)

    def concerns(self, text):
        return self.pattern.search(text) is not None


_ABSENT = "No such file or directory"
MODULES = (
    Module("nft_queue", "ip t", "chain c {\nqueue to 1\n}", _ABSENT, r"^(.*\s)?queue "),
    Module("nf_flow_table", "ip t", "flowtable f {\nhook ingress priority 0\n}", _ABSENT, r"^flowtable "),
    Module("nft_meta_bridge", "bridge t", "chain c {\nmeta ibrname \"x\"\n}", "Could not process rule", r"[io]br(name|iport|pvid|vproto)", "bridge"),
    Module("nft_reject_bridge", "bridge t", "chain c {\nreject\n}", _ABSENT, r"^reject", "bridge"),
    Module("nf_conntrack_bridge", "bridge t", "chain c {\nct state new\n}", "Could not process rule", r"\bct (?!expectation)|notrack|synproxy", "bridge"),
    Module("SELinux", "ip t", "secmark x {\n\"system_u:object_r:ssh_server_packet_t:s0\"\n}", "Could not process rule", r"^secmark "),
    Module("nf_conntrack_sip", "ip t", "ct helper h {\ntype \"sip\" protocol udp\n}", _ABSENT, r"\"sip\""),
)
