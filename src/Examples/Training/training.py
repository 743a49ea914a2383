"""What the training programs' Python twins share: their options, one thread, and how numbers are printed."""

import argparse
import hashlib
import os
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
arguments.add_argument("--checkpoint")
options = arguments.parse_args()
device = torch.device(options.device)
if device.type == "cuda" and not torch.cuda.is_available():
    print("this Python's torch finds no CUDA device", file=sys.stderr)
    sys.exit(3)

# With one thread, sums are always added in the same order.
torch.set_num_threads(1)
torch.manual_seed(0)


def introduce(net):
    print(net)
    print(sum(parameter.numel() for parameter in net.parameters()), "parameters")


def fingerprint(net):
    """A hash of all bytes of the state."""
    digest = hashlib.sha256()
    for tensor in net.state_dict().values():
        digest.update(tensor.cpu().numpy().tobytes())
    return digest.hexdigest()[:16]


def random_states():
    return [torch.get_rng_state()] + ([torch.cuda.get_rng_state()] if device.type == "cuda" else [])


def restore(states):
    torch.set_rng_state(states[0])
    if device.type == "cuda":
        torch.cuda.set_rng_state(states[1])


def read_checkpoint():
    """The saved state from which training continues; None to start from the beginning."""
    return torch.load(options.checkpoint, map_location="cpu") if options.checkpoint and os.path.exists(options.checkpoint) else None


def write_checkpoint(state):
    if options.checkpoint:
        # Written under the final file name in a temporary folder, because torch.save writes the name into the file.
        folder = options.checkpoint + ".new"
        os.makedirs(folder, exist_ok=True)
        written = os.path.join(folder, os.path.basename(options.checkpoint))
        torch.save(state, written)
        os.replace(written, options.checkpoint)
        os.rmdir(folder)
