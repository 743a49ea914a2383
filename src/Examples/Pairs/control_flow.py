"""Autograd through loops and branches that depend on the values themselves."""

import torch


def grow(a):
    """Linear in a, piece by piece: how often it doubles, and the last factor, depend on a."""
    b = 3 * a
    while b.norm() < 500:
        b = b * 2
    if b.sum() > 0:
        return b
    return -50 * b


def collatz(x, n):
    """As many products as the sequence of n has steps."""
    while n != 1:
        if n % 2 == 0:
            x, n = x.sin(), n // 2
        else:
            x, n = x * 1.5 + 0.5, 3 * n + 1
    return x


for _ in range(3):
    a = torch.randn((), requires_grad=True)
    d = grow(a)
    d.backward()
    print(a, d)
    print(a.grad, a.grad == d / a)

v = torch.randn(3, requires_grad=True)
grown = grow(v)
grown.backward(torch.ones(3))
print(grown)
print(v.grad)

for n in (1, 6, 7):
    s = torch.tensor([0.1, 0.2], requires_grad=True)
    y = collatz(s, n)
    y.sum().backward()
    print(n, y, s.grad)

x = torch.tensor(2.0, requires_grad=True)
root = x
for step in range(20):
    root = (root + x / root) / 2
    if abs(root * root - x) < 1e-6:
        break
root.backward()
print(step, root, x.grad, 1 / (2 * root.detach()))
