"""Small networks that read sequences of symbols and predict a symbol at each position."""

from functools import partial

import torch
from torch import nn

import training_loop

LENGTH = 32
SYMBOLS = 64


class LstmNet(nn.Module):
    def __init__(self):
        super().__init__()
        self.embedding = nn.Embedding(SYMBOLS, 32)
        self.lstm = nn.LSTM(32, 64, num_layers=2, batch_first=True)
        self.head = nn.Linear(64, SYMBOLS)

    def forward(self, symbols):
        output, _ = self.lstm(self.embedding(symbols))
        return self.head(output)


class TransformerNet(nn.Module):
    def __init__(self):
        super().__init__()
        self.embedding = nn.Embedding(SYMBOLS, 64)
        self.position = nn.Parameter(0.02 * torch.randn(LENGTH, 64))
        layer = nn.TransformerEncoderLayer(64, nhead=4, dim_feedforward=128, dropout=0.0, batch_first=True)
        self.encoder = nn.TransformerEncoder(layer, num_layers=2)
        self.head = nn.Linear(64, SYMBOLS)

    def forward(self, symbols):
        return self.head(self.encoder(self.embedding(symbols) + self.position))


def work(batch, make):
    """The data are drawn before the network is created, because creating C++'s draws more random numbers."""
    symbols, labels = torch.randint(0, SYMBOLS, (batch, LENGTH)), torch.randint(0, SYMBOLS, (batch, LENGTH))
    net = make()
    return training_loop.adam(net, lambda: nn.functional.cross_entropy(net(symbols).flatten(0, 1), labels.flatten()))


ROWS = {"lstm-step": partial(work, 16, LstmNet), "transformer-step": partial(work, 8, TransformerNet)}
