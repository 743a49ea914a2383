"""One rank in Python that trains with DistributedDataParallel, and says its losses and weights. training.cs is the same in C#."""
import json
import sys
from contextlib import nullcontext
from datetime import timedelta

import torch
import torch.distributed as dist
from torch import nn
from torch.distributed.algorithms.ddp_comm_hooks import default_hooks
from torch.distributed.algorithms.join import Join
from torch.nn.parallel import DistributedDataParallel

results = {}


class Model(nn.Module):
    """Two ways through, and buffers that each pass changes."""

    def __init__(self):
        super().__init__()
        self.first = nn.Linear(6, 16)
        self.norm = nn.BatchNorm1d(16)
        self.left = nn.Linear(16, 4)
        self.right = nn.Linear(16, 4)
        self.both = True

    def forward(self, x):
        hidden = torch.relu(self.norm(self.first(x)))
        return self.left(hidden) + self.right(hidden) if self.both else self.left(hidden)


def averaged(_state, bucket):
    # Divided before, where the built-in way divides later.
    gradients = bucket.buffer().div_(dist.get_world_size())
    return dist.all_reduce(gradients, async_op=True).get_future().then(lambda done: done.value()[0])


def train(name, unused=False, accumulate=False, hook=None, uneven=None, **options):
    # Other weights at each rank, which rank 0's replace.
    torch.manual_seed(7 + rank)
    model = Model()
    ddp = DistributedDataParallel(model, **options)
    if hook:
        ddp.register_comm_hook(None, hook)
    optimizer = torch.optim.SGD(ddp.parameters(), lr=0.1, momentum=0.9)
    losses = []
    # Ranks with unlike numbers of inputs: the gradients are divided by the number of all, or of those that go on.
    joining = nullcontext() if uneven is None else Join([ddp], divide_by_initial_world_size=uneven)
    with joining:
        for step in range(6 if uneven is None else 4 + 2 * rank):
            model.both = not unused or (step + rank) % 3 != 0
            torch.manual_seed(100 * step + rank)
            x, y = torch.randn(8, 6), torch.randn(8, 4)
            if accumulate and step % 2 == 0:
                with ddp.no_sync():
                    nn.functional.mse_loss(ddp(x), y).backward()
                continue
            loss = nn.functional.mse_loss(ddp(x), y)
            loss.backward()
            optimizer.step()
            optimizer.zero_grad()
            losses.append(loss.item().hex())
    state = {key: value.reshape(-1).contiguous().view(torch.uint8).tolist() for key, value in ddp.state_dict().items()}
    results[name] = [losses, state]


dist.init_process_group("gloo", timeout=timedelta(seconds=120))
rank = dist.get_rank()
train("plain")
train("small buckets", bucket_cap_mb=0.0005)
train("unused", unused=True, find_unused_parameters=True)
train("views", gradient_as_bucket_view=True)
train("static", static_graph=True)
train("own buffers", broadcast_buffers=False)
train("accumulated", accumulate=True)
train("uneven", uneven=True)
train("uneven, divided by those that go on", uneven=False)
train("uneven, unused", uneven=True, unused=True, find_unused_parameters=True)
train("uneven, accumulated", uneven=True, accumulate=True)
train("uneven, small buckets", uneven=False, bucket_cap_mb=0.0005)
train("uneven, own hook", uneven=True, hook=averaged)
train("own hook", hook=averaged)
train("own hook in small buckets", hook=averaged, bucket_cap_mb=0.0005)
# In Debian's 2.14 Gloo adds no number of 16 bits.
RELEASE = tuple(int(part) for part in torch.__version__.split(".")[:2])
if RELEASE < (2, 14):
    train("float16", hook=default_hooks.fp16_compress_hook)
    train("float16 in small buckets", hook=default_hooks.fp16_compress_hook, bucket_cap_mb=0.0005)
with open(sys.argv[1], "w") as file:
    json.dump(results, file)
dist.destroy_process_group()
