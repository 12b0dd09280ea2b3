# SPDX-License-Identifier: GPL-2.0-or-later
"""What tests of `rulec apply --backend iptables-legacy|iptables-nft` share: a namespace for each test and kind, tools that
fail on purpose, and a ruleset to apply."""
import pathlib
import shutil
import sys
import tempfile
import unittest

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT / "tests/support"))
import netns

SKIPPED = 77
KINDS = ("legacy", "nft")

GATE = """table inet gate {
  chain input {
    type filter hook input priority 0; policy drop;
    ct state established,related accept
    tcp dport { 22, 80 } jump web
  }
  chain web { ip saddr 10.0.0.0/8 accept; }
}
"""
WHOLE = "flush ruleset\n" + GATE
# The kernel takes `owner` for packets that this machine sends only.
WRONG_PLACE = GATE.replace("ip saddr 10.0.0.0/8 accept", "meta skuid 100 accept")

# iptables-restore as it is installed, but the real thing fails once the rehearsal and --test went well.
FAILING = """#!/bin/sh
case "$*" in *--noflush*) case "$*" in *--test*) ;; *) cat >/dev/null; echo "restore: line 3 failed" >&2; exit 1;; esac;; esac
exec {real} "$@"
"""
# Somebody else is faster: before the first real run a rule is gone that the plan removes.
RACING = """#!/bin/sh
case "$*" in *--noflush*) case "$*" in *--test*) ;; *)
  if [ ! -e raced ]; then touch raced; iptables-{kind} -D INPUT -j rulec-OLD; fi;; esac;; esac
exec {real} "$@"
"""


# Time for a signal: to the process group, as the keyboard sends it, to rulec alone, or one that nobody of the group survives.
SLOW = """#!/bin/sh
case "$*" in *--noflush*) case "$*" in *--test*) ;; *) touch here; sleep 1;; esac;; esac
exec {real} "$@"
"""
INTERRUPT = """import os, signal, subprocess, sys, time
who, command = sys.argv[1], sys.argv[2:]
rulec = subprocess.Popen(command, start_new_session=True)
while not os.path.exists("here") and rulec.poll() is None:
    time.sleep(0.02)
(os.kill if who == "rulec" else os.killpg)(rulec.pid, signal.SIGKILL if who == "kill" else signal.SIGTERM)
code = rulec.wait()
sys.exit(code if code >= 0 else 128 - code)
"""


class World:
    """A namespace that several commands share, with a folder for files."""

    rulec = "rulec" # path

    def __init__(self, kind):
        self.kind = kind
        self.folder = pathlib.Path(tempfile.mkdtemp())

    def sh(self, script, **files):
        """(exit code, output, messages); `$ipt` is iptables of the kind, `$apply` the command under test."""
        for name, text in files.items():
            (self.folder / name).write_text(text, encoding="utf-8")
        script = (script.replace("$apply", f"{World.rulec} apply --backend iptables-{self.kind}")
                  .replace("$ipt", f"iptables-{self.kind}").replace("$ip6t", f"ip6tables-{self.kind}")
                  .replace("$rulec", World.rulec))
        done = netns.run_private(["sh", "-c", script], cwd=self.folder)
        return done.returncode, rules_of(done.stdout), done.stderr

    def fake(self, program, text):
        folder = self.folder / "bin"
        folder.mkdir(exist_ok=True)
        file = folder / program
        file.write_text(text.format(real=shutil.which(program), kind=self.kind), encoding="ascii")
        file.chmod(0o755)


def rules_of(text):
    """Without the remarks of iptables-save."""
    return "".join(line for line in text.splitlines(keepends=True) if not line.startswith("#"))


def each_kind(test):
    def run(self):
        for kind in KINDS:
            with self.subTest(kind=kind):
                world = World(kind)
                try:
                    test(self, world)
                finally:
                    shutil.rmtree(world.folder)
    return run


def main():
    World.rulec = str(pathlib.Path(sys.argv.pop(1)).resolve())
    if not netns.available() or shutil.which("ipset") is None or any(shutil.which(f"iptables-{kind}-restore") is None for kind in KINDS):
        print("skipped: this needs network namespaces, both kinds of iptables and ipset")
        return SKIPPED
    return 0 if unittest.main(exit=False, verbosity=1).result.wasSuccessful() else 1
