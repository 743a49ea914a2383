"""One rank that mpirun has started. mpi.cs is the same in C#."""
import sys

import torch
import torch.distributed as dist

dist.init_process_group("mpi")
rank = dist.get_rank()
said = []


def say(name, tensor):
    said.append(f"{rank} {name} {' '.join(format(number, 'g') for number in tensor.tolist())}")


x = torch.arange(4.0, dtype=torch.float64) + rank
dist.all_reduce(x)
say("all-reduce", x)
y = torch.full((3,), rank + 0.5, dtype=torch.float64)
dist.broadcast(y, src=1)
say("broadcast", y)
everyone = [torch.zeros(2, dtype=torch.float64) for _ in range(dist.get_world_size())]
dist.all_gather(everyone, torch.full((2,), rank + 1.0, dtype=torch.float64))
say("all-gather", torch.cat(everyone))
received = torch.zeros(2, dtype=torch.float64)
if rank == 0:
    dist.send(torch.ones(2, dtype=torch.float64) * 7, dst=1)
elif rank == 1:
    dist.recv(received, src=0)
say("received", received)
group = dist.new_group([0, 1])
z = torch.ones(1, dtype=torch.float64) * (rank + 1)
if rank < 2:
    dist.all_reduce(z, group=group)
say("group", z)
dist.barrier()
dist.destroy_process_group()

# Written at once, so that the ranks' lines do not mix.
sys.stdout.write("".join(line + "\n" for line in said))
