"""Sums up the results in a folder: report.py FOLDER "RELEASE ..." [MARKDOWN]."""

import json
import pathlib
import sys
import xml.etree.ElementTree as xml
from collections import Counter

HEAD = """# Compatibility

The same sources, built and tested on each supported libtorch. `./build.sh matrix` runs it all and writes this page.

| libtorch | Distribution | Python | numpy | Passed | Failed | Skipped |
|---|---|---|---|---|---|---|
"""

REST = """
The reference of each row is the Python on that row, which stands on the same libtorch files.
A row with CUDA, where there is one, is Debian's build of it on a machine without a GPU. Debian has cuDNN fetched from NVIDIA; in its place stands a library whose functions all fail, and none is called.

What differs between the versions follows the libtorch that is running:

- Messages, which became longer over the years, are those of its time.
- From libtorch 2.0 on, `Item()` of several elements is a `TorchException`, before a `TorchValueException`; and a complex scalar needs a gradient for `Backward`.
- numpy is not there to be asked, so `ToString(TensorFormat.NumPy)` goes by the time too. From numpy 2.3 on, here libtorch 2.8, float16 gets an exponent at 1e3 and float32 at 1e6.
- An operator that the running libtorch lacks throws `OperatorNotFoundException`. 2.14 has no named dimensions any more.
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
            return ["none", "not built, or broken off", "none"]
        return [self.count("passed"), self.count("failed", "errors"), self.count("skipped")]

    def skipped(self):
        for assembly in self.assemblies:
            for test in assembly.iter("test"):
                if test.get("result") == "Skip":
                    yield test.get("name"), test.findtext("reason").strip()

    def row(self):
        return "| " + " | ".join(map(str, [*self.versions.values(), *self.counts()])) + " |\n"


def skips(runs):
    """A line for each test; the cases of one that are skipped for the same reason are counted."""
    rows = []
    for run in runs:
        tests = Counter((name.removeprefix("LibTorch.Tests.").split("(")[0], reason) for name, reason in run.skipped())
        for (name, reason), cases in sorted(tests.items()):
            count = f", {cases} cases" if cases > 1 else ""
            rows.append(f"| {run.versions['libtorch']} | `{name}`{count} | {reason} |\n")
    head = "\n## Skipped tests\n\n| libtorch | Test | Why |\n|---|---|---|\n"
    return head + "".join(rows) if rows else "\nNo test is skipped on any of them.\n"


def main():
    folder, releases = pathlib.Path(sys.argv[1]), sys.argv[2].split()
    runs = [Run(folder, release) for release in releases]
    for run in runs:
        passed, failed, skipped = run.counts()
        print(f"libtorch {run.versions['libtorch']} ({run.versions['distribution']}): {passed} passed, {failed} failed, {skipped} skipped")
    if len(sys.argv) > 3:
        pathlib.Path(sys.argv[3]).write_text(HEAD + "".join(run.row() for run in runs) + REST + skips(runs))


main()
