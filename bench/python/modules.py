"""The overhead of calling a module, and a forward pass through a small network."""

from itertools import repeat

import torch

DEPTH = 10


def of(module, x):
    def loop(n):
        for _ in repeat(None, n):
            module(x)

    return loop, lambda: module(x).sum().item()


def call():
    x = torch.randn(4)
    return of(torch.nn.Identity(), x)


def nested():
    x = torch.randn(4)
    net = torch.nn.Sequential(torch.nn.Identity())
    for _ in range(DEPTH - 1):
        net = torch.nn.Sequential(net)
    return of(net, x)


def forward():
    x = torch.randn(32, 784)
    net = torch.nn.Sequential(torch.nn.Linear(784, 128), torch.nn.ReLU(), torch.nn.Linear(128, 10))

    def loop(n):
        with torch.no_grad():
            for _ in repeat(None, n):
                net(x)

    return loop, lambda: net(x).sum().item()


ROWS = {"module-call": call, "module-nested": nested, "module-forward": forward}
