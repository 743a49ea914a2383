"""Runs the rows that C# names on standard input, and prints how long they took: a line of JSON for each command."""

import argparse
import contextlib
import json
import sys
import time

import torch

import device_rows
import small_operations
import steps
import training

options = argparse.ArgumentParser()
options.add_argument("--device", required=True)
options.add_argument("--size", type=int, required=True)
options.add_argument("--copied", type=int, required=True)
given = options.parse_args()
device = torch.device(given.device)
rows = small_operations.ROWS | steps.ROWS | training.ROWS | device_rows.rows(device, given.size, given.copied)
works = {}


def work(row):
    """The benchmark's rows create their tensors on the default device."""
    if row not in works:
        torch.manual_seed(0)
        with torch.device(device) if device.type != "cpu" else contextlib.nullcontext():
            works[row] = rows[row]()[0]
    return works[row]


def elapsed(loop, operations):
    """The milliseconds that the operations took, measured on the device if there is one."""
    if device.type == "cpu":
        start = time.perf_counter_ns()
        loop(operations)
        return (time.perf_counter_ns() - start) / 1e6
    start, end = torch.cuda.Event(enable_timing=True), torch.cuda.Event(enable_timing=True)
    torch.cuda.synchronize()
    start.record()
    loop(operations)
    end.record()
    end.synchronize()
    return start.elapsed_time(end)


torch.set_num_threads(1)
for line in sys.stdin:
    row, operations = line.split()
    print(json.dumps(elapsed(work(row), int(operations)) / int(operations)), flush=True)
