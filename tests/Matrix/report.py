"""Sums up the results in a folder: report.py FOLDER "RELEASE ..." [MARKDOWN]."""

import json
import pathlib
import sys
import xml.etree.ElementTree as xml

HEAD = """# Compatibility

The same sources, built and tested on each supported libtorch. `./build.sh matrix` runs it all and writes this page.

| libtorch | Distribution | Python | numpy | Passed | Failed | Skipped |
|---|---|---|---|---|---|---|
"""

REFERENCE = """
The reference of each row is the Python on that row, which stands on the same libtorch files.
"""


class Run:
    """The tests on one release."""

    def __init__(self, folder, release):
        self.versions = json.loads((folder / f"{release}.json").read_text())
        results = folder / f"{release}.xml"
        self.assemblies = list(xml.parse(results).getroot().iter("assembly")) if results.exists() else []

    def count(self, *attributes):
        return sum(int(assembly.get(name, 0)) for assembly in self.assemblies for name in attributes)

    def counts(self):
        if not self.assemblies:
            return ["?", "the tests broke off", "?"]
        return [self.count("passed"), self.count("failed", "errors"), self.count("skipped")]

    def skipped(self):
        for assembly in self.assemblies:
            for test in assembly.iter("test"):
                if test.get("result") == "Skip":
                    yield test.get("name"), test.findtext("reason").strip()

    def row(self):
        return "| " + " | ".join(map(str, [*self.versions.values(), *self.counts()])) + " |\n"


def skips(runs):
    lines = ["\n## Skipped tests\n\n"]
    for run in runs:
        reasons = {}
        for name, reason in run.skipped():
            reasons.setdefault(reason, []).append(name.removeprefix("LibTorch.Tests."))
        lines += [f"- {run.versions['libtorch']}: {reason}: `{'`, `'.join(sorted(names))}`\n" for reason, names in sorted(reasons.items())]
    return "".join(lines if len(lines) > 1 else ["\nNo test is skipped on any of them.\n"])


def main():
    folder, releases = pathlib.Path(sys.argv[1]), sys.argv[2].split()
    runs = [Run(folder, release) for release in releases]
    for run in runs:
        passed, failed, skipped = run.counts()
        print(f"libtorch {run.versions['libtorch']} ({run.versions['distribution']}): {passed} passed, {failed} failed, {skipped} skipped")
    if len(sys.argv) > 3:
        pathlib.Path(sys.argv[3]).write_text(HEAD + "".join(run.row() for run in runs) + REFERENCE + skips(runs))


main()
