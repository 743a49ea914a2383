"""A transformer encoder learns to say which symbol of a sequence comes most often."""

import math

import torch
from torch import nn


def bits(number):
    """All of the number, where print shows four digits."""
    return f"{number.detach().view(torch.int32).item() & 0xFFFFFFFF:08x}"


class Positions(nn.Module):
    def __init__(self, width, length):
        super().__init__()
        places = torch.arange(length).unsqueeze(1)
        rates = torch.exp(torch.arange(0, width, 2) * (-math.log(10000.0) / width))
        table = torch.zeros(length, width)
        table[:, 0::2] = torch.sin(places * rates)
        table[:, 1::2] = torch.cos(places * rates)
        self.register_buffer("table", table)

    def forward(self, x):
        return x + self.table[:x.size(1)]


class Net(nn.Module):
    def __init__(self, symbols, width):
        super().__init__()
        self.embedding = nn.Embedding(symbols, width)
        self.positions = Positions(width, 50)
        layer = nn.TransformerEncoderLayer(width, nhead=4, dim_feedforward=2 * width, dropout=0.1, batch_first=True)
        self.encoder = nn.TransformerEncoder(layer, num_layers=2)
        self.head = nn.Linear(width, symbols)

    def forward(self, sequences, padding):
        x = self.positions(self.embedding(sequences))
        return self.head(self.encoder(x, src_key_padding_mask=padding).mean(dim=1))


torch.manual_seed(5)
sequences = torch.randint(0, 6, (32, 12))
lengths = torch.randint(6, 13, (32, 1))
padding = torch.arange(12) >= lengths
sequences[padding] = 0
labels = torch.nn.functional.one_hot(sequences, 6).sum(dim=1).argmax(dim=1)

net = Net(6, 32)
print(net)
print(sum(p.numel() for p in net.parameters()), "parameters")

optimizer = torch.optim.AdamW(net.parameters(), lr=0.005)
for step in range(8):
    loss = nn.functional.cross_entropy(net(sequences, padding), labels)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    print(step, bits(loss))

print(bits(sum(p.grad.abs().sum() for p in net.parameters())))
