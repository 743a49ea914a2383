"""Small graphs: a forward and a backward pass."""

from itertools import repeat

import torch


def dot():
    x = torch.randn(4).requires_grad_()

    def loop(n):
        for _ in repeat(None, n):
            y = 2 * torch.dot(x, x)
            y.backward()
            x.grad.zero_()

    def result():
        y = 2 * torch.dot(x, x)
        y.backward()
        return (x.grad + y).sum().item()

    return loop, result


def q():
    a = torch.tensor([2.0, 3.0], requires_grad=True)
    b = torch.tensor([6.0, 4.0], requires_grad=True)
    gradient = torch.tensor([1.0, 1.0])

    def loop(n):
        for _ in repeat(None, n):
            q = 3 * a**3 - b**2
            q.backward(gradient)

    return loop, lambda: (a.grad + b.grad).sum().item()


ROWS = {"dot-step": dot, "dot-step-undisposed": dot, "q-step": q}
