#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""The report formats of other programs, on every golden case and on hostile texts. usage: formats.py RULEC"""
import json
import pathlib
import re
import subprocess
import sys
import tempfile
import unittest
import xml.etree.ElementTree

import jsonschema

HERE = pathlib.Path(__file__).resolve().parent
SCHEMA = json.loads((HERE / "sarif.schema.json").read_text())
CASES = sorted(HERE.parent.joinpath("cases").rglob("*.rules"))
ANNOTATION = re.compile(
    r"::(error|warning|notice) (?:file=[^,:]+,line=\d+,endLine=\d+,col=\d+,endColumn=\d+,)?title=[EW]\d{4}::[^\r\n]+")
HOSTILE = 'table inet t {\n\tchain a\x01<&"> {\n\t\tlog prefix "%0A::error::\udcff\u00e9\U0001f525" nosuch, ]]>\n'


def check(kind, *paths, options=("-Wall",)):
    done = subprocess.run([RULEC, "check", "--format", kind, *options, *paths], capture_output=True, check=False, timeout=60)
    assert done.returncode in (0, 1, 3), done
    assert done.stderr == b"", done.stderr
    return done.stdout.decode("utf-8")  # which must not fail


class Formats(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="rulec,form%at:s.")
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)

    def file(self, text, name="a b\u00e9.rules"):
        path = self.folder / name
        path.write_bytes(text.encode("utf-8", "surrogateescape"))
        return path

    def inputs(self):
        missing = self.folder / "missing"
        yield [*CASES]
        yield [self.file(HOSTILE)]
        yield [self.file(""), missing]
        yield [self.file("table ip t\uffff {\n", "\ufffe\uffff.rules")]

    def codes(self, paths):
        return [found["code"] for found in json.loads(check("json", *paths))["diagnostics"]]

    def test_sarif(self):
        for paths in self.inputs():
            log = json.loads(check("sarif", *paths))
            jsonschema.validate(log, SCHEMA)
            run = log["runs"][0]
            rules = run["tool"]["driver"]["rules"]
            self.assertEqual([result["ruleId"] for result in run["results"]], self.codes(paths))
            for result in run["results"]:
                self.assertEqual(rules[result["ruleIndex"]]["id"], result["ruleId"])

    def test_sarif_of_nothing_is_a_document(self):
        jsonschema.validate(json.loads(check("sarif", self.file(""))), SCHEMA)

    def test_sarif_counts_utf16(self):
        path = self.file('table ip t {\n\tchain a {\n\t\tlog prefix "\U0001f525\u00e9" tcp dprot 1\n\t}\n}\n')
        result = json.loads(check("sarif", path, options=["--select", "W1001"]))["runs"][0]["results"][0]
        region = result["locations"][0]["physicalLocation"]["region"]
        self.assertEqual((region["startColumn"], region["endColumn"]), (24, 29))

    def test_github(self):
        for paths in self.inputs():
            lines = check("github", *paths).splitlines()
            self.assertEqual(len(lines), len(self.codes(paths)))
            for line in lines:
                self.assertRegex(line, ANNOTATION)

    def test_gitlab(self):
        for paths in self.inputs():
            issues = json.loads(check("gitlab", *paths))
            self.assertEqual([issue["check_name"] for issue in issues], self.codes(paths))
            for issue in issues:
                self.assertEqual(set(issue), {"description", "check_name", "fingerprint", "severity", "location"})
                self.assertIn(issue["severity"], ("info", "minor", "major", "critical", "blocker"))
                self.assertGreaterEqual(issue["location"]["lines"]["begin"], 1)
                self.assertTrue(issue["location"]["path"])
            self.assertEqual(len({issue["fingerprint"] for issue in issues}), len(issues))

    def test_fingerprints_stay_when_lines_move(self):
        chains = "table ip t {\n\tchain a {\n\t}\n\tchain b {\n\t}\n}\n"
        before = json.loads(check("gitlab", self.file(chains)))
        after = json.loads(check("gitlab", self.file("\n# more\n" + chains)))
        self.assertEqual([i["fingerprint"] for i in before], [i["fingerprint"] for i in after])
        self.assertNotEqual([i["location"] for i in before], [i["location"] for i in after])

    def test_checkstyle(self):
        for paths in self.inputs():
            root = xml.etree.ElementTree.fromstring(check("checkstyle", *paths))
            found = sorted(error.get("source").removeprefix("rulec.") for error in root.iter("error"))
            self.assertEqual(found, sorted(self.codes(paths)))
            for error in root.iter("error"):
                self.assertIn(error.get("severity"), ("error", "warning", "info"))


if __name__ == "__main__":
    RULEC = sys.argv.pop(1)
    unittest.main()
