"""One rank in Python that trains with ZeroRedundancyOptimizer, and says its losses, weights and states. sharded.cs is the same in C#."""
import json
import os
import sys
from datetime import timedelta

import torch
import torch.distributed as dist
from torch import nn
from torch.distributed.optim import ZeroRedundancyOptimizer
from torch.nn.parallel import DistributedDataParallel

results = {}
CHECKPOINT = sys.argv[1].rsplit("-", 1)[0] + ".pt"


def raw(tensor):
    return tensor.detach().reshape(-1).contiguous().view(torch.uint8).tolist()


def weights(model):
    return {key: raw(value) for key, value in model.state_dict().items()}


def told(state):
    # The state of each parameter in bytes, and the options of each group as they are printed.
    kept = {str(number): {key: raw(value) for key, value in sorted(entry.items())} for number, entry in state["state"].items()}
    return [kept, [[str({key: value}) for key, value in sorted(group.items())] for group in state["param_groups"]]]


def refusal(action):
    try:
        action()
    except Exception as error:
        return str(error)
    return "nothing was refused"


def network(seed):
    # Layers of one size, whose order counts when the parameters are divided.
    torch.manual_seed(seed)
    return nn.Sequential(nn.Linear(6, 16), nn.Tanh(), nn.Linear(16, 16), nn.Tanh(), nn.Linear(16, 4))


def steps(model, optimizer, first, end, seed, scheduler=None, closure=False):
    losses = []
    for step in range(first, end):
        torch.manual_seed(100 * step + seed)
        x, y = torch.randn(8, 6), torch.randn(8, 4)

        def evaluate():
            optimizer.zero_grad(set_to_none=True)
            error = nn.functional.mse_loss(model(x), y)
            error.backward()
            return error

        loss = optimizer.step(evaluate) if closure else evaluate()
        if not closure:
            optimizer.step()
        if scheduler:
            scheduler.step()
        losses.append(loss.item().hex())
    return losses


def train(name, make, model=None, scheduled=False, closure=False):
    # Other inputs at each rank. DistributedDataParallel averages the gradients.
    ddp = DistributedDataParallel(model or network(7 + rank))
    optimizer = make(ddp.module)
    scheduler = torch.optim.lr_scheduler.StepLR(optimizer, 2, gamma=0.5) if scheduled else None
    results[name + ": losses"] = steps(ddp, optimizer, 0, 6, rank, scheduler, closure)
    results[name + ": weights"] = weights(ddp)


def freeze():
    # The same network and inputs at each rank. The buckets are built again when a parameter is frozen.
    model = network(3)
    optimizer = ZeroRedundancyOptimizer(model.parameters(), torch.optim.Adam, parameters_as_bucket_view=True, lr=0.01)
    steps(model, optimizer, 0, 2, 0)
    model[2].weight.requires_grad_(False)
    steps(model, optimizer, 2, 4, 0)
    model[2].weight.requires_grad_(True)
    steps(model, optimizer, 4, 6, 0)
    results["frozen: weights"] = weights(model)


def add(name, buckets):
    model = network(4)
    optimizer = ZeroRedundancyOptimizer(model[0].parameters(), torch.optim.Adam, parameters_as_bucket_view=buckets, lr=0.01)
    steps(model, optimizer, 0, 2, 0)
    optimizer.add_param_group({"params": [*model[2].parameters(), *model[4].parameters()], "lr": 0.03})
    steps(model, optimizer, 2, 5, 0)
    results[name + ": weights"] = weights(model)
    optimizer.consolidate_state_dict(to=2)
    if rank == 2:
        results[name + ": state"] = told(optimizer.state_dict())


def some(group):
    # Ranks 1 and 2 only, which are ranks 0 and 1 of their group.
    model = network(5)
    optimizer = ZeroRedundancyOptimizer(model.parameters(), torch.optim.SGD, process_group=group, lr=0.1, momentum=0.9)
    steps(model, optimizer, 0, 3, 0)
    results["some ranks: weights"] = weights(model)
    optimizer.consolidate_state_dict(to=1)
    if rank == 2:
        results["some ranks: state"] = told(optimizer.state_dict())


def adamw(model):
    groups = [{"params": list(model[0].parameters())}, {"params": [*model[2].parameters(), *model[4].parameters()], "lr": 0.05, "weight_decay": 0.1}]
    return ZeroRedundancyOptimizer(groups, torch.optim.AdamW, lr=0.01)


def resume():
    ddp = DistributedDataParallel(network(8 + rank))
    optimizer = adamw(ddp.module)
    scheduler = torch.optim.lr_scheduler.StepLR(optimizer, 2, gamma=0.5)
    steps(ddp, optimizer, 0, 3, rank, scheduler)
    optimizer.consolidate_state_dict(to=1)
    if rank == 1:
        results["consolidated: state"] = told(optimizer.state_dict())
        torch.save(optimizer.state_dict(), CHECKPOINT)
    else:
        results["consolidated: state"] = refusal(optimizer.state_dict)
    dist.barrier()
    again = adamw(ddp.module)
    again.load_state_dict(torch.load(CHECKPOINT))
    results["resumed: losses"] = steps(ddp, again, 3, 6, rank)
    results["resumed: weights"] = weights(ddp)
    again.consolidate_state_dict(to=0)
    if rank == 0:
        results["resumed: state"] = told(again.state_dict())


def refuse():
    def made(parameters):
        return lambda: ZeroRedundancyOptimizer(parameters, torch.optim.SGD, lr=0.1)

    x, y = nn.Parameter(torch.ones(2)), nn.Parameter(torch.ones(2, dtype=torch.float64))
    results["refused"] = [refusal(made(given)) for given in ([], [x, y], [torch.ones(2).to_sparse()], [x, None], [x * 2])]


dist.init_process_group("gloo", timeout=timedelta(seconds=120))
rank = dist.get_rank()
pair = dist.new_group([1, 2], timeout=timedelta(seconds=120))
train("Adam", lambda model: ZeroRedundancyOptimizer(model.parameters(), torch.optim.Adam, lr=0.01))
train("SGD", lambda model: ZeroRedundancyOptimizer(model.parameters(), torch.optim.SGD, lr=0.1, momentum=0.9), closure=True)
train("AdamW", adamw, scheduled=True)
train("buckets", lambda model: ZeroRedundancyOptimizer(model.parameters(), torch.optim.Adam, parameters_as_bucket_view=True, lr=0.01))
# A single parameter, which leaves nothing to two of the ranks.
for buckets in (False, True):
    torch.manual_seed(6)
    train(
        f"one parameter, {int(buckets)}",
        lambda model, views=buckets: ZeroRedundancyOptimizer(model.parameters(), torch.optim.Adam, parameters_as_bucket_view=views, lr=0.01),
        nn.Sequential(nn.Linear(6, 4, bias=False)))
freeze()
add("added", False)
add("added to buckets", True)
resume()
refuse()
if rank > 0:
    some(pair)
dist.barrier()
with open(sys.argv[1], "w") as file:
    json.dump(results, file)
# An optimizer and its scheduler refer to each other and keep the group, whose destructor may wait for ever in 1.13.
os._exit(0)
