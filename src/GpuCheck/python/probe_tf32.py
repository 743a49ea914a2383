"""Tf32Probe.cs does the same."""

import torch


def run(device):
    torch.manual_seed(0)
    a, b = torch.randn(256, 256).to(device), torch.randn(256, 256).to(device)
    images, kernel = torch.randn(8, 16, 20, 20).to(device), torch.randn(32, 16, 3, 3).to(device).requires_grad_()
    for precision in ("high", "medium", "highest"):
        torch.set_float32_matmul_precision(precision)
        yield f"a product, {precision}", a.matmul(b)
    torch.backends.cudnn.deterministic = True
    for allowed in (True, False):
        torch.backends.cudnn.allow_tf32 = allowed
        result = torch.conv2d(images, kernel)
        yield f"a convolution, tf32 {allowed}", result
        yield f"its gradient, tf32 {allowed}", torch.autograd.grad(result.sum(), kernel)[0]
