"""Runs the same work in C#, C++ and Python, or in C# and with TorchSharp, and prints the table of ratios. ./build.sh bench starts it."""

import argparse
import sys
from pathlib import Path

import machine
from measuring import CPP, CSHARP, PYTHON, TORCHSHARP, Measurements
from plan import FULL, QUICK, ROWS, STARTS, UNDISPOSED, WITH_TORCHSHARP
from table import memory_table, table

BENCH = Path(__file__).parent.parent
PAGE = "# Results\n\n`./build.sh bench` wrote this page; [README.md](README.md) tells how to read it.\n\n"
PEER_PAGE = (
    "# Beside TorchSharp\n\n`./build.sh bench --peer torchsharp` wrote this page; [README.md](README.md#beside-torchsharp) tells how to read it.\n\n"
)


def arguments():
    """Parses the command line."""
    rows = {row.name: row for row in (*ROWS, *UNDISPOSED, *STARTS)}
    parser = argparse.ArgumentParser(prog="./build.sh bench", description=__doc__)
    parser.add_argument("rows", nargs="*", metavar="ROW", help=f"measure these only: {', '.join(rows)}")
    parser.add_argument("--quick", action="store_true", help="within two minutes; bench/RESULTS.md stays as it is")
    parser.add_argument("--peer", choices=["torchsharp"], help="measure C# and this instead")
    for hidden in ("--csharp", "--artifacts", "--cpp", "--torchsharp", "--libtorch"):
        parser.add_argument(hidden, help=argparse.SUPPRESS)
    parsed = parser.parse_args()
    if parsed.peer:
        rows = {name: rows[name] for name in WITH_TORCHSHARP}
    unknown = [name for name in parsed.rows if name not in rows]
    if unknown:
        parser.error(f"no such row: {', '.join(unknown)}. There are {', '.join(rows)}")
    parsed.is_whole = not parsed.rows and not parsed.quick
    parsed.rows = [rows[name] for name in parsed.rows] or list(rows.values())
    return parsed


def start_programs(artifacts):
    """The C# programs that print a tensor, by row; those that could not be built are left out."""
    programs = {
        "start": ["dotnet", f"{artifacts}/bin/LibTorch.Start/release/LibTorch.Start.dll"],
        "start-ready": ["dotnet", f"{artifacts}/start/ready/LibTorch.Start.dll"],
        "start-native": [f"{artifacts}/start/native/LibTorch.Start"],
    }
    return {name: command for name, command in programs.items() if Path(command[-1]).exists()}


def is_known(row):
    """Whether this Python can do the row's work; if not, a message says that the row is left out."""
    known = row.needs == "True" or bool(eval(row.needs, {"torch": __import__("torch")}))
    if not known:
        print(f"{row.name} is left out: this Python cannot do it", file=sys.stderr)
    return known


def programs(given):
    """The command of each language, and the page that a whole run writes."""
    csharp = {CSHARP: ["dotnet", given.csharp]}
    if given.peer:
        return csharp | {TORCHSHARP: ["dotnet", given.torchsharp]}, BENCH / "TORCHSHARP.md", PEER_PAGE
    return csharp | {CPP: [given.cpp], PYTHON: [sys.executable, str(BENCH / "python")]}, BENCH / "RESULTS.md", PAGE


def main():
    """Measures, prints, and after a full run of all rows writes the page."""
    given = arguments()
    starts = start_programs(given.artifacts)
    rows = [row for row in given.rows if (row not in STARTS or row.name in starts) and is_known(row)]
    commands, page, heading = programs(given)
    measured = Measurements(commands, starts, QUICK if given.quick else FULL, rows, same_files=not given.peer)
    load_before = machine.load()
    measured.run()
    text = f"{machine.description(measured, given.libtorch, load_before)}\n\n{table(measured)}\n{memory_table(measured)}"
    print(text)
    if given.is_whole:
        page.write_text(heading + text, encoding="utf-8")


main()
