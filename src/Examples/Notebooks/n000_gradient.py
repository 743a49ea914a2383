"""Notebook 000: gradients of scalar functions of a vector."""

from twin import cell, device, random, rules, show
from rule_check import rule
import torch

import gradient_rules

cell("In [1]")

cell("In [2]")
x = torch.arange(4.0, requires_grad=True, device=device)
show(x)

cell("In [3]")
y = 2 * torch.dot(x, x)
show(y)

cell("In [4]")
y.backward()
show(x.grad)

cell("In [5]")
show(4 * x == x.grad)

cell("In [6]")
x.grad.zero_()
y = x.sum()
show(y)

cell("In [7]")
y.backward()
show(x.grad)

cell("In [8]")
show(torch.ones(x.shape[0], device=device) == x.grad)

rules()
gradient_rules.vectors()

A, x = random(3, 4), random(4)
rule("the Jacobian's rows are the gradients of exp((Ax)_i)",
     x,
     lambda x: torch.exp(A @ x),
     lambda x: A.T * torch.exp(A @ x))
