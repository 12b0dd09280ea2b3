#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""The CI kit: its files have the shape that the services want, and the commands in them do what they promise, on the
example repository and on broken copies of it. usage: run.py RULEC"""
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import unittest

import yaml

ROOT = pathlib.Path(__file__).resolve().parents[2]
EXAMPLE = ROOT / "examples/ci"


def read(path):
    return yaml.safe_load(path.read_text())


class Kit(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="rulec-ci.")
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)
        self.repository = self.folder / "repository"
        shutil.copytree(EXAMPLE, self.repository)
        self.action = self.folder / "action"  # as if it had been built there
        (self.action / "build").mkdir(parents=True)
        (self.action / "build/rulec").symlink_to(RULEC)

    def change(self, before, after):
        rules = self.repository / "gateway.rules"
        text = rules.read_text()
        self.assertIn(before, text)
        rules.write_text(text.replace(before, after))

    def bash(self, script, **variables):
        environment = {**os.environ, "GITHUB_ACTION_PATH": str(self.action), **variables,
                       "PATH": f"{self.action / 'build'}:{os.environ['PATH']}"}
        return subprocess.run(["bash", "-e", "-o", "pipefail", "-c", script], cwd=self.repository, env=environment,
                              capture_output=True, text=True, check=False, timeout=60)


class GitHub(Kit):
    def setUp(self):
        super().setUp()
        self.manifest = read(ROOT / "action.yml")
        steps = read(EXAMPLE / ".github/workflows/firewall.yml")["jobs"]["check"]["steps"]
        self.given = next(step for step in steps if "/rulec@" in step.get("uses", ""))["with"]

    def steps(self):
        """Exit code and output by step, with the example's inputs; as GitHub does, behind a failure only those that say
        they run even so."""
        self.assertLessEqual(set(self.given), set(self.manifest["inputs"]))
        inputs = {name: self.given.get(name, row["default"]) for name, row in self.manifest["inputs"].items()}
        results = {}
        for step in self.manifest["runs"]["steps"]:
            failed = any(done.returncode != 0 for done in results.values())
            if step["name"] == "Build rulec" or (failed and "!cancelled()" not in str(step.get("if", ""))):
                continue
            variables = {name: re.sub(r"\$\{\{ inputs\.(\w+) \}\}", lambda m: inputs[m[1]], value)
                         for name, value in step.get("env", {}).items()}
            done = self.bash(step["run"], **variables)
            results[step["name"]] = done
        return results

    def test_shape(self):
        self.assertEqual(self.manifest["runs"]["using"], "composite")
        for row in self.manifest["inputs"].values():
            self.assertEqual(set(row), {"description", "default"})
            self.assertIsInstance(row["default"], str)
        for step in self.manifest["runs"]["steps"]:
            self.assertLessEqual({"name", "shell", "run"}, set(step))
            self.assertNotIn("${{", step["run"], "inputs come as variables, not as text of the script")
        self.assertIn("./dev build", self.manifest["runs"]["steps"][0]["run"])

    def test_the_example_passes(self):
        results = self.steps()
        self.assertEqual([(name, done.returncode, done.stdout) for name, done in results.items()],
                         [("Write SARIF", 0, ""), ("Check", 0, ""), ("Check the style", 0, "")])
        log = json.loads((self.repository / "rulec.sarif").read_text())
        self.assertEqual(log["runs"][0]["results"], [])

    def test_a_mistake_is_annotated(self):
        self.change("tcp dport { 22", "tcp dprot { 22")
        results = self.steps()
        self.assertEqual(results["Check"].returncode, 1)
        self.assertRegex(results["Check"].stdout, r"^::error file=gateway\.rules,line=14,endLine=14,col=\d+,")
        log = json.loads((self.repository / "rulec.sarif").read_text())
        self.assertEqual([found["ruleId"] for found in log["runs"][0]["results"]], ["E0207"])

    def test_a_warning_fails_as_the_example_asks(self):
        self.change("\t\toifname $WAN masquerade", "\t\toifname $WAN masquerade\n\t}\n\tchain nobody_comes_here {")
        self.assertEqual(self.steps()["Check"].returncode, 1)

    def test_bad_style_fails_with_a_diff(self):
        self.change("\t\toifname $WAN masquerade", "  oifname   $WAN masquerade")
        results = self.steps()
        self.assertEqual((results["Check"].returncode, results["Check the style"].returncode), (0, 1))
        self.assertIn("+\t\toifname $WAN masquerade", results["Check the style"].stdout)


class GitLab(Kit):
    def run_job(self):
        template, example = read(ROOT / "ci/gitlab.yml")["rulec"], read(EXAMPLE / ".gitlab-ci.yml")
        self.assertEqual(example["include"][0]["file"], "ci/gitlab.yml")
        self.report = self.repository / template["artifacts"]["reports"]["codequality"]
        variables = {**template["variables"], **example["rulec"]["variables"]}
        return self.bash("\n".join(template["script"]), **variables)

    def issues(self):
        return json.loads(self.report.read_text())

    def test_the_example_passes(self):
        done = self.run_job()
        self.assertEqual((done.returncode, self.issues()), (0, []), done.stderr)

    def test_a_mistake_is_reported(self):
        self.change("tcp dport { 22", "tcp dprot { 22")
        self.assertEqual(self.run_job().returncode, 1)
        self.assertEqual([(i["check_name"], i["location"]["path"], i["location"]["lines"]["begin"]) for i in self.issues()],
                         [("E0207", "gateway.rules", 14)])

    def test_bad_style_fails(self):
        self.change("\t\toifname $WAN masquerade", "oifname $WAN masquerade")
        self.assertEqual(self.run_job().returncode, 1)
        self.assertEqual(self.issues(), [])


class PreCommit(Kit):
    def setUp(self):
        super().setUp()
        self.hooks = {hook["id"]: hook for hook in read(ROOT / ".pre-commit-hooks.yaml")}

    def run_hook(self, used):
        """pre-commit calls the entry with the arguments and the changed files that match."""
        hook = self.hooks[used["id"]]
        files = [path.name for path in sorted(self.repository.iterdir()) if re.search(hook["files"], path.name)]
        self.assertEqual(files, ["gateway.rules"])
        return self.bash(" ".join([hook["entry"], *used.get("args", []), *files]))

    def used(self):
        return read(EXAMPLE / ".pre-commit-config.yaml")["repos"][0]["hooks"]

    def test_shape(self):
        for hook in self.hooks.values():
            self.assertLessEqual({"id", "name", "entry", "language", "files"}, set(hook))
            self.assertEqual(hook["language"], "system")

    def test_the_example_passes_and_stays(self):
        before = (self.repository / "gateway.rules").read_bytes()
        for used in self.used():
            done = self.run_hook(used)
            self.assertEqual(done.returncode, 0, done.stderr)
        self.assertEqual((self.repository / "gateway.rules").read_bytes(), before)

    def test_check_refuses_and_fmt_mends(self):
        before = (self.repository / "gateway.rules").read_bytes()
        self.change("\t\toifname $WAN masquerade", "oifname   $WAN masquerade")
        self.run_hook({"id": "rulec-fmt"})
        self.assertEqual((self.repository / "gateway.rules").read_bytes(), before)
        self.change("masquerade", "masqurade")
        self.assertEqual(self.run_hook({"id": "rulec-check"}).returncode, 1)


if __name__ == "__main__":
    RULEC = str(pathlib.Path(sys.argv.pop(1)).resolve())
    unittest.main()
