"""What the Python twins share: their two options, one device, one seed, and the frame around what a cell prints.

A twin prints `@cell In [3]` where a cell begins and `@out` before each thing the cell printed or displayed. The C#
notebook emits the same lines, so that the two can be compared line by line.
"""

import argparse
import sys

try:
    import numpy
    import torch
except ImportError as missing:
    print(f"this Python has no {missing.name}", file=sys.stderr)
    sys.exit(3)

# The seeds of a cell's random numbers and of a rule's random data; the C# side uses the same two.
CELL_SEED, RULE_SEED = 0, 1

arguments = argparse.ArgumentParser()
arguments.add_argument("--device", default="cpu", choices=["cpu", "cuda"])
device = torch.device(arguments.parse_args().device)
if device.type == "cuda" and not torch.cuda.is_available():
    print("this Python's torch finds no CUDA device", file=sys.stderr)
    sys.exit(3)

torch.manual_seed(CELL_SEED)


def cell(label):
    print(f"@cell {label}")


def show(*values):
    print("@out")
    print(*values)


def rules():
    """Begins the rules: their data do not depend on how many numbers the cells drew."""
    print("@rules")
    torch.manual_seed(RULE_SEED)


def random(*shape):
    """Float64 data of this shape, drawn on the CPU so that every device gets the same."""
    return torch.randn(*shape, dtype=torch.float64).to(device)
