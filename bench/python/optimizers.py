"""Adam's step alone, and in the training of a small network of modules."""

from functools import partial
from itertools import repeat

import torch


def rounded(parameters):
    """From libtorch 2.1 on, C++ moves the averages by other operators than Python, so the last digits are others."""
    return round(sum(parameter.mean().item() for parameter in parameters), 3)


def step(size):
    parameters = [torch.nn.Parameter(torch.randn(size)) for _ in range(4)]
    for parameter in parameters:
        parameter.grad = torch.randn(size)
    optimizer = torch.optim.Adam(parameters)

    def loop(n):
        for _ in repeat(None, n):
            optimizer.step()

    return loop, lambda: rounded(parameters)


def training():
    net = torch.nn.Sequential(torch.nn.Linear(64, 128), torch.nn.ReLU(), torch.nn.Linear(128, 10))
    loss = torch.nn.CrossEntropyLoss()
    x, labels = torch.randn(64, 64), torch.arange(64) % 10
    optimizer = torch.optim.Adam(net.parameters())

    def loop(n):
        for _ in repeat(None, n):
            optimizer.zero_grad()
            loss(net(x), labels).backward()
            optimizer.step()

    return loop, lambda: rounded(net.parameters())


ROWS = {"adam-small": partial(step, 64), "adam-large": partial(step, 1 << 20), "adam-training": training}
