# SPDX-License-Identifier: GPL-2.0-or-later
"""The machine in words, without anything that tells it from another one of its kind."""
import os
import platform
import re
import subprocess


def describe(nft):
    cores = len(os.sched_getaffinity(0))
    kernel = ".".join(re.findall(r"\d+", platform.release())[:2])
    with open("/proc/meminfo", encoding="ascii") as file:
        kib = int(re.search(r"MemTotal:\s+(\d+)", file.read())[1])
    version = re.search(r"v[\d.]+", subprocess.run([nft, "--version"], capture_output=True, text=True,
                                                   check=True).stdout)[0]
    return (f"{cores} core{'' if cores == 1 else 's'} of {platform.machine()}, {round(kib / 2**20)} GB of memory, "
            f"Linux {kernel}, nft {version[1:]}")
