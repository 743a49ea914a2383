"""The computations of PyTorch's introductions to autograd, with numbers of our own."""

import torch

# One layer and its loss: which tensors are leaves, and which functions created the others.
x = torch.tensor([1.0, 0.5, -0.5])
target = torch.zeros(2)
w = torch.randn(3, 2, requires_grad=True)
b = torch.randn(2, requires_grad=True)
z = x @ w + b
loss = torch.nn.functional.binary_cross_entropy_with_logits(z, target)
print(z)
print(loss)
print(z.grad_fn.name(), loss.grad_fn.name())
loss.backward()
print(w.grad)
print(b.grad)

# The backward pass of a vector needs the gradient as an argument.
p = torch.tensor([1.0, 2.0, 4.0], requires_grad=True)
q = torch.tensor([5.0, 3.0, 1.0], requires_grad=True)
r = 2 * p**3 - q**2
r.backward(torch.ones(3))
print(p.grad, 6 * p**2 == p.grad)
print(q.grad, -2 * q == q.grad)

# The graph, walked from the result to the leaf.
t = torch.linspace(0.0, 3.0, 7, requires_grad=True)
out = (2 * torch.sin(t) + 1).sum()
node = out.grad_fn
while node is not None:
    print(node.name(), len(node.next_functions))
    node = next((function for function, _ in node.next_functions if function is not None), None)
out.backward()
print(t.grad)

# Operations that are recorded, and operations that are not.
print((x + target[0]).requires_grad, (x + p).requires_grad)
with torch.no_grad():
    print((x @ w + b).requires_grad)
print(z.detach().requires_grad)

# Gradients add up until they are zeroed.
square = torch.eye(2, 3, requires_grad=True)
powers = (square + 1).pow(2).t()
powers.backward(torch.ones_like(powers), retain_graph=True)
print(square.grad)
powers.backward(torch.ones_like(powers), retain_graph=True)
print(square.grad)
square.grad.zero_()
powers.backward(torch.ones_like(powers))
print(square.grad)
try:
    powers.backward(torch.ones_like(powers))
except RuntimeError as error:
    print(error)
