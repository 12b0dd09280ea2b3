# SPDX-License-Identifier: GPL-2.0-or-later
"""nft without a process for every ruleset: libnftables, in children with namespaces of their own, because some rulesets
make it fail an assertion."""
import ctypes
import json
import os

import netns

CRASHED = "nft crashed"


class LibNftables:
    def __init__(self):
        self.library = ctypes.CDLL("libnftables.so.1")
        self.library.nft_ctx_new.restype = ctypes.c_void_p
        self.library.nft_ctx_get_error_buffer.restype = ctypes.c_char_p
        self.context = ctypes.c_void_p(self.library.nft_ctx_new(0))
        self.library.nft_ctx_buffer_error(self.context)
        self.library.nft_ctx_buffer_output(self.context)

    def run(self, commands):
        """What it complains of; nothing if it loads."""
        if self.library.nft_run_cmd_from_buffer(self.context, commands.encode()) == 0:
            return ""
        return self.library.nft_ctx_get_error_buffer(self.context).decode(errors="replace") or "failed"


class _Child:
    """Loads rulesets[first::step] one after the other; one line of JSON for each goes through the pipe."""

    def __init__(self, rulesets, first, step):
        self.rulesets, self.step = rulesets, step
        read, write = os.pipe()
        self.process = os.fork()
        if self.process == 0:
            os.close(read)
            self._work(first, write)
        os.close(write)
        self.answers = os.fdopen(read)

    def _work(self, first, write):
        os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
        netns.enter_private()
        nft = LibNftables()
        for index in range(first, len(self.rulesets), self.step):
            complaint = nft.run("flush ruleset\n" + self.rulesets[index])
            os.write(write, (json.dumps(complaint[:500]) + "\n").encode())
        os._exit(0)

    def result(self):
        answers = [json.loads(line) for line in self.answers]
        self.answers.close()
        return answers, os.waitpid(self.process, 0)[1]


def _all_of(rulesets, first, step, child):
    answers = []
    while True:
        more, status = child.result()
        answers += more
        if status == 0:
            return answers
        answers.append(CRASHED)
        child = _Child(rulesets, first + step * len(answers), step)


def complaints(rulesets, children=16):
    """What nft or the kernel says of each ruleset on an empty kernel: "" if it loads. Mostly waiting for the kernel,
    therefore in several namespaces at once."""
    started = [_Child(rulesets, first, children) for first in range(children)]
    answers = [None] * len(rulesets)
    for first, child in enumerate(started):
        answers[first::children] = _all_of(rulesets, first, children, child)
    return answers
