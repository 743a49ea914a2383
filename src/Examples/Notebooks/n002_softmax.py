"""Notebook 002: the Jacobian of softmax, and the chain rule through a graph."""

from twin import cell, device, random, rules, show
from rule_check import EPSILON, rule
import numpy as np
import torch
from torch import nn


def softmax_of(z):
    z -= np.max(z)
    return (np.exp(z).T / np.sum(np.exp(z), axis=0)).T


def jacobian_of(s):
    n = len(s)
    return np.array([[s[i] * (1 - s[i]) if i == j else -s[i] * s[j] for j in range(n)] for i in range(n)])


cell("In [1]")
x = np.array([-1.3, 0.5, 2.1])
sx = softmax_of(x)
show(f"X:\n{x} \t \nS:\n{sx}")
show("J:\n", jacobian_of(sx))

cell("In [2]")
x = torch.ones(2, 2, requires_grad=True, device=device)
show(x)
fx = x*2
show(fx)
gfx = fx.sum()
show(gfx)
gfx.backward()
show(x.grad)

cell("In [3]")
y = x+2
show(y)

cell("In [4]")
z = y * y * 3
show(z)
o = z.mean()
show(o)

cell("In [5]")
x = torch.randn(3, requires_grad=True, device=device)
y = x * 2
while y.data.norm() < 1000:
    y = y * 2
show(y)

cell("In [6]")
v = torch.tensor([0.1, 1.0, 0.0001], dtype=torch.float, device=device)
y.backward(v)
show(x.grad)

cell("In [7]")
show(x.requires_grad)
show((x ** 2).requires_grad)
with torch.no_grad():
    show((x ** 2).requires_grad)

cell("In [8]")
x = torch.randn((1, 3), requires_grad=True, device=device)
show(x)

cell("In [9]")
softmax = nn.Softmax(dim=1)
l = softmax(x)

cell("In [10]")
k = (l*2).sum()

cell("In [11]")
k.backward()

rules()
rule("the derivative of exp(x) is the limit of (f(x + h) - f(x)) / h",
     random(1)[0],
     lambda x: torch.exp(x),
     lambda x: torch.exp(x))

rule("the Jacobian of softmax is diag(s) - s s'",
     random(4),
     lambda x: torch.exp(x) / torch.exp(x).sum(),
     lambda x: torch.diag(x.softmax(0)) - torch.outer(x.softmax(0), x.softmax(0)),
     also=[("the diagonal is positive", lambda J: J.diagonal().min().item()),
           ("the rest is negative", lambda J: -J[~torch.eye(4, dtype=torch.bool)].max().item()),
           ("the rows sum to 0, to 64 roundings of 1", lambda J: 64 * EPSILON - J.sum(1).abs().max().item())])

rule("the rows sum to 0, so the sum of 2 softmax(x) is constant and its gradient 0",
     random(1, 3),
     lambda x: (softmax(x) * 2).sum(),
     lambda x: torch.zeros_like(x))

rule("the chain rule: the gradient of g(f(x)), f = 2x and g a sum, is 2",
     random(2, 2),
     lambda x: (x * 2).sum(),
     lambda x: 2 * torch.ones_like(x))

rule("the chain rule: the gradient of the mean of 3(x + 2)^2 is 6(x + 2)/4",
     random(2, 2),
     lambda x: ((x + 2) * (x + 2) * 3).mean(),
     lambda x: 6 * (x + 2) / 4)
