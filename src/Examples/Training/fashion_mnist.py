"""Trains a classifier of Fashion-MNIST's pictures; fashion_mlp.py and fashion_cnn.py say which, fashion_ranks.py takes the pictures."""

import copy
import gzip
import os

import numpy
import torch
from torch import nn
from torch.utils.data import DataLoader, TensorDataset, random_split

from training import device, fingerprint, introduce, options, random_states, read_checkpoint, restore, write_checkpoint

SHOWN_BATCHES = 100
MEAN, DEVIATION = 0.2860, 0.3530


def pictures(name, count=None):
    """The pictures and labels of one of the dataset's two parts."""
    def read(kind, header):
        with gzip.open(os.path.join(options.data, f"{name}-{kind}-ubyte.gz")) as file:
            return torch.from_numpy(numpy.frombuffer(file.read(), numpy.uint8, offset=header).copy())

    images = read("images-idx3", 16).view(-1, 1, 28, 28)[:count]
    labels = read("labels-idx1", 8)[:count]
    return TensorDataset((images.float() / 255 - MEAN) / DEVIATION, labels.long())


def sums(net, loader):
    """The sum of the losses, how many pictures are recognised, and how many there are."""
    net.eval()
    total, right, count = 0.0, 0, 0
    with torch.no_grad():
        for images, labels in loader:
            outputs = net(images.to(device))
            labels = labels.to(device)
            total += nn.functional.cross_entropy(outputs, labels, reduction="sum").item()
            right += (outputs.argmax(dim=1) == labels).sum().item()
            count += len(labels)
    return total, right, count


def evaluate(net, loader):
    total, right, count = sums(net, loader)
    return total / count, right / count


def train(net):
    net.to(device)
    introduce(net)
    everything = pictures("train", options.samples)
    held_back = len(everything) // 10
    training, validation = random_split(everything, [len(everything) - held_back, held_back])
    loader = DataLoader(training, batch_size=64, shuffle=True, num_workers=options.workers)
    validation_loader = DataLoader(validation, batch_size=256)
    optimizer = torch.optim.Adam(net.parameters(), lr=0.001)
    scheduler = torch.optim.lr_scheduler.StepLR(optimizer, step_size=1, gamma=0.7)
    best, best_epoch, least = copy.deepcopy(net), 0, float("inf")
    first, done = 1, 0
    saved = read_checkpoint()
    if saved:
        net.load_state_dict(saved["net"])
        optimizer.load_state_dict(saved["optimizer"])
        scheduler.load_state_dict(saved["scheduler"])
        best.load_state_dict(saved["best"]["net"])
        best_epoch, least = saved["best"]["epoch"], saved["best"]["loss"]
        first, done = saved["epoch"], saved["batch"]
        print(f"goes on in epoch {first} after batch {done}")
        restore(saved["order"])
    for epoch in range(first, (options.epochs or 3) + 1):
        net.train()
        for batch, (images, labels) in enumerate(loader, 1):
            if batch <= done:
                # This batch was done in an earlier run. Its random state is restored here.
                restore(saved["random"])
                continue
            loss = nn.functional.cross_entropy(net(images.to(device)), labels.to(device))
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            if batch % SHOWN_BATCHES == 0 or batch == len(loader):
                print(f"epoch {epoch} batch {batch} of {len(loader)}: loss {loss.item()!r}")
        done = 0
        validated, accuracy = evaluate(net, validation_loader)
        print(f"epoch {epoch}: validation loss {validated!r}, accuracy {accuracy!r}, learning rate {optimizer.param_groups[0]['lr']!r}")
        if validated < least:
            best, best_epoch, least = copy.deepcopy(net), epoch, validated
        scheduler.step()
        states = random_states()
        write_checkpoint({
            "epoch": epoch + 1, "batch": 0, "samples": options.samples, "order": states, "random": states,
            "net": net.state_dict(), "optimizer": optimizer.state_dict(), "scheduler": scheduler.state_dict(),
            "best": {"epoch": best_epoch, "loss": least, "net": best.state_dict()},
        })
    print(f"trained weights {fingerprint(net)}")
    tested, accuracy = evaluate(best, DataLoader(pictures("t10k", options.samples), batch_size=256))
    print(f"test with the weights of epoch {best_epoch}: loss {tested!r}, accuracy {accuracy!r}")
