"""A row whose operation is a training step, and whose result is the loss after some steps."""

from itertools import repeat

import torch


def rounded(number):
    """From libtorch 2.1 on, C++'s Adam updates its averages by other operators than Python's: the last digits differ."""
    return float(f"{number:.4g}")


def adam(net, loss):
    return of(torch.optim.Adam(net.parameters()), loss, rounded)


def sgd(net, loss):
    return of(torch.optim.SGD(net.parameters(), lr=0.01, momentum=0.9), loss, float)


def of(optimizer, loss, comparable):
    def loop(n):
        for _ in repeat(None, n):
            optimizer.zero_grad()
            loss().backward()
            optimizer.step()

    return loop, lambda: comparable(loss().item())
