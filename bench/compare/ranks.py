"""Measures groups of processes in C# and in Python, and what they send. ./build.sh bench --ranks starts it."""

import argparse
import multiprocessing
import os
import sys
from datetime import datetime, timezone
from pathlib import Path
from statistics import median

import own_network
from machine import load, processor, system
from measuring import CSHARP, PYTHON
from table import aligned, duration
from worker import Worker, close_all, free_port

BENCH = Path(__file__).parent.parent
HEADING = "# Ranks\n\n`./build.sh bench --ranks` wrote this page; [README.md](README.md#ranks) tells what is measured.\n\n"

# How many operations a round has: about a fifth of a second.
ROWS = {
    "all-reduce": ("all-reduce of 4 floats", 2000),
    "all-reduce-large": ("all-reduce of 1M floats", 60),
    "ddp-step": ("784-512-512-10 training step, DistributedDataParallel", 50),
    "step-alone": ("the same step without it, in both processes", 50),
}
GRADIENT_BYTES = 4 * (784 * 512 + 512 + 512 * 512 + 512 + 512 * 10 + 10)


def environment(rank, size, port):
    """The environment variables that a launcher such as torchrun sets for a rank."""
    return {
        "RANK": str(rank),
        "WORLD_SIZE": str(size),
        "MASTER_ADDR": "127.0.0.1",
        "MASTER_PORT": str(port),
        "GLOO_SOCKET_IFNAME": "lo",
        "USE_LIBUV": "0",
    }


class Group:
    """Ranks in one language, each a process, that take commands together."""

    def __init__(self, command, size):
        port = free_port()
        self.ranks = [Worker(command, **environment(rank, size, port)) for rank in range(size)]

    def ask(self, *command):
        """Sends all ranks a command, and returns their answers."""
        for rank in self.ranks:
            rank.send(*command)
        return [rank.receive()[0] for rank in self.ranks]

    def run(self, row, operations):
        """Nanoseconds per operation of the slowest rank."""
        return max(answer["ns"] for answer in self.ask("run", row, operations))

    def close(self):
        """Ends the ranks, which leave the group together."""
        close_all(self.ranks)


def times(commands, rounds):
    """Nanoseconds of each row's rounds, by language. The groups of two ranks take turns."""
    groups = {language: Group(command, 2) for language, command in commands.items()}
    found = {}
    for row, (title, operations) in ROWS.items():
        results = {language: [answer["result"] for answer in group.ask("check", row)] for language, group in groups.items()}
        if results[CSHARP] != results[PYTHON]:
            sys.exit(f"{title} is not the same work: {results}")
        for group in groups.values():
            group.run(row, operations)
        found[row] = {language: [] for language in groups}
        for _ in range(rounds):
            for language, group in groups.items():
                found[row][language].append(group.run(row, operations))
    for group in groups.values():
        group.close()
    return found


def times_table(found):
    """The times in Markdown."""
    lines = [("two ranks", CSHARP, PYTHON, "C#/Python", "rounds")]
    for row, by in found.items():
        csharp, python = by[CSHARP], by[PYTHON]
        rounds = median(mine / other for mine, other in zip(csharp, python))
        lines.append(
            (ROWS[row][0], duration(min(csharp)), duration(min(python)), f"{min(csharp) / min(python):.2f}", f"{rounds:.2f}")
        )
    return aligned(lines)


def count(command, sizes, steps, results):
    """Counts bytes and packets of a step for each number of ranks, in a network namespace of this process."""
    try:
        own_network.enter()
    except OSError as why:
        results.send(str(why))
        return
    found = []
    for size in sizes:
        group = Group(command, size)
        group.ask("check", "ddp-step")
        before = own_network.sent()
        group.run("ddp-step", steps)
        found.append((size, *((after - at) / steps for after, at in zip(own_network.sent(), before))))
        group.close()
    results.send(found)


def traffic(command, sizes, steps):
    """The results of count, or a text that says why nothing could be counted."""
    receiver, sender = multiprocessing.Pipe(duplex=False)
    counting = multiprocessing.get_context("fork").Process(target=count, args=(command, sizes, steps, sender))
    counting.start()
    found = receiver.recv()
    counting.join()
    return found


def traffic_table(found):
    """The counts in Markdown, beside the theory: in a ring each rank sends (n - 1) / n of the gradients, twice."""
    if isinstance(found, str):
        return f"What the ranks send was not counted: {found}.\n"
    lines = [("ranks", "gradients", "a ring sends", "counted", "counted/ring", "packets")]
    for size, sent, packets in found:
        ring = 2 * (size - 1) * GRADIENT_BYTES
        lines.append(
            (str(size), mebibytes(GRADIENT_BYTES), mebibytes(ring), mebibytes(sent), f"{sent / ring:.3f}", f"{packets:.0f}")
        )
    return aligned(lines)


def mebibytes(count):
    """A number of bytes as a text."""
    return f"{count / 2**20:.2f} MiB"


def trace(command):
    """The times at which rank 0's buckets were averaged, in Markdown."""
    group = Group([*command, "trace"], 2)
    (events,) = group.ranks[0].receive()
    group.close()
    return aligned([("after", "event"), *((f"{at} µs", what) for what, at in events)])


def main():
    """Measures, prints, and after a full run writes the page."""
    parser = argparse.ArgumentParser(prog="./build.sh bench --ranks", description=__doc__)
    parser.add_argument("--ranks", action="store_true", required=True, help=argparse.SUPPRESS)
    parser.add_argument("--quick", action="store_true", help="under a minute; bench/RANKS.md stays as it is")
    parser.add_argument("--csharp", help=argparse.SUPPRESS)
    parser.add_argument("--libtorch", help=argparse.SUPPRESS)
    given = parser.parse_args()
    before = load()
    commands = {CSHARP: ["dotnet", given.csharp], PYTHON: [sys.executable, "-B", "-W", "ignore", str(BENCH / "python" / "ranks.py")]}
    facts = {
        "date": datetime.now(timezone.utc).strftime("%Y-%m-%d %H:%M UTC"),
        "processor": f"{processor()}, {os.cpu_count()} cores, for all ranks",
        "system": system(),
        "load": f"{before} processes wanted a core before the run",
        "libtorch": f"{given.libtorch}, the same for both",
    }
    parts = [
        "\n".join(f"- {name}: {fact}" for name, fact in facts.items()),
        times_table(times(commands, 5 if given.quick else 25)),
        "## Bytes of a step\n\n" + traffic_table(traffic(commands[CSHARP], (2, 3) if given.quick else range(2, 9), 10)),
        "## One backward pass\n\nOf rank 0 of two, with buckets of half a mebibyte: buckets are averaged while the pass computes the next gradients.\n\n"
        + trace(commands[CSHARP]),
    ]
    text = "\n\n".join(parts) + "\n"
    print(text)
    if not given.quick:
        (BENCH / "RANKS.md").write_text(HEADING + text, encoding="utf-8")


main()
