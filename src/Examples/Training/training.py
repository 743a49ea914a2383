"""What the training programs' Python twins share: their options, one thread, and how numbers are printed."""

import argparse
import hashlib
import sys

try:
    import numpy
    import torch
except ImportError as missing:
    print(f"this Python has no {missing.name}", file=sys.stderr)
    sys.exit(3)

arguments = argparse.ArgumentParser()
arguments.add_argument("--device", default="cpu", choices=["cpu", "cuda"])
arguments.add_argument("--epochs", type=int)
arguments.add_argument("--samples", type=int)
arguments.add_argument("--workers", type=int, default=0)
arguments.add_argument("--data")
options = arguments.parse_args()
device = torch.device(options.device)
if device.type == "cuda" and not torch.cuda.is_available():
    print("this Python's torch finds no CUDA device", file=sys.stderr)
    sys.exit(3)

# With one thread, sums are added in one order.
torch.set_num_threads(1)
torch.manual_seed(0)


def introduce(net):
    print(net)
    print(sum(parameter.numel() for parameter in net.parameters()), "parameters")


def fingerprint(net):
    """Of all bytes of the state."""
    digest = hashlib.sha256()
    for tensor in net.state_dict().values():
        digest.update(tensor.cpu().numpy().tobytes())
    return digest.hexdigest()[:16]
