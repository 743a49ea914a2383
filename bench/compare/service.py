"""Measures the service in C# and in Python, each asked by the same clients in turns. ./build.sh bench --service starts it."""

import argparse
import json
import os
import signal
import socket
import subprocess
import sys
import time
from datetime import datetime, timezone
from pathlib import Path

from machine import load, processor, system
from worker import free_port

BENCH = Path(__file__).parent.parent
CLIENTS = (1, 4, 16)
HEADING = "# A service\n\n`./build.sh bench --service` wrote this page; [README.md](README.md#a-service) tells what is measured.\n\n"


def wait_for(port, server):
    """Waits until the service listens."""
    for _ in range(600):
        if server.poll() is not None:
            sys.exit("the service ended before it was asked")
        with socket.socket() as client:
            if client.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    sys.exit("the service does not answer")


def servers(program):
    """Starts both services; returns their ports and processes by language."""
    started = {}
    for language in ("C#", "Python"):
        port = free_port()
        python = [sys.executable, "-B", "-m", "uvicorn", "--app-dir", str(BENCH / "python"), "--log-level", "error", "service:app"]
        command = ["dotnet", program, "serve", str(port)] if language == "C#" else [*python, "--port", str(port)]
        started[language] = port, subprocess.Popen(command)
    for port, server in started.values():
        wait_for(port, server)
    return started


def ask(program, port, clients, seconds):
    """The measurements of the clients."""
    return json.loads(subprocess.run(["dotnet", program, "ask", str(port), str(clients), str(seconds)], check=True, capture_output=True).stdout)


def measure(program, rounds, seconds):
    """The best round of each language, by the number of clients."""
    started = servers(program)
    try:
        answers = {language: ask(program, port, 1, seconds)["answer"] for language, (port, _) in started.items()}
        if answers["C#"] != answers["Python"]:
            sys.exit(f"the answers differ: {answers}")
        found = {clients: {language: [] for language in started} for clients in CLIENTS}
        for clients in CLIENTS:
            for _ in range(rounds):
                for language, (port, _) in started.items():
                    found[clients][language].append(ask(program, port, clients, seconds))
        return {clients: {language: max(all_rounds, key=lambda one: one["rate"]) for language, all_rounds in by.items()} for clients, by in found.items()}
    finally:
        for _, server in started.values():
            server.terminate()
            server.wait()


def table(found):
    """The table in Markdown."""
    lines = ["| clients | C# requests/s | Python requests/s | C#/Python | C# p50, p99 | Python p50, p99 |", "|---:|---:|---:|---:|---:|---:|"]
    for clients, by in found.items():
        csharp, python = by["C#"], by["Python"]
        lines.append(
            f"| {clients} | {csharp['rate']:.0f} | {python['rate']:.0f} | {csharp['rate'] / python['rate']:.2f} "
            f"| {csharp['p50']:.2f}, {csharp['p99']:.2f} ms | {python['p50']:.2f}, {python['p99']:.2f} ms |"
        )
    return "\n".join(lines) + "\n"


def main():
    """Measures, prints, and after a full run writes the page."""
    parser = argparse.ArgumentParser(prog="./build.sh bench --service", description=__doc__)
    parser.add_argument("--service", action="store_true", required=True, help=argparse.SUPPRESS)
    parser.add_argument("--quick", action="store_true", help="under a minute; bench/SERVICE.md stays as it is")
    parser.add_argument("--csharp", help=argparse.SUPPRESS)
    parser.add_argument("--libtorch", help=argparse.SUPPRESS)
    given = parser.parse_args()
    # Makes the services end with this program when it is terminated.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    before = load()
    found = measure(given.csharp, *((1, 2) if given.quick else (5, 4)))
    facts = {
        "date": datetime.now(timezone.utc).strftime("%Y-%m-%d %H:%M UTC"),
        "processor": f"{processor()}, {os.cpu_count()} cores, which the clients use too",
        "system": system(),
        "load": f"{before} processes wanted a core before the run",
        "libtorch": f"{given.libtorch}, the same for both",
    }
    text = "\n".join(f"- {name}: {fact}" for name, fact in facts.items()) + "\n\n" + table(found)
    print(text)
    if not given.quick:
        (BENCH / "SERVICE.md").write_text(HEADING + text, encoding="utf-8")


main()
