"""Records what PyTorch's own samples of its operators ask of the dispatcher on a device, and what comes of it there.

Each call is made again from its recorded arguments, several times, with gradients. A file of cases is written, which the
C# program makes the same calls from; packing.py has its form.
"""

import argparse
import collections
import os
import random
import time
import warnings

# Standard output goes to the standard error stream, because nobody reads what libraries print there.
os.dup2(2, 1)

import torch  # noqa: E402

import stand_ins  # noqa: E402

stand_ins.put()
warnings.simplefilter("ignore")

import packing  # noqa: E402
from calls import Calls, NotRepeatable, Outcome  # noqa: E402
from torch.testing._internal.common_methods_invocations import op_db  # noqa: E402

# How often Python repeats a call: if its results differ bit for bit, C#'s may differ as well.
REPEATS = 3


def main():
    end = time.monotonic()
    options = argparse.ArgumentParser()
    options.add_argument("--device", required=True)
    options.add_argument("--dtypes", required=True, help="names, with commas between")
    options.add_argument("--samples", type=int, default=2, help="how many of each operator and dtype")
    options.add_argument("--share", default="0/1", help="which part of the operators: the first of four is 0/4")
    options.add_argument("--every", type=int, default=1, help="take each n-th operator only")
    options.add_argument("--seconds", type=float, default=600, help="how long it may take")
    options.add_argument("--out", required=True)
    given = options.parse_args()
    if given.device == "cpu":
        # With several threads, the splitting of sums would change the last bits.
        torch.set_num_threads(1)
    share, shares = map(int, given.share.split("/"))
    dtypes = [getattr(torch, name) for name in given.dtypes.split(",")]
    end += given.seconds
    chosen = op_db[:: given.every][share::shares]
    # Shuffled, so that the finished operators cover a bit of everything if time runs out.
    random.Random(0).shuffle(chosen)
    with packing.CaseFile(given.out) as file:
        Recorder(torch.device(given.device), given.samples, file).run(chosen, dtypes, end)


class Recorder:
    def __init__(self, device, samples, file):
        self.device, self.samples, self.file = device, samples, file
        self.left_out = collections.Counter()
        self.written = 0

    def run(self, operators, dtypes, end):
        calls = Calls(self.device)
        for op in operators:
            if time.monotonic() > end:
                self.left_out["operators that there was no time for"] += 1
                continue
            for dtype in dtypes:
                try:
                    self.record(op, dtype, calls)
                except Exception as error:  # samples that need what this machine lacks
                    self.left_out[f"no samples: {type(error).__name__}"] += 1
                for call in calls.take():
                    self.write(call)
        for reason, count in calls.left_out.items():
            self.left_out[reason] += count
        self.file.finish(dict(self.left_out))

    def record(self, op, dtype, calls):
        kind = self.device.type
        if not op.supports_dtype(dtype, kind):
            return
        torch.manual_seed(0)
        for place, sample in enumerate(op.sample_inputs(str(self.device), dtype, requires_grad=False)):
            if place >= self.samples:
                break
            with calls:
                op.op(sample.input, *sample.args, **sample.kwargs)

    def write(self, call):
        seed = self.written + 1
        try:
            outcome = Outcome.of(call, seed, self.device, REPEATS)
        except NotRepeatable as why:
            self.left_out[str(why)] += 1
            return
        self.written += 1
        self.file.write(call, seed, outcome)


main()
