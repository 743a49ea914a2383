"""One rank in Python: everything that the ranks of a group do together, with what this rank has afterwards. collectives.cs is
the same in C#."""
import json
import os
import sys
from datetime import timedelta

import torch
import torch.distributed as dist

DTYPES = [torch.float32, torch.float64, torch.float16, torch.bfloat16, torch.int8, torch.uint8, torch.int32, torch.int64, torch.complex64]
RELEASE = tuple(int(part) for part in torch.__version__.split(".")[:2])
NEW = RELEASE >= (2, 0)
# What Gloo does not compute with: bfloat16 before 2.0, and in Debian's 2.14 no number of 16 bits.
REFUSED = [torch.float16, torch.bfloat16] if RELEASE >= (2, 14) else [] if NEW else [torch.bfloat16]
GROUPS = [[0, 1], [1, 2], [0, 1, 2], [1, 2, 3], [0, 1, 2, 3]]

results = {}
draws = 0


def ops(dtype):
    """What Gloo can do. What it cannot fails on a thread of its own, and a barrier right behind may hear of it too."""
    if dtype.is_complex:
        return ["SUM"]
    return ["SUM", "PRODUCT", "MIN", "MAX"] + ([] if dtype.is_floating_point else ["BAND", "BOR", "BXOR"])


def draw(dtype, *shape):
    """The same numbers in both languages, others for each rank."""
    global draws
    draws += 1
    torch.manual_seed(1000 * rank + draws)
    return torch.randint(-9, 9, shape).to(dtype) if dtype is not torch.uint8 else torch.randint(0, 9, shape).to(dtype)


def text(tensor):
    plain = torch.view_as_real(tensor) if tensor.is_complex() else tensor
    return f"{plain.dtype} {list(plain.shape)} {plain.contiguous().view(torch.uint8).flatten().tolist()}"


def broadcast(group, dtype, root):
    x = draw(dtype, 3, 5)
    dist.broadcast(x, root, group)
    return text(x)


def all_reduce(group, dtype, op):
    x = draw(dtype, 4, 2)
    dist.all_reduce(x, getattr(dist.ReduceOp, op), group)
    return text(x)


def reduce(group, dtype, root):
    x = draw(dtype, 7)
    dist.reduce(x, root, dist.ReduceOp.SUM, group)
    # What the others have then is not said.
    return text(x) if rank == root else ""


def all_gather(group, dtype):
    x = draw(dtype, 2, 3)
    outputs = [torch.zeros_like(x) for _ in range(dist.get_world_size(group))]
    dist.all_gather(outputs, x, group)
    return " ".join(map(text, outputs))


def gather(group, dtype, root):
    x = draw(dtype, 2, 3)
    outputs = [torch.zeros_like(x) for _ in range(dist.get_world_size(group))] if rank == root else None
    dist.gather(x, outputs, root, group)
    return " ".join(map(text, outputs or []))


def scatter(group, dtype, root):
    inputs = [draw(dtype, 5) for _ in range(dist.get_world_size(group))]
    x = torch.zeros_like(inputs[0])
    dist.scatter(x, inputs if rank == root else None, root, group)
    return text(x)


def all_gather_into_tensor(group, dtype):
    x = draw(dtype, 2, 3)
    output = torch.zeros(2 * dist.get_world_size(group), 3, dtype=dtype)
    dist.all_gather_into_tensor(output, x, group)
    return text(output)


def reduce_scatter_tensor(group, dtype):
    x = draw(dtype, 2 * dist.get_world_size(group), 3)
    output = torch.zeros(2, 3, dtype=dtype)
    dist.reduce_scatter_tensor(output, x, dist.ReduceOp.SUM, group)
    return text(output)


def all_to_all_single(group, dtype):
    size = dist.get_world_size(group)
    own = dist.get_rank(group)
    even = torch.zeros(2 * size, 3, dtype=dtype)
    dist.all_to_all_single(even, draw(dtype, 2 * size, 3), group=group)
    # Rank r sends one row more to each following rank, and so gets as many from all.
    uneven = torch.zeros((own + 1) * size, dtype=dtype)
    dist.all_to_all_single(uneven, draw(dtype, size * (size + 1) // 2), [own + 1] * size, list(range(1, size + 1)), group)
    return text(even) + text(uneven)


def ring(group, dtype, members):
    """Everyone sends to the next, and receives from the one before."""
    own = members.index(rank)
    after, before = members[(own + 1) % len(members)], members[own - 1]
    received = torch.zeros(6, dtype=dtype)
    works = [dist.isend(draw(dtype, 6), after, group, tag=3), dist.irecv(received, before, group, tag=3)]
    for work in works:
        work.wait()
    return text(received)


def any_source(group, dtype, members):
    """All send to the first, who does not say whom it receives from."""
    if rank != members[0]:
        dist.send(draw(dtype, 3), members[0], group, tag=5)
        return ""
    received = {}
    for _ in members[1:]:
        x = torch.zeros(3, dtype=dtype)
        sender = dist.recv(x, None, group, tag=5)
        received[sender] = text(x)
    return json.dumps(received, sort_keys=True)


def run(members, group):
    for dtype in DTYPES:
        name = f"{members} {dtype}"
        # Here some releases of Python refuse complex tensors before they call.
        if not dtype.is_complex:
            results[f"ring {name}"] = ring(group, dtype, members)
            results[f"any_source {name}"] = any_source(group, dtype, members)
        if dtype in REFUSED:
            continue
        for root in (members[0], members[-1]):
            results[f"scatter {name} {root}"] = scatter(group, dtype, root)
            if not dtype.is_complex:
                results[f"broadcast {name} {root}"] = broadcast(group, dtype, root)
                results[f"reduce {name} {root}"] = reduce(group, dtype, root)
                results[f"gather {name} {root}"] = gather(group, dtype, root)
        for op in ops(dtype):
            results[f"all_reduce {name} {op}"] = all_reduce(group, dtype, op)
        results[f"all_gather {name}"] = all_gather(group, dtype)
        results[f"all_to_all_single {name}"] = all_to_all_single(group, dtype)
        if NEW:
            results[f"all_gather_into_tensor {name}"] = all_gather_into_tensor(group, dtype)
            if not dtype.is_complex:
                results[f"reduce_scatter_tensor {name}"] = reduce_scatter_tensor(group, dtype)
    dist.barrier(group)


dist.init_process_group("gloo", timeout=timedelta(seconds=120))
rank = dist.get_rank()
groups = [dist.new_group(members, timeout=timedelta(seconds=120)) for members in GROUPS]
for members, group in zip(GROUPS, groups):
    if rank in members:
        results[f"rank {members}"] = f"{dist.get_rank(group)} {dist.get_world_size(group)}"
        run(members, group)
dist.barrier()
with open(sys.argv[1], "w") as file:
    json.dump(results, file)
dist.destroy_process_group()
