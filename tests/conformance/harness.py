# SPDX-License-Identifier: GPL-2.0-or-later
"""Finds the corpora and their harness, which are not part of this repository: in $RULEC_CONFORMANCE, then beside the
checkout. Without them the test has nothing to do and ends with exit code 77."""
import argparse
import os
import pathlib
import shutil
import sys
import tempfile

SKIPPED = 77


def find(test):
    here = pathlib.Path(__file__).resolve().parent
    folder = pathlib.Path(os.environ.get("RULEC_CONFORMANCE", here.parents[2] / "shared/conformance"))
    if not (folder / "conformance.py").exists():
        print(f"{test}: no corpora here, nothing was compared (RULEC_CONFORMANCE names their folder)")
        sys.exit(SKIPPED)
    sys.path.insert(0, str(folder))
    return folder


def parser():
    """The command line that the tests share."""
    shared = argparse.ArgumentParser()
    shared.add_argument("rulec")
    shared.add_argument("corpora", nargs="*")
    shared.add_argument("--jobs", type=int, default=2)
    shared.add_argument("--filter", help="regular expression of case ids")
    return shared


def run_on_text(case, text, argv):
    """The command on the text, in a folder that holds it and what it includes."""
    import conformance
    folder = tempfile.mkdtemp(prefix="rulec.")
    try:
        conformance.write_case(case, text, folder)
        return conformance.run(argv + [conformance.MAIN_FILE], cwd=folder)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
