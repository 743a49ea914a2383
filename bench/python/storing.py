"""Saving and loading tensors."""

import os
import tempfile
from itertools import repeat

import numpy as np
import torch

PARTS = 64
PART_SIZE = 1 << 20
MANY = 1000
FOLDER = os.environ.get("BENCH_FILES") or tempfile.gettempdir()


def own_file(name):
    """The path of a file that only this language uses. The folder is deleted when the measurement ends."""
    return os.path.join(FOLDER, f"python-{name}")


def shared_file(name, write):
    """The path of a file that all languages read, from the same pages of memory. The first one writes it."""
    path = os.path.join(FOLDER, name)
    if not os.path.exists(path):
        write(path)
    return path


def state():
    """256 MiB."""
    return {f"layer{i}.weight": torch.full((PART_SIZE,), float(i)) for i in range(PARTS)}


def state_load(**options):
    path = shared_file("state.pt", lambda path: torch.save(state(), path))

    def loop(n):
        for _ in repeat(None, n):
            torch.load(path, **options)

    return loop, lambda: sum(tensor[-1].item() for tensor in torch.load(path, **options).values())


def state_save():
    saved, path = state(), own_file("saved.pt")

    def loop(n):
        for _ in repeat(None, n):
            torch.save(saved, path)

    def result():
        torch.save(saved, path)
        return float(os.path.getsize(path))

    return loop, result


def one_of_many():
    from safetensors import safe_open
    from safetensors.torch import save_file

    path = shared_file(
        "many.safetensors", lambda path: save_file({f"t{i}": torch.full((1000,), float(i)) for i in range(MANY)}, path)
    )

    def one():
        with safe_open(path, "pt") as file:
            return file.get_tensor("t500")

    def loop(n):
        for _ in repeat(None, n):
            one()

    return loop, lambda: one()[-1].item()


def array_load():
    path = shared_file("array.npy", lambda path: np.save(path, np.arange(1 << 24).astype(np.float32)))

    def loop(n):
        for _ in repeat(None, n):
            torch.from_numpy(np.load(path))

    return loop, lambda: torch.from_numpy(np.load(path))[-1].item()


def checkpoint():
    """Saves a network and its optimizer, and loads both again."""
    x = torch.randn(8, 256)
    net = torch.nn.Sequential(torch.nn.Linear(256, 512), torch.nn.ReLU(), torch.nn.Linear(512, 256))
    optimizer = torch.optim.Adam(net.parameters())
    net(x).square().mean().backward()
    optimizer.step()
    path = own_file("checkpoint.pt")

    def save_and_load():
        torch.save({"net": net.state_dict(), "optimizer": optimizer.state_dict()}, path)
        saved = torch.load(path)
        net.load_state_dict(saved["net"])
        optimizer.load_state_dict(saved["optimizer"])

    def loop(n):
        for _ in repeat(None, n):
            save_and_load()

    def result():
        save_and_load()
        optimizer.step()
        return os.path.getsize(path) + net(x).square().mean().item()

    return loop, result


ROWS = {
    "state-load": state_load,
    "state-load-mapped": lambda: state_load(mmap=True),
    "state-save": state_save,
    "safetensors-one": one_of_many,
    "npy-load": array_load,
    "checkpoint": checkpoint,
}
