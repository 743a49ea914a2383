"""Attention of each token to the previous ones, token by token."""

from itertools import repeat

import torch

from cached_attention import WIDTH, CachedAttention

TOKENS = 64


@torch.inference_mode()
def decoded(block, start):
    x = start
    for position in range(TOKENS):
        x = block(x, position)
    return x


def attention():
    start = torch.randn(1, WIDTH)
    block = CachedAttention(TOKENS)

    def loop(n):
        for _ in repeat(None, n):
            decoded(block, start)

    return loop, lambda: decoded(block, start).sum().item()


ROWS = {"attention-token": attention}
