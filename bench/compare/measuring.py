"""Runs the programs in turns, and collects their measurements."""

import itertools
import sys
import tempfile
from collections import defaultdict
from pathlib import Path

from plan import STARTS, UNDISPOSED
from worker import Worker, close_all, first_line

CSHARP, CPP, PYTHON, TORCHSHARP = "C#", "C++", "Python", "TorchSharp"

# The allowed relative difference between the results of different libtorchs: their matrix products add in different
# orders.
ROUNDING = 1e-4


def progress(text):
    """Shows progress."""
    print(text, end="", file=sys.stderr, flush=True)


class Measurements:
    """Nanoseconds per operation: for each row and language, one list of batches per round."""

    def __init__(self, commands, starts, plan, rows, same_files=True):
        self.commands = commands
        self.same_files = same_files
        self.starts = starts
        self.plan = plan
        self.rows = rows
        self.rounds = defaultdict(list)
        self.growth = defaultdict(list)
        self.runtimes = {}
        self.libraries = {}

    def run(self):
        """Starts the programs as often as planned."""
        # In memory where that is possible, so that no disk is measured.
        with tempfile.TemporaryDirectory(dir="/dev/shm" if Path("/dev/shm").is_dir() else None) as files:
            self.all_processes(files)

    def all_processes(self, files):
        """Measures all rows in processes that are started anew as often as planned, and keep their files in this folder."""
        for process in range(self.plan.processes):
            progress(f"processes {process + 1} of {self.plan.processes}")
            workers = self.start(files)
            self.identify(workers)
            for row in self.rows:
                progress(f" {row.name}")
                if row in STARTS:
                    self.start_row(row)
                elif row in UNDISPOSED:
                    self.undisposed_row(row, UNDISPOSED[row])
                elif row.apart:
                    own = self.start(files)
                    self.one_row(row, own)
                    close_all(own.values())
                else:
                    self.one_row(row, workers)
            close_all(workers.values())
            progress("\n")

    def start(self, files):
        """Starts a process of each language."""
        return {language: Worker(command, BENCH_FILES=files) for language, command in self.commands.items()}

    def identify(self, workers):
        """Records the programs' runtimes, and refuses to compare different libraries."""
        for language, worker in workers.items():
            worker.ask("check", "zeros")
            self.runtimes[language] = worker.ask("about")[0]["runtime"]
            self.libraries[language] = worker.libraries()
        for name in ("libtorch_cpu.so", "libc10.so") if self.same_files else ():
            used = {language: libraries[name] for language, libraries in self.libraries.items()}
            if any(files != used[CSHARP] for files in used.values()):
                raise SystemExit(f"\nnot the same library files: {used}")

    def one_row(self, row, workers):
        """Warms a row up in every program, then measures the programs in turns."""
        workers = {language: worker for language, worker in workers.items() if row.cpp or language != CPP}
        results = {language: worker.ask("check", row.name)[0]["result"] for language, worker in workers.items()}
        if not self.are_the_same(results.values()):
            raise SystemExit(f"\n{row.name} is not the same work: {results}")
        for worker in workers.values():
            worker.ask("warm", row.name, self.plan.warm_ms)
        batches = self.plan.batches(row)
        for _ in range(self.plan.rounds):
            for language, worker in workers.items():
                answers = worker.ask("time", row.name, batches, row.batch_ms, answers=batches)
                self.rounds[row, language].append([answer["ns"] for answer in answers])

    def are_the_same(self, results):
        """Whether results are equal: bit for bit if the same library files computed them."""
        allowed = 0 if self.same_files else ROUNDING * max(abs(result) for result in results)
        return max(results) - min(results) <= allowed

    def start_row(self, row):
        """Measures whole processes, one after the other."""
        for _ in range(self.plan.starts):
            for language in self.commands:
                command = self.starts[row.name] if language == CSHARP else self.commands[language] + ["start"]
                self.rounds[row, language].append([first_line(command)])

    def undisposed_row(self, row, operations):
        """Measures in new processes the time, and how far the peak of resident memory rises above that at the start."""
        for _ in range(self.plan.undisposed):
            for language in self.commands:
                worker = Worker(self.commands[language])
                worker.ask("check", row.name)
                before = worker.forget_peak()
                self.rounds[row, language].append([worker.ask("run", row.name, operations)[0]["ns"]])
                self.growth[row, language].append(worker.peak() - before)
                worker.close()

    def batches(self, row, language):
        """All batches of all rounds."""
        return list(itertools.chain.from_iterable(self.rounds[row, language]))
