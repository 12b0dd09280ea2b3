# SPDX-License-Identifier: GPL-2.0-or-later
"""Rulesets that are large because of their elements. Each function takes a size and yields text; a fixed seed each."""
import random

_VERDICTS = ("accept", "drop", "jump logged")


def dotted(number):
    return ".".join(str(number >> shift & 255) for shift in (24, 16, 8, 0))


def _unicast(source, count):
    """`count` different addresses."""
    return source.sample(range(1 << 24, 223 << 24), count)


def _lines(items):
    """Four a line, as people and generators of blocklists write them."""
    for start in range(0, len(items), 4):
        yield "\t\t\t" + ", ".join(items[start:start + 4]) + ",\n"


def _holder(kind, declaration, items, chains=""):
    yield f"table ip bench {{\n{chains}\t{kind} s {{\n\t\t{declaration}\n\t\telements = {{\n"
    yield from _lines(items)
    yield "\t\t}\n\t}\n}\n"


def addresses(count):
    """A hash set of addresses."""
    return _holder("set", "type ipv4_addr", [dotted(n) for n in _unicast(random.Random(2), count)])


def networks(count):
    """An interval set of about 0.87 of `count` /24 networks: neighbours and doubles are left out."""
    source = random.Random(3)
    chosen, last = [], -2
    for network in sorted(source.randrange(1 << 16, 223 << 16) for _ in range(count)):
        if network > last + 1:
            chosen.append(dotted(network << 8) + "/24")
            last = network
    return _holder("set", "type ipv4_addr; flags interval", chosen)


def services(count):
    """A hash set of address . port."""
    source = random.Random(4)
    items = [f"{dotted(n)} . {source.randint(1, 65535)}" for n in _unicast(source, count)]
    return _holder("set", "type ipv4_addr . inet_service", items)


def service_ranges(count):
    """An interval set of network . port range; the networks differ, so that no two elements overlap."""
    source = random.Random(5)
    items = []
    for network in source.sample(range(1 << 16, 223 << 16), count):
        first = source.randint(1, 60000)
        items.append(f"{dotted(network << 8)}/24 . {first}-{first + source.randint(1, 500)}")
    return _holder("set", "type ipv4_addr . inet_service; flags interval", items)


def verdict_map(count):
    source = random.Random(6)
    items = [f"{dotted(n)} : {source.choice(_VERDICTS)}" for n in _unicast(source, count)]
    return _holder("map", "type ipv4_addr : verdict", items, "\tchain logged {\n\t\tlog\n\t}\n")


def shared_define(count):
    """One definition of `count` addresses, used by three sets."""
    yield "define wide = {\n"
    yield from _lines([dotted(n) for n in _unicast(random.Random(7), count)])
    yield "}\n\ntable ip bench {\n"
    for name in ("first", "second", "third"):
        yield f"\tset {name} {{\n\t\ttype ipv4_addr\n\t\telements = $wide\n\t}}\n"
    yield "}\n"
