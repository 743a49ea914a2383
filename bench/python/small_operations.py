"""Operations so small that the time is nearly all overhead of the call.

Each row makes two functions: a loop of so many operations, and one that gives a number which comes
out of the same work, to be compared with what the other languages get.
"""

from functools import partial
from itertools import repeat

import torch


def sums(a, b, n):
    for _ in repeat(None, n):
        a + b


def total(a, b):
    return (a + b).sum().item()


def add(elements=4):
    a, b = torch.randn(elements), torch.randn(elements)
    return lambda n: sums(a, b, n), lambda: total(a, b)


def add_recording():
    a, b = torch.randn(4).requires_grad_(), torch.randn(4).requires_grad_()
    return lambda n: sums(a, b, n), lambda: total(a, b)


def add_no_grad():
    a, b = torch.randn(4).requires_grad_(), torch.randn(4).requires_grad_()

    def loop(n):
        with torch.no_grad():
            sums(a, b, n)

    return loop, lambda: total(a, b)


def zeros():
    def loop(n):
        for _ in repeat(None, n):
            torch.zeros(4)

    return loop, lambda: torch.zeros(4).sum().item()


ROWS = {
    "add": add,
    "add-undisposed": add,
    "undisposed-small": partial(add, 1000),
    "undisposed-large": partial(add, 1 << 20),
    "add-recording": add_recording,
    "add-no-grad": add_no_grad,
    "zeros": zeros,
}
