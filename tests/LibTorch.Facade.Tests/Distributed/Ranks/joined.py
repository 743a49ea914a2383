"""One rank in Python that joins as its environment says, and adds up all ranks. joined.cs is the same in C#."""
from datetime import timedelta

import torch
import torch.distributed as dist

dist.init_process_group("gloo", timeout=timedelta(seconds=120))
x = torch.tensor([dist.get_rank() + 1])
dist.all_reduce(x)
print(dist.get_rank(), dist.get_world_size(), x.item())
dist.barrier()
dist.destroy_process_group()
