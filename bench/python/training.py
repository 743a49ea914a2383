"""A network of two layers, trained with plain tensor operations."""

from itertools import repeat

import torch

RATE = 0.01


def mlp():
    x = torch.randn(32, 784)
    labels = (torch.arange(32) % 10).reshape(32, 1)
    w1 = (torch.randn(784, 128) * 0.05).requires_grad_()
    b1 = torch.zeros(128, requires_grad=True)
    w2 = (torch.randn(128, 10) * 0.1).requires_grad_()
    b2 = torch.zeros(10, requires_grad=True)

    def loop(n):
        for _ in repeat(None, n):
            hidden = (x @ w1 + b1).relu()
            logarithms = (hidden @ w2 + b2).log_softmax(1)
            loss = -logarithms.gather(1, labels).mean()
            loss.backward()
            with torch.no_grad():
                for parameter in (w1, b1, w2, b2):
                    parameter.sub_(parameter.grad, alpha=RATE)
                    parameter.grad.zero_()

    return loop, lambda: (w1.sum() + b2.abs().sum()).item()


ROWS = {"mlp-step": mlp}
