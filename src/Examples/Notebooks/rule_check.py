"""Checks a rule of differentiation three ways and prints the table; the arithmetic is that of Rules/RuleCheck.cs."""

import sys

import torch

STEPS = [1e-1, 1e-2, 1e-3, 1e-4, 1e-5, 1e-6]
EPSILON = sys.float_info.epsilon


def rule(name, x, f, gradient, also=()):
    """`gradient(x)` is claimed to be f's gradient: the shape of x, then that of f(x). `also` holds pairs: a claim in
    words, and by how much the gradient that autograd found keeps it (a number over 0)."""
    print(f"@rule {name}")
    values, shape = x.reshape(-1).tolist(), x.shape
    closed = gradient(x).reshape(-1).tolist()
    found, y = by_autograd(f, x)

    largest = max(1.0, max(map(abs, closed)))
    allowed = 64 * EPSILON * largest
    gap = distance(found, closed)
    print(f"autograd - closed form  {gap:7.1e}  allowed {allowed:7.1e}")
    held = gap <= allowed

    size = max(max(1.0, max(map(abs, y))), largest * max(1.0, max(map(abs, values))))
    floors = [16 * EPSILON * size / h for h in STEPS]
    forward, central = quotient_errors(f, values, shape, x.device, y, closed)

    row("h", STEPS)
    row("forward difference", forward, floors)
    row("central difference", central, floors)
    row("roundoff allows", floors)
    held = falls(forward, floors, 5) and falls(central, floors, 50) and held

    for claim, margin in also:
        by = margin(torch.tensor(found, dtype=torch.float64).reshape(gradient(x).shape))
        print(f"{claim}, by {by:7.1e}")
        held = by > 0 and held
    print("held" if held else "NOT HELD")


def by_autograd(f, x):
    x = x.detach().requires_grad_()
    y = f(x).reshape(-1)
    columns = [torch.autograd.grad(y[j], x, retain_graph=True)[0].reshape(-1).tolist() for j in range(len(y))]
    return [column[i] for i in range(x.numel()) for column in columns], y.tolist()


def quotient_errors(f, values, shape, device, y, closed):
    def at(i, step):
        moved = values[:i] + [values[i] + step] + values[i + 1:]
        return f(torch.tensor(moved, dtype=torch.float64, device=device).reshape(shape)).reshape(-1).tolist()

    forward, central = [], []
    for h in STEPS:
        moved = [(at(i, h), at(i, -h)) for i in range(len(values))]
        ahead = [(u - m) / h for up, _ in moved for u, m in zip(up, y)]
        both = [(u - d) / (2 * h) for up, down in moved for u, d in zip(up, down)]
        forward.append(distance(ahead, closed))
        central.append(distance(both, closed))
    return forward, central


def distance(a, b):
    return max(abs(p - q) for p, q in zip(a, b))


def falls(errors, floors, factor):
    return all(error <= before / factor or error <= floor
               for before, error, floor in zip(errors, errors[1:], floors[1:]))


def row(name, numbers, floors=None):
    exact = floors and all(number <= floor for number, floor in zip(numbers, floors))
    print(f"{name:<20}" + "".join(f"  {n:7.1e}" for n in numbers) + ("  roundoff only" if exact else ""))
