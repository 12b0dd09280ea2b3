# SPDX-License-Identifier: GPL-2.0-or-later
"""Private network namespaces for tests: nothing here can reach the machine's own network or rules."""
import contextlib
import ctypes
import os
import signal
import subprocess

_CLONE_NEWUSER, _CLONE_NEWNET = 0x10000000, 0x40000000
_PR_SET_PDEATHSIG = 1
_libc = ctypes.CDLL(None, use_errno=True)


def _call(name, *args):
    if getattr(_libc, name)(*args) != 0:
        number = ctypes.get_errno()
        raise OSError(number, f"{name}: {os.strerror(number)}")


def enter_private():
    """Moves this process into a network namespace of its own; without root, into a user namespace as well."""
    outside = os.readlink("/proc/self/ns/net")
    if os.geteuid() == 0:
        _call("unshare", _CLONE_NEWNET)
    else:
        uid, gid = os.geteuid(), os.getegid()
        _call("unshare", _CLONE_NEWUSER | _CLONE_NEWNET)
        for name, text in (("setgroups", "deny"), ("uid_map", f"0 {uid} 1"), ("gid_map", f"0 {gid} 1")):
            with open(f"/proc/self/{name}", "w", encoding="ascii") as file:
                file.write(text)
    if os.readlink("/proc/thread-self/ns/net") == outside:
        raise RuntimeError("still in the machine's own network namespace")


def available():
    """Whether this process may make network namespaces. Asks in a child, which stays there."""
    child = os.fork()
    if child == 0:
        try:
            enter_private()
            os._exit(0)
        except OSError:
            os._exit(1)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0


def run(argv, **options):
    """subprocess.run with text output captured and a limit in time."""
    options = {"text": True, "capture_output": True, "timeout": 120, "errors": "replace", **options}
    return subprocess.run(argv, check=False, **options)


def run_private(argv, **options):
    """The same in a fresh namespace."""
    return run(argv, preexec_fn=enter_private, **options)


class Host:
    """A network namespace kept alive by a sleeping process, as a host in a small network. Make it from within a
    private namespace; interfaces are moved into it with `ip link set NAME netns PID`."""

    def __init__(self, name):
        self.name = name
        # The child tells by closing its pipe that it has entered the namespace.
        read, write = os.pipe()
        self.pid = os.fork()
        if self.pid == 0:
            os.close(read)
            _libc.prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
            _call("unshare", _CLONE_NEWNET)
            os.close(write)
            signal.pause()
            os._exit(0)
        os.close(write)
        os.read(read, 1)
        os.close(read)

    def close(self):
        os.kill(self.pid, signal.SIGKILL)
        os.waitpid(self.pid, 0)

    def _enter(self):
        descriptor = os.open(f"/proc/{self.pid}/ns/net", os.O_RDONLY)
        _call("setns", descriptor, _CLONE_NEWNET)
        os.close(descriptor)

    def run(self, argv, **options):
        return run(argv, preexec_fn=self._enter, **options)

    def configure(self, *commands):
        """`ip` commands, one a line; every one must succeed."""
        for command in commands:
            done = self.run(["ip", *command.split()])
            if done.returncode != 0:
                raise RuntimeError(f"{self.name}: ip {command}: {done.stderr.strip()}")

    @contextlib.contextmanager
    def inside(self):
        """This process itself in the host's namespace, to open sockets there."""
        home = os.open("/proc/self/ns/net", os.O_RDONLY)
        self._enter()
        try:
            yield
        finally:
            _call("setns", home, _CLONE_NEWNET)
            os.close(home)
