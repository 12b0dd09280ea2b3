# SPDX-License-Identifier: GPL-2.0-or-later
"""Rulesets that are large because of their rules. Each function takes a size and yields text; a fixed seed each."""
import pathlib
import random

from write_elements import dotted

_INPUT = "\tchain input {\n\t\ttype filter hook input priority filter;\n"


def _rule(source, number):
    """Four expressions and a comment."""
    return (f"ip saddr {dotted(source.randrange(1 << 24, 223 << 24))} tcp dport {source.randint(1, 65535)}"
            f' counter accept comment "rule {number}"')


def rules(count):
    """One chain of `count` rules."""
    source = random.Random(1)
    yield "table ip bench {\n" + _INPUT
    for number in range(count):
        yield f"\t\t{_rule(source, number)}\n"
    yield "\t}\n}\n"


def tables(count):
    """`count` tables of ten chains of three rules; each chain jumps to the next."""
    source = random.Random(8)
    for table in range(count):
        yield f"table ip bench{table} {{\n"
        for chain in reversed(range(10)):
            yield f"\tchain step{chain} {{\n"
            for number in range(3):
                yield f"\t\t{_rule(source, number)}\n"
            yield f"\t\tjump step{chain + 1}\n\t}}\n" if chain < 9 else "\t}\n"
        yield "}\n"


def anonymous_sets(count):
    """`count` rules with a set of four ports each."""
    source = random.Random(9)
    yield "table ip bench {\n" + _INPUT
    for _ in range(count):
        ports = ", ".join(str(port) for port in sorted(source.sample(range(1, 65536), 4)))
        yield f"\t\ttcp dport {{ {ports} }} accept\n"
    yield "\t}\n}\n"


def includes(count, folder):
    """`count` files in `folder`, each a chain of two rules and what they need, and one file that includes them all."""
    source = random.Random(10)
    folder = pathlib.Path(folder)
    folder.mkdir()
    for number in range(count):
        path = folder / f"part{number:05}.rules"
        path.write_text(f"define from{number} = {dotted(source.randrange(1 << 24, 223 << 24))}\n\n"
                        f"table ip bench {{\n\tchain part{number} {{\n"
                        f"\t\tip saddr $from{number} tcp dport {source.randint(1, 65535)} accept\n"
                        "\t\tct state invalid counter drop\n\t}\n}\n", encoding="ascii")
        yield f'include "{path}"\n'
