"""Notebook 004: the partial derivative, the gradient rules and both chain rules."""

from twin import cell, random, rules
from rule_check import rule
import torch

import gradient_rules

cell("Env")

rules()
rule("the partial derivative by x_i is the limit of its difference quotient",
     random(3),
     lambda x: x[0] ** 2 * x[1] + torch.exp(x[1] * x[2]),
     lambda x: torch.stack([2 * x[0] * x[1],
                            x[0] ** 2 + x[2] * torch.exp(x[1] * x[2]),
                            x[1] * torch.exp(x[1] * x[2])]))

gradient_rules.vectors()

rule("the gradient of the squared Frobenius norm of X is 2X",
     random(3, 2),
     lambda X: (X * X).sum(),
     lambda X: 2 * X)

rule("the chain rule: dy/dx is dy/du du/dx, y = exp(u) and u = x^3",
     random(1)[0],
     lambda x: torch.exp(x ** 3),
     lambda x: torch.exp(x ** 3) * (3 * x ** 2))

gradient_rules.chain_of_many()
