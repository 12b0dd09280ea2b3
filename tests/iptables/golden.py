#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Golden cases of `rulec import`: dumps/NAME.save (NAME.v6.save of ip6tables, NAME.sh a script) and what is printed for
it, NAME.rules, with the diagnostics in NAME.diag. What is printed must compile without a mistake
and be formatted. Cases named fail_ are
run with --keep-going as well. NAME.save and NAME.v6.save together are NAME.merged.rules; cases
named runs are imported with --idiomatic as well, NAME.idiomatic.rules. Sets in NAME.ipset belong to the dumps of the same
name, or are a case of their own.

usage: golden.py RULEC        RULEC_UPDATE=1 rewrites the expectations
"""
import os
import pathlib
import subprocess
import sys

DUMPS = pathlib.Path(__file__).resolve().parent / "dumps"


def run(*words):
    return subprocess.run(words, cwd=DUMPS, text=True, capture_output=True, timeout=60, check=False)


def kind(name):
    return "ipset" if name.endswith(".ipset") else "iptables-script" if name.endswith(".sh") else "ip6tables" if name.endswith(".v6.save") else "iptables"


def sets(path):
    """What to say of the sets that belong to a dump."""
    name = path.name.split(".")[0] + ".ipset"
    return ["--with", "ipset", name] if path.suffix == ".save" and path.with_name(name).exists() else []


def expect(path, text, mistakes):
    if os.environ.get("RULEC_UPDATE") == "1":
        path.write_text(text) if text else path.unlink(missing_ok=True)
    elif (path.read_text() if path.exists() else "") != text:
        mistakes.append(f"{path.name} is not what was printed:\n{text}")


def check_pair(rulec, path, mistakes):
    other = path.with_suffix(".v6.save")
    done = run(rulec, "import", "iptables", path.name, "--with", "ip6tables", other.name, *sets(path))
    if done.returncode != 0 or done.stderr:
        mistakes.append(f"{path.name} with {other.name}: exit code {done.returncode}\n{done.stderr}")
    expect(path.with_suffix(".merged.rules"), done.stdout, mistakes)


def check(rulec, path, mistakes):
    done = run(rulec, "import", kind(path.name), path.name, *sets(path))
    failing = path.name.startswith("fail_")
    if done.returncode != (1 if failing else 0) or failing and done.stdout:
        mistakes.append(f"{path.name}: exit code {done.returncode}\n{done.stdout}{done.stderr}")
    text = run(rulec, "import", kind(path.name), "--keep-going", path.name, *sets(path)).stdout if failing else done.stdout
    expect(path.with_suffix(".rules"), text, mistakes)
    expect(path.with_suffix(".diag"), done.stderr, mistakes)
    if path.name.startswith("runs"):
        text = run(rulec, "import", kind(path.name), "--idiomatic", path.name).stdout
        expect(path.with_suffix(".idiomatic.rules"), text, mistakes)
    judged = subprocess.run([rulec, "check", "-"], input=text, text=True, capture_output=True, check=False)
    if judged.returncode != 0:
        mistakes.append(f"{path.name}: what was printed does not compile\n{judged.stderr}")
    styled = subprocess.run([rulec, "fmt", "-"], input=text, text=True, capture_output=True, check=False)
    if styled.stdout != text:
        mistakes.append(f"{path.name}: what was printed is not as `rulec fmt` writes it")


def main():
    rulec, mistakes = os.path.abspath(sys.argv[1]), []
    alone = [path for path in DUMPS.glob("*.ipset") if not path.with_suffix(".save").exists()]
    paths = sorted([*DUMPS.glob("*.save"), *DUMPS.glob("*.sh"), *alone])
    for path in paths:
        check(rulec, path, mistakes)
        if path.with_suffix(".v6.save").exists():
            check_pair(rulec, path, mistakes)
    print("\n".join(mistakes + [f"{len(paths)} cases, {len(mistakes)} mistakes"]))
    return 1 if mistakes or not paths else 0


if __name__ == "__main__":
    sys.exit(main())
