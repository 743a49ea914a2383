"""MemoryFiguresProbe.cs does the same."""

import torch

# A second run would start with the first one's cache.
RUNS = 1


def run(device):
    def figures():
        return " ".join(str(figure(device)) for figure in (
            torch.cuda.memory_allocated, torch.cuda.max_memory_allocated, torch.cuda.memory_reserved, torch.cuda.max_memory_reserved))

    torch.cuda.init()
    yield "start", figures()
    held = []
    for count in (1, 512, 1000, 1 << 20, 3_000_000, 40_000_000, 12_345_678):
        held.append(torch.empty(count, dtype=torch.uint8, device=device))
        yield f"{count} more", figures()
    del held[5], held[0]
    yield "two less", figures()
    torch.cuda.reset_peak_memory_stats(device)
    yield "peaks anew", figures()
    del held
    yield "none", figures()
    torch.cuda.empty_cache()
    yield "cache emptied", figures()
