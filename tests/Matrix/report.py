"""Records the tests' results on a release, and writes the page: report.py FOLDER RELEASE COMMIT, or report.py for the page alone.

FOLDER has the tests' own results, RELEASE.xml, and the versions that they ran on, RELEASE.json. What the page needs of them is kept in
rows/RELEASE.json, so each row can be renewed alone.
"""

import datetime
import json
import sys
import xml.etree.ElementTree as xml
from collections import Counter
from pathlib import Path

HERE = Path(__file__).parent
PAGE = HERE.parent.parent / "docs/compatibility.md"
RELEASES = ("here", "trixie", "trixie-cuda", "sid")

HEAD = """# Compatibility

The sources, built and tested on each supported libtorch. `./build.sh matrix` tests them on all and renews this page, `./build.sh matrix sid` renews one row. The last column has the day and the commit.

| libtorch | Distribution | Python | numpy | Passed | Failed | Skipped | Tested |
|---|---|---|---|---|---|---|---|
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


def record(folder, release, commit):
    """Keeps what the page needs of a release's results."""
    row = json.loads((folder / f"{release}.json").read_text(encoding="utf-8"))
    assemblies = list(xml.parse(folder / f"{release}.xml").getroot().iter("assembly"))

    def count(*attributes):
        return sum(int(assembly.get(name, 0)) for assembly in assemblies for name in attributes)

    # The cases of a test that are skipped for the same reason are counted.
    skipped = Counter(
        (test.get("name").removeprefix("LibTorch.Tests.").split("(")[0], test.findtext("reason").strip())
        for assembly in assemblies
        for test in assembly.iter("test")
        if test.get("result") == "Skip"
    )
    row |= {"passed": count("passed"), "failed": count("failed", "errors"), "tested": f"{datetime.date.today()}, {commit}"}
    row["skipped"] = [{"test": test, "cases": cases, "reason": reason} for (test, reason), cases in sorted(skipped.items())]
    (HERE / f"rows/{release}.json").write_text(json.dumps(row, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")


def cases_skipped(row):
    """How many test cases are skipped."""
    return sum(test["cases"] for test in row["skipped"])


def line(row):
    """The row of the first table."""
    cells = [row[name] for name in ("libtorch", "distribution", "python", "numpy", "passed", "failed")]
    return "| " + " | ".join(map(str, [*cells, cases_skipped(row), row["tested"]])) + " |\n"


def skips(rows):
    """The table of skipped tests."""
    lines = []
    for row in rows:
        for test in row["skipped"]:
            cases = f", {test['cases']} cases" if test["cases"] > 1 else ""
            lines.append(f"| {row['libtorch']} | `{test['test']}`{cases} | {test['reason']} |\n")
    head = "\n## Skipped tests\n\n| libtorch | Test | Why |\n|---|---|---|\n"
    return head + "".join(lines) if lines else "\nNo test is skipped on any of them.\n"


def main():
    """Records a row if one is named, and writes the page."""
    if len(sys.argv) > 1:
        record(Path(sys.argv[1]), *sys.argv[2:])
    files = [HERE / f"rows/{release}.json" for release in RELEASES]
    rows = [json.loads(file.read_text(encoding="utf-8")) for file in files if file.exists()]
    PAGE.write_text(HEAD + "".join(map(line, rows)) + REST + skips(rows), encoding="utf-8")


main()
