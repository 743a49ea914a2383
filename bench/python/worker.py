"""Executes the commands on standard input, and answers with lines of JSON."""

import json
import platform
import sys
import time

import torch

import decoding
import differentiation
import images
import large_operations
import loading
import modules
import optimizers
import physics
import reading
import sequences
import small_operations
import steps
import storing
import training

ROWS = {}
for source in (
    small_operations, reading, steps, training, modules, optimizers, loading, storing, large_operations, differentiation,
    images, sequences, decoding, physics,
):  # fmt: skip
    ROWS |= source.ROWS

SEED = 0
works = {}
estimates = {}


def work(row):
    """The row's loop and result; see small_operations.py."""
    if row not in works:
        torch.manual_seed(SEED)
        works[row] = ROWS[row]()
    return works[row]


def elapsed(loop, operations):
    """The nanoseconds that the operations took."""
    start = time.perf_counter_ns()
    loop(operations)
    return time.perf_counter_ns() - start


def about():
    """Answers with the runtime's version."""
    yield {"runtime": f"Python {platform.python_version()}"}


def check(row):
    """Runs a few operations first, so that the result of rows with state, such as training, includes their effect."""
    loop, result = work(row)
    loop(3)
    yield {"row": row, "result": result()}


def warm(row, milliseconds):
    """Repeats the row for the given time, and learns how long an operation takes."""
    loop, _ = work(row)
    start, operations = time.perf_counter_ns(), 1
    while time.perf_counter_ns() - start < float(milliseconds) * 1e6:
        taken = elapsed(loop, operations)
        estimates[row] = taken / operations
        if taken < float(milliseconds) * 1e5:
            operations *= 2
    yield {"row": row}


def run(row, operations):
    """Runs a fixed number of operations, however long they take."""
    loop, _ = work(row)
    yield {"row": row, "operations": int(operations), "ns": elapsed(loop, int(operations)) / int(operations)}


def measure(row, batches, milliseconds):
    """Reports only after all batches: the reader of the output must not run during the measurement."""
    loop, _ = work(row)
    operations = max(1, int(float(milliseconds) * 1e6 / estimates[row]))
    times = [elapsed(loop, operations) / operations for _ in range(int(batches))]
    for nanoseconds in times:
        yield {"row": row, "operations": operations, "ns": nanoseconds}


COMMANDS = {"about": about, "check": check, "warm": warm, "run": run, "time": measure}


def serve():
    """Executes commands until standard input ends."""
    torch.set_num_threads(1)
    for line in sys.stdin:
        command, *arguments = line.split()
        for answer in COMMANDS[command](*arguments):
            print(json.dumps(answer))
        sys.stdout.flush()
