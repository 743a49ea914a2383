"""Reading tensors as Python numbers and numpy arrays."""

from itertools import repeat

import torch

MILLION = 1_000_000


def item():
    x = torch.tensor(1.5)

    def loop(n):
        for _ in repeat(None, n):
            x.item()

    return loop, x.item


def index():
    x = torch.randn(4)

    def loop(n):
        for _ in repeat(None, n):
            x[0]

    return loop, lambda: x[0].item()


def array():
    # Not tolist(), which creates a Python object for every element and takes many times longer.
    x = torch.randn(MILLION)

    def loop(n):
        for _ in repeat(None, n):
            x.numpy().copy()[-1]

    return loop, lambda: float(x.numpy().copy()[-1])


def span():
    x = torch.randn(MILLION)

    def loop(n):
        for _ in repeat(None, n):
            x.numpy()[-1]

    return loop, lambda: float(x.numpy()[-1])


ROWS = {"item": item, "index": index, "array": array, "span": span}
