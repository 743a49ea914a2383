"""The four rules for the gradient by a vector that three of the notebooks state."""

import torch
from rule_check import rule
from twin import random


def vectors():
    A, S, x, row = random(3, 4), random(4, 4), random(4), random(3)

    rule("the gradient of Ax is A'",
         x,
         lambda x: A @ x,
         lambda x: A.T)

    rule("the gradient of x'A is A",
         row,
         lambda x: x @ A,
         lambda x: A)

    rule("the gradient of x'Ax is (A + A')x",
         x,
         lambda x: x @ S @ x,
         lambda x: (S + S.T) @ x)

    rule("the gradient of |x|^2 = x'x is 2x",
         x,
         lambda x: torch.dot(x, x),
         lambda x: 2 * x)

    # Ax and x'A are linear: a difference quotient of them is exact but for roundoff, and has no error to lose. In a
    # power of their length it has, and the gradient there is the same A', or A, applied to the vector.
    rule("A' at work: the gradient of |Ax|^4 is 4|Ax|^2 A'(Ax)",
         x,
         lambda x: torch.dot(A @ x, A @ x) ** 2,
         lambda x: 4 * torch.dot(A @ x, A @ x) * (A.T @ (A @ x)))

    rule("A at work: the gradient of |x'A|^4 is 4|x'A|^2 A(x'A)'",
         row,
         lambda x: torch.dot(x @ A, x @ A) ** 2,
         lambda x: 4 * torch.dot(x @ A, x @ A) * (A @ (x @ A)))


def chain_of_many():
    """y = u_1^2 + ... + u_m^2 of u = exp(Ax): dy/dx_i is the sum over j of dy/du_j times du_j/dx_i."""
    A = random(3, 4) / 2

    def u(x):
        return torch.exp(A @ x)

    rule("the chain rule: dy/dx_i is the sum over j of dy/du_j du_j/dx_i",
         random(4),
         lambda x: torch.dot(u(x), u(x)),
         lambda x: (A.T * u(x)) @ (2 * u(x)))
