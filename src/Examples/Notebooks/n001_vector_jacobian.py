"""Notebook 001: a norm, squares element by element, and a Jacobian times a vector."""

from twin import cell, device, random, rules, show
from rule_check import rule
import numpy as np
import torch

cell("In [2]")

cell("In [3]")
x = torch.tensor(np.arange(10).astype(float), requires_grad=True, device=device)
# Today's torch.norm is this function; releases before 2.0 had another node in the graph behind the same number.
y = torch.linalg.vector_norm(x)
y.backward()
show(x.grad)

cell("In [4]")
x_np = np.arange(10)
x_grad = x_np / np.sqrt(np.sum(x_np**2))
show(x_grad)

cell("In [5]")
show(y)

cell("In [6]")
x.detach()
x = torch.tensor(np.arange(10).astype(float), requires_grad=True, device=device)
y2 = x**2
y2.backward(torch.ones(10, device=device))
show(x.grad)

cell("In [7]")
x_grad = 2*x_np
show(x_grad)

cell("In [8]")
a = torch.tensor(np.arange(4).astype(float), requires_grad=True, device=device)
b = torch.tensor(np.arange(0, 13, 4).astype(float), requires_grad=True, device=device)

cell("In [9]")
show(a)

cell("In [10]")
show(b)

cell("In [11]")
Q = 3*a**3 - b**2

cell("In [12]")
show(Q)

cell("In [13]")
Q.backward(torch.ones(4, device=device))
show(a.grad)

cell("In [14]")
show(b.grad)

cell("In [15]")
show(9*a**2)

cell("In [16]")
show(-2*b)

rules()
x = random(5)
rule("the gradient of |x| is x/|x|",
     x,
     lambda x: torch.linalg.vector_norm(x),
     lambda x: x / torch.linalg.vector_norm(x))

rule("the Jacobian of x^2, element by element, is diag(2x)",
     x,
     lambda x: x**2,
     lambda x: torch.diag(2 * x))

# a and b in one vector, a first: Q is 3a^3 - b^2, and v is all ones.
rule("J'v of Q = 3a^3 - b^2 is 9a^2 for a, -2b for b",
     random(4),
     lambda ab: (3*ab[:2]**3 - ab[2:]**2).sum(),
     lambda ab: torch.cat([9*ab[:2]**2, -2*ab[2:]]))
