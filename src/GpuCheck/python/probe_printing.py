"""PrintingProbe.cs does the same."""

import torch

RUNS = 1
DTYPES = (
    torch.float16, torch.bfloat16, torch.float32, torch.float64, torch.complex64, torch.complex128, torch.int64,
    torch.uint8, torch.bool,
)


def run(device):
    for name, tensor in tensors(device):
        yield name, repr(tensor)


def tensors(device):
    for dtype in DTYPES:
        torch.manual_seed(1)
        x = (torch.randn(3, 4, dtype=dtype if dtype.is_complex else torch.float32) * 5).to(device, dtype)
        yield f"{dtype}", x
        yield f"{dtype}, a single one", x[0, 0]
        if dtype.is_floating_point:
            yield f"{dtype}, from small to large", x * torch.tensor([1e-3, 1, 100, 1e4]).to(device, dtype)
            yield f"{dtype}, none", x / 0
            yield f"{dtype}, many", x.repeat(100, 10)
            yield f"{dtype}, a graph", x.requires_grad_() * 2
    yield "empty", torch.empty(0, 3, device=device)
