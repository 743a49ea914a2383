"""Runs the same work in C#, C++ and Python, and prints the table of ratios. ./build.sh bench starts it."""

import argparse
import sys
from pathlib import Path

import machine
from measuring import CPP, CSHARP, PYTHON, Measurements
from plan import FULL, QUICK, ROWS, START
from table import table

RESULTS = Path(__file__).parent.parent / "RESULTS.md"
PAGE = "# Results\n\n`./build.sh bench` wrote this page; [README.md](README.md) tells how to read it.\n\n"


def arguments():
    """What the command line says."""
    rows = {row.name: row for row in (*ROWS, START)}
    parser = argparse.ArgumentParser(prog="./build.sh bench", description=__doc__)
    parser.add_argument("rows", nargs="*", metavar="ROW", help=f"measure these only: {', '.join(rows)}")
    parser.add_argument("--quick", action="store_true", help="under a minute; bench/RESULTS.md stays as it is")
    for hidden in ("--csharp", "--cpp", "--libtorch"):
        parser.add_argument(hidden, required=True, help=argparse.SUPPRESS)
    parsed = parser.parse_args()
    unknown = [name for name in parsed.rows if name not in rows]
    if unknown:
        parser.error(f"no such row: {', '.join(unknown)}. There are {', '.join(rows)}")
    parsed.rows = [rows[name] for name in parsed.rows] or list(rows.values())
    return parsed


def main():
    """Measures, prints, and after a full run of all rows writes RESULTS.md."""
    given = arguments()
    twin = str(Path(__file__).parent.parent / "python")
    commands = {CSHARP: ["dotnet", given.csharp], CPP: [given.cpp], PYTHON: [sys.executable, twin]}
    measured = Measurements(commands, QUICK if given.quick else FULL, given.rows)
    load_before = machine.load()
    measured.run()
    text = f"{machine.description(measured, given.libtorch, load_before)}\n\n{table(measured)}\n"
    print(text)
    if len(given.rows) == len(ROWS) + 1 and not given.quick:
        RESULTS.write_text(PAGE + text, encoding="utf-8")


main()
