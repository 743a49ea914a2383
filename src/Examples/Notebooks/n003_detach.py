"""Notebook 003: gradients one after another, and a part of the graph held constant."""

from twin import cell, device, rules, show
import torch

import gradient_rules

cell("In [1]")

cell("In [9]")
x = torch.arange(4.0, requires_grad=True, device=device)
y = 2 * torch.dot(x.T, x)
y.backward()
show(x.grad)

cell("In [10]")
x.grad.zero_()
y = x.sum()
y.backward()
show(x.grad)

cell("In [13]")
x.grad.zero_()
y = x * x
y.sum().backward()
show(x.grad)

cell("In [23]")
x.grad.zero_()
y = x * x
z = y * x
z.sum().backward()
show(x.grad)

cell("In [24]")
x.grad.zero_()
y = x * x
u = y.detach()
z = u * x
z.sum().backward()
show(x.grad)

cell("In [26]")
x.grad.zero_()
y.sum().backward()
show(x.grad)

rules()
gradient_rules.vectors()
gradient_rules.chain_of_many()
