"""A Hessian times a vector in three ways, without the Hessian; and with it, to see that they agree."""

import torch
from torch.autograd.functional import hessian, hvp, vhp


def rosenbrock(x):
    """Curved, with its minimum at ones."""
    return (100 * (x[1:] - x[:-1] ** 2) ** 2 + (1 - x[:-1]) ** 2).sum()


x = torch.randn(5, dtype=torch.float64, requires_grad=True)
v = torch.randn(5, dtype=torch.float64)
torch.set_printoptions(precision=10)

# The gradient of the gradient's product with v.
gradient, = torch.autograd.grad(rosenbrock(x), x, create_graph=True)
product, = torch.autograd.grad(gradient, x, v, retain_graph=True)
print(gradient)
print(product)

# The functions that do so.
print(hvp(rosenbrock, x.detach(), v))
print(vhp(rosenbrock, x.detach(), v))

# The whole matrix.
h = hessian(rosenbrock, x.detach())
print(h)
print((h @ v - product).abs().max() <= 1e-9 * product.abs().max())
print(torch.equal(h, h.T))

# Newton's step, by conjugate gradients with such products only.
step = torch.zeros_like(v)
residual = -gradient.detach()
direction = residual.clone()
for _ in range(5):
    image, = torch.autograd.grad(gradient, x, direction, retain_graph=True)
    length = residual @ residual / (direction @ image)
    step = step + length * direction
    after = residual - length * image
    direction = after + (after @ after) / (residual @ residual) * direction
    residual = after
    print(residual.norm())
print(step)
