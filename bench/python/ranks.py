"""One rank of a group that is measured; LibTorch.Ranks is the same in C#."""

from datetime import timedelta
from itertools import repeat

import torch
import torch.distributed as dist
import worker
from torch import nn
from torch.nn.parallel import DistributedDataParallel


def all_reduce(count):
    # Zeros, because a sum of other numbers would grow with each call.
    x = torch.zeros(count)
    numbers = torch.randn(count)

    def loop(n):
        for _ in repeat(None, n):
            dist.all_reduce(x)

    def result():
        total = numbers.clone()
        dist.all_reduce(total)
        return total.sum().item()

    return loop, result


def step(wrapped):
    x, labels = torch.randn(64, 784), torch.randint(10, (64,))
    net = wrapped(nn.Sequential(nn.Linear(784, 512), nn.ReLU(), nn.Linear(512, 512), nn.ReLU(), nn.Linear(512, 10)))
    optimizer = torch.optim.SGD(net.parameters(), lr=0.01)
    loss = 0.0

    def loop(n):
        nonlocal loss
        for _ in repeat(None, n):
            error = nn.functional.cross_entropy(net(x), labels)
            optimizer.zero_grad()
            error.backward()
            optimizer.step()
            loss = error.item()

    return loop, lambda: loss


dist.init_process_group("gloo", timeout=timedelta(minutes=5))
worker.ROWS = {
    "all-reduce": lambda: all_reduce(4),
    "all-reduce-large": lambda: all_reduce(1 << 20),
    "step-alone": lambda: step(lambda net: net),
    "ddp-step": lambda: step(DistributedDataParallel),
}
worker.SEED = dist.get_rank()
worker.serve()
dist.destroy_process_group()
