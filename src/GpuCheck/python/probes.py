"""Does the work of one probe as C# does it, and prints what came of it: a line of JSON for each thing.

probe_NAME.py has a function run(device), which yields names, and tensors or texts. It is run twice: what differs from
itself cannot be asked of C# either.
"""

import argparse
import hashlib
import importlib
import json

import torch

from packing import raw

SHOWN_WHOLE = 32


def text(value):
    """As Bits.cs writes it."""
    if not isinstance(value, torch.Tensor):
        return str(value)
    elements = raw(value)
    shown = elements.hex() if len(elements) <= SHOWN_WHOLE else "sha256 " + hashlib.sha256(elements).hexdigest()
    return f"{value.dtype} {list(value.shape)} {shown}"


def main():
    options = argparse.ArgumentParser()
    options.add_argument("probe")
    options.add_argument("--device", required=True)
    given = options.parse_args()
    device = torch.device("cuda:0" if given.device == "cuda" else "cpu")
    if device.type == "cpu":
        # With several threads, the splitting of sums would change the last bits.
        torch.set_num_threads(1)
    probe = importlib.import_module("probe_" + given.probe)
    found = {}
    for _ in range(getattr(probe, "RUNS", 2)):
        for name, value in probe.run(device):
            found.setdefault(name, []).append(text(value))
    for name, texts in found.items():
        print(json.dumps({"name": name, "texts": texts}))


if __name__ == "__main__":
    main()
