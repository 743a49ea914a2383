"""One rank of several that train the convolutions on Fashion-MNIST together; FashionRanks.cs is the same in C#, line by line."""

import os
import sys
from datetime import timedelta

import torch
import torch.distributed as dist
from torch import nn
from torch.nn.parallel import DistributedDataParallel
from torch.utils.data import DataLoader
from torch.utils.data.distributed import DistributedSampler

from fashion_cnn import FashionCnn
from fashion_mnist import pictures, sums
from training import fingerprint, introduce, options, read_checkpoint, write_checkpoint

SHOWN_BATCHES = 50


def line(text):
    if dist.get_rank() == 0:
        print(text, flush=True)


def train():
    net = FashionCnn()
    training, test = pictures("train", options.samples), pictures("t10k", options.samples)
    dist.init_process_group("gloo", timeout=timedelta(minutes=5))
    rank, ranks = dist.get_rank(), dist.get_world_size()
    if rank == 0:
        introduce(net)
    sampler = DistributedSampler(training, ranks, rank)
    loader = DataLoader(training, batch_size=64, sampler=sampler)
    test_loader = DataLoader(test, batch_size=256, sampler=DistributedSampler(test, ranks, rank, shuffle=False))
    line(f"{ranks} ranks, each with {len(sampler)} of {len(training)} pictures")
    model = DistributedDataParallel(net)
    optimizer = torch.optim.Adam(model.parameters(), lr=0.001)
    scheduler = torch.optim.lr_scheduler.StepLR(optimizer, step_size=1, gamma=0.7)

    # In the first pass, the reducer learns the order in which gradients are averaged from then on. This pass trains
    # nothing, so a resumed run uses the same order as one without interruption.
    model.eval()
    model(torch.zeros(1, 1, 28, 28)).sum().backward()
    optimizer.zero_grad()

    first = 1
    saved = read_checkpoint()
    if saved:
        net.load_state_dict(saved["net"])
        optimizer.load_state_dict(saved["optimizer"])
        scheduler.load_state_dict(saved["scheduler"])
        first = saved["epoch"]
        line(f"goes on in epoch {first}")
    for epoch in range(first, (options.epochs or 3) + 1):
        # Seeds dropout for each rank and epoch, so a resumed run needs no saved random number state.
        torch.manual_seed(1000 * epoch + rank)
        sampler.set_epoch(epoch)
        model.train()
        train_epoch(model, loader, optimizer, epoch)
        loss, accuracy = evaluate(model, test_loader)
        rate = optimizer.param_groups[0]["lr"]
        scheduler.step()
        if rank == 0:
            write_checkpoint({
                "epoch": epoch + 1,
                "net": net.state_dict(), "optimizer": optimizer.state_dict(), "scheduler": scheduler.state_dict(),
            })
        line(f"epoch {epoch}: test loss {loss!r}, accuracy {accuracy!r}, learning rate {rate!r}")
    mark = fingerprint(net)
    same = is_same(mark, ranks)
    line(f"trained weights {mark}")
    line(f"the same weights on all {ranks} ranks" if same else "the ranks' weights differ")
    dist.destroy_process_group()
    return same, model


def train_epoch(model, loader, optimizer, epoch):
    for batch, (images, labels) in enumerate(loader, 1):
        loss = nn.functional.cross_entropy(model(images), labels)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        if batch % SHOWN_BATCHES == 0 or batch == len(loader):
            mean = loss.detach().clone()
            dist.all_reduce(mean)
            mean.div_(dist.get_world_size())
            line(f"epoch {epoch} batch {batch} of {len(loader)}: loss {mean.item()!r}")


def evaluate(model, loader):
    """Over the test data of all ranks. The first pass in evaluation mode gives all ranks rank 0's running means."""
    everything = torch.tensor(sums(model, loader), dtype=torch.float64)
    dist.all_reduce(everything)
    total, right, count = everything.tolist()
    return total / count, right / count


def is_same(mark, ranks):
    """Sent as bytes, because objects are sent as pickles in Python and as JSON in C#."""
    own = torch.tensor(list(mark.encode()), dtype=torch.uint8)
    everyone = [torch.empty_like(own) for _ in range(ranks)]
    dist.all_gather(everyone, own)
    return all(one.equal(own) for one in everyone)


if __name__ == "__main__":
    try:
        # The model is kept, and nothing is destroyed at the end: the last reference to the group is the model's, and the
        # group's destructor waits for its threads while it holds the interpreter's lock. In 1.13 one of them may need that
        # lock to release a tensor, and then the process never ends.
        good, kept = train()
    except RuntimeError as why:
        # In older versions a lost connection is a plain RuntimeError.
        print(" ".join(str(why).split()), file=sys.stderr)
        good = False
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(0 if good else 1)
