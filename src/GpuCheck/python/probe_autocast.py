"""AutocastProbe.cs does the same."""

import torch
import torch.nn.functional as F


def run(device):
    dtypes = [torch.bfloat16]
    if device.type == "cuda":
        dtypes = [torch.float16, torch.bfloat16] if torch.cuda.get_device_capability(device)[0] >= 8 else [torch.float16]
    for dtype in dtypes:
        torch.manual_seed(0)
        x = draw(device, 32, 64)
        leaves = [draw(device, *shape).requires_grad_() for shape in ((128, 64), (128,), (10, 128), (10,))]
        target = torch.arange(32, device=device) % 10
        with torch.autocast(device.type, dtype):
            hidden = F.relu(F.linear(x, leaves[0], leaves[1]))
            hidden = F.layer_norm(hidden, [128])
            loss = F.cross_entropy(F.linear(hidden, leaves[2], leaves[3]), target)
        loss.backward()
        yield f"{dtype} loss", loss
        for i, leaf in enumerate(leaves):
            yield f"{dtype} gradient {i}", leaf.grad


def draw(device, *shape):
    return (torch.randn(shape) / 8).to(device)
