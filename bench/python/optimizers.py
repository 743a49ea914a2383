"""Adam's step alone, and in the training of a small network of modules."""

from functools import partial
from itertools import repeat

import torch

import training_loop


def step(size):
    parameters = [torch.nn.Parameter(torch.randn(size)) for _ in range(4)]
    for parameter in parameters:
        parameter.grad = torch.randn(size)
    optimizer = torch.optim.Adam(parameters)

    def loop(n):
        for _ in repeat(None, n):
            optimizer.step()

    return loop, lambda: training_loop.rounded(sum(parameter.mean().item() for parameter in parameters))


def training():
    net = torch.nn.Sequential(torch.nn.Linear(64, 128), torch.nn.ReLU(), torch.nn.Linear(128, 10))
    loss = torch.nn.CrossEntropyLoss()
    x, labels = torch.randn(64, 64), torch.arange(64) % 10
    return training_loop.adam(net, lambda: loss(net(x), labels))


ROWS = {"adam-small": partial(step, 64), "adam-large": partial(step, 1 << 20), "adam-training": training}
