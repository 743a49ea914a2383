"""Full Jacobians and Hessians, with all rows at once (vectorized) and one after another."""

from functools import partial
from itertools import repeat

import torch

try:
    from torch.func import grad, jacrev
except ImportError:  # libtorch 1 has it as functorch
    from functorch import grad, jacrev
from torch.autograd.functional import hessian, jacobian

SIZE = 256


def work(derivative, function, vectorize):
    weight = torch.randn(SIZE, SIZE) / SIZE**0.5
    x = torch.randn(SIZE)
    run = partial(derivative, partial(function, weight), x, vectorize=vectorize)

    def loop(n):
        for _ in repeat(None, n):
            run()

    return loop, lambda: run().abs().sum().item()


def transformed(function, x, vectorize):
    """With torch.func, which always computes all rows at once."""
    return jacrev(function)(x)


def second(function, x, vectorize):
    return jacrev(grad(function))(x)


def layer(weight, x):
    return torch.mv(weight, x).tanh()


def loss(weight, x):
    return torch.mv(weight, x).tanh().square().sum()


ROWS = {
    "jacobian": partial(work, jacobian, layer, True),
    "jacrev": partial(work, transformed, layer, True),
    "jacobian-looped": partial(work, jacobian, layer, False),
    "hessian": partial(work, hessian, loss, True),
    "hessian-func": partial(work, second, loss, True),
    "hessian-looped": partial(work, hessian, loss, False),
}
