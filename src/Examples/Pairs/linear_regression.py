"""Linear regression by gradient descent, written by hand."""

import torch


def bits(loss):
    """All of the number, where print shows four digits."""
    return f"{loss.detach().view(torch.int32).item() & 0xFFFFFFFF:08x}"


# Data with known weights, and noise.
torch.manual_seed(7)
true_w = torch.tensor([2.0, -3.4])
x = torch.randn(200, 2)
y = x @ true_w + 4.2 + 0.01 * torch.randn(200)

# Where the descent starts.
w = (0.01 * torch.randn(2)).requires_grad_()
b = torch.zeros(1, requires_grad=True)

for epoch in range(5):
    order = torch.randperm(200)
    for first in range(0, 200, 20):
        batch = order[first:first + 20]
        loss = ((x[batch] @ w + b - y[batch]) ** 2 / 2).mean()
        loss.backward()
        with torch.no_grad():
            w -= 0.1 * w.grad
            b -= 0.1 * b.grad
        w.grad.zero_()
        b.grad.zero_()
        print(epoch, first, bits(loss))
    print(loss)

print(w)
print(b)
print(true_w - w.detach())
