"""An attention block that caches the keys and values of the tokens so far."""

import math

import torch
from torch import nn

WIDTH = 64
HEADS = 4
HEAD_WIDTH = WIDTH // HEADS


class CachedAttention(nn.Module):
    def __init__(self, tokens):
        super().__init__()
        self.norm = nn.LayerNorm(WIDTH)
        self.projection = nn.Linear(WIDTH, 3 * WIDTH)
        self.output = nn.Linear(WIDTH, WIDTH)
        self.register_buffer("keys", torch.zeros(HEADS, tokens, HEAD_WIDTH))
        self.register_buffer("values", torch.zeros(HEADS, tokens, HEAD_WIDTH))

    def forward(self, x, position):
        query, key, value = self.projection(self.norm(x)).view(3, HEADS, 1, HEAD_WIDTH).unbind()
        after = position + 1
        self.keys[:, position:after] = key
        self.values[:, position:after] = value
        scores = query @ self.keys[:, :after].transpose(1, 2) / math.sqrt(HEAD_WIDTH)
        seen = scores.softmax(-1) @ self.values[:, :after]
        return x + self.output(seen.view(1, WIDTH))
