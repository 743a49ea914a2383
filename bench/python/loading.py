"""Batches of 64 rows from a dataset of 6,400."""

from itertools import repeat

import torch
from torch.utils.data import DataLoader, Dataset, TensorDataset

ROWS_OF_DATA = 6400
BATCH = 64


class RowByRow(Dataset):
    """Returns single samples."""

    def __init__(self, x, y):
        self.x, self.y = x, y

    def __len__(self):
        return ROWS_OF_DATA

    def __getitem__(self, index):
        return self.x[index], self.y[index]


def data():
    return torch.randn(ROWS_OF_DATA, 16), torch.arange(ROWS_OF_DATA)


def total(loader):
    return sum(x.sum().item() + y.sum().item() for x, y in loader)


def one_batch(dataset):
    """When a pass ends, the next one begins, like epochs."""
    loader = DataLoader(dataset, batch_size=BATCH)

    def endless():
        while True:
            yield from loader

    batches = endless()

    def loop(n):
        for _ in repeat(None, n):
            next(batches)

    return loop, lambda: total(loader)


def tensors():
    return one_batch(TensorDataset(*data()))


def samples():
    return one_batch(RowByRow(*data()))


def workers():
    loader = DataLoader(RowByRow(*data()), batch_size=BATCH, num_workers=2, multiprocessing_context="fork")

    def loop(n):
        for _ in repeat(None, n):
            for _ in loader:
                pass

    return loop, lambda: total(loader)


ROWS = {"loader-tensors": tensors, "loader-samples": samples, "loader-workers": workers}
