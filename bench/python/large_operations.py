"""Operations whose kernels take nearly all of the time."""

from itertools import repeat

import torch


def matmul():
    a, b = torch.randn(512, 512), torch.randn(512, 512)

    def loop(n):
        for _ in repeat(None, n):
            a @ b

    return loop, lambda: (a @ b).sum().item()


def chain():
    x = torch.randn(1_000_000)

    def loop(n):
        for _ in repeat(None, n):
            ((x * 2 + 1) * x - x).relu()

    return loop, lambda: ((x * 2 + 1) * x - x).relu().sum().item()


ROWS = {"matmul": matmul, "chain": chain, "chain-of-block": chain}
