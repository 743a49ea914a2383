"""One rank in Python: the functional collectives, with what this rank gets from them. functional.cs is the same in C#."""
import json
import sys
from datetime import timedelta

import torch
import torch.distributed as dist
import torch.distributed._functional_collectives as funcol

RELEASE = tuple(int(part) for part in torch.__version__.split(".")[:2])
NEW = RELEASE >= (2, 14)
# The Gloo in Debian's 2.14 does not compute with numbers of 16 bits, and these operators of 2.6 not with complex ones.
DTYPES = [torch.float32, torch.float64, torch.uint8, torch.int64, torch.complex64 if NEW else torch.bfloat16]
GROUPS = [[0, 1], [1, 2], [0, 1, 2]]

results = {}
draws = 0


def ops(dtype):
    if dtype.is_complex:
        return ["sum"]
    return ["sum", "product", "min", "max"] + ([] if dtype.is_floating_point else ["band", "bor", "bxor"])


def draw(dtype, *shape):
    """The same numbers in both languages, others for each rank."""
    global draws
    draws += 1
    torch.manual_seed(1000 * rank + draws)
    return torch.randint(-9, 9, shape).to(dtype) if dtype is not torch.uint8 else torch.randint(0, 9, shape).to(dtype)


def text(tensor):
    # Python's results are wrapped in a tensor that waits for them.
    result = tensor.wait() if isinstance(tensor, funcol.AsyncCollectiveTensor) else tensor
    plain = torch.view_as_real(result) if result.is_complex() else result
    return f"{plain.dtype} {list(plain.shape)} {plain.contiguous().view(torch.uint8).flatten().tolist()}"


def texts(tensors):
    return " ".join(map(text, tensors))


def all_reduce(group, dtype, op):
    x = draw(dtype, 4, 2)
    before = text(x)
    y = funcol.all_reduce(x, op, group)
    return f"{text(y)} {text(x) == before}"


def all_gather_tensor(group, dtype, dim):
    # What one row gives is a view in newer releases.
    return texts([funcol.all_gather_tensor(draw(dtype, rows, 3), dim, group) for rows in (2, 1)])


def reduce_scatter_tensor(group, dtype, dim):
    size = dist.get_world_size(group)
    return text(funcol.reduce_scatter_tensor(draw(dtype, 2 * size, 3 * size), "sum", dim, group))


def broadcast(group, dtype, src):
    return text(funcol.broadcast(draw(dtype, 3, 5), src, group))


def all_to_all_single(group, dtype):
    size = dist.get_world_size(group)
    own = dist.get_rank(group)
    even = funcol.all_to_all_single(draw(dtype, 2 * size, 3), None, None, group)
    # Rank r sends one row more to each following rank, and so gets as many from all.
    uneven = funcol.all_to_all_single(draw(dtype, size * (size + 1) // 2), [own + 1] * size, list(range(1, size + 1)), group)
    return texts([even, uneven])


def all_reduce_coalesced(group, dtype):
    return texts(funcol.all_reduce_coalesced([draw(dtype, 4), draw(dtype, 2, 3)], "sum", group))


def all_gather_coalesced(group, dtype):
    return texts(funcol.all_gather_into_tensor_coalesced([draw(dtype, 2), draw(dtype, 3, 2)], group))


def reduce_scatter_coalesced(group, dtype):
    size = dist.get_world_size(group)
    return texts(funcol.reduce_scatter_tensor_coalesced([draw(dtype, 2 * size), draw(dtype, 2, 3 * size)], "sum", [0, 1], group))


def gradient(function, *shape):
    x = draw(torch.float64, *shape).requires_grad_()
    y = function(x)
    (y * draw(torch.float64, *y.shape)).sum().backward()
    return text(x.grad)


def refusal(function, *shape):
    """What is said before anything is sent."""
    x = draw(torch.float32, *shape)
    try:
        return text(function(x))
    except AssertionError as error:
        return str(error)


def run(members, group):
    size = dist.get_world_size(group)
    for dtype in DTYPES:
        name = f"{members} {dtype}"
        for op in ops(dtype):
            results[f"all_reduce {name} {op}"] = all_reduce(group, dtype, op)
        for dim in (0, 1):
            results[f"all_gather_tensor {name} {dim}"] = all_gather_tensor(group, dtype, dim)
            results[f"reduce_scatter_tensor {name} {dim}"] = reduce_scatter_tensor(group, dtype, dim)
        for src in (0, size - 1):
            results[f"broadcast {name} {src}"] = broadcast(group, dtype, src)
        # The others do not take complex tensors for pairs of numbers.
        if not dtype.is_complex:
            results[f"all_to_all_single {name}"] = all_to_all_single(group, dtype)
            results[f"all_reduce_coalesced {name}"] = all_reduce_coalesced(group, dtype)
            results[f"all_gather_coalesced {name}"] = all_gather_coalesced(group, dtype)
            results[f"reduce_scatter_coalesced {name}"] = reduce_scatter_coalesced(group, dtype)
    results[f"gather's gradient {members}"] = gradient(lambda x: funcol.all_gather_tensor_autograd(x, 0, group), 2, 3)
    results[f"scatter's gradient {members}"] = gradient(lambda x: funcol.reduce_scatter_tensor_autograd(x, "sum", 0, group), 2 * size, 3)
    results[f"exchange's gradient {members}"] = gradient(lambda x: funcol.all_to_all_single_autograd(x, None, None, group), 2 * size)
    if NEW:
        results[f"reduction's gradient {members}"] = gradient(lambda x: funcol.all_reduce(x, "sum", group), 4, 2)
        results[f"gather's gradient {members} 1"] = gradient(lambda x: funcol.all_gather_tensor(x, 1, group), 2, 3)
        results[f"scatter's gradient {members} 1"] = gradient(lambda x: funcol.reduce_scatter_tensor(x, "sum", 1, group), 2, 3 * size)
    results[f"refused scatter {members}"] = refusal(lambda x: funcol.reduce_scatter_tensor(x, "sum", 1, group), 2, size + 1)
    results[f"refused scatters {members}"] = refusal(lambda x: funcol.reduce_scatter_tensor_coalesced([x], "sum", [1], group)[0], 2, size + 1)
    results[f"refused exchange {members}"] = refusal(lambda x: funcol.all_to_all_single(x, [2] * size, None, group), 2 * size)
    dist.barrier(group)


dist.init_process_group("gloo", timeout=timedelta(seconds=120))
rank = dist.get_rank()
groups = [dist.new_group(members, timeout=timedelta(seconds=120)) for members in GROUPS]
for members, group in zip(GROUPS, groups):
    if rank in members:
        run(members, group)
dist.barrier()
with open(sys.argv[1], "w") as file:
    json.dump(results, file)
dist.destroy_process_group()
