"""The networks of TracedNetworks.cs, which Python and C# trace; and a network whose code is compiled."""
import torch
from torch import nn


class Shared(nn.Module):
    """A module that is used twice, and buffers, one of which is not in the state."""

    def __init__(self):
        super().__init__()
        self.first = nn.Sequential(nn.Linear(3, 3), nn.Tanh())
        self.again = self.first
        self.scale = nn.Parameter(torch.rand(3))
        self.register_buffer("shift", torch.rand(3))
        self.register_buffer("scratch", torch.full((3,), 2.0), persistent=False)

    def forward(self, x):
        return self.again(self.first(x)) * self.scale + self.shift + self.scratch


class SelfAttention(nn.MultiheadAttention):
    def forward(self, x):
        return super().forward(x, x, x)


class Signed(nn.Module):
    """A branch that depends on values."""

    def forward(self, x):
        if bool(x.sum() > 0):
            return x * 2
        else:
            return x * -3


def convolutional():
    return nn.Sequential(nn.Conv2d(2, 4, 3, padding=1), nn.BatchNorm2d(4), nn.ReLU(), nn.MaxPool2d(2), nn.Flatten(), nn.Linear(16, 3))


def made(name):
    networks = {
        "linear": lambda: nn.Sequential(nn.Linear(3, 4), nn.ReLU(), nn.Linear(4, 2)),
        "convolution": convolutional,
        "convolution in training": convolutional,
        "shared": Shared,
        "dropout": lambda: nn.Sequential(nn.Linear(3, 4), nn.Dropout(0.5), nn.Linear(4, 2)),
        "lstm": lambda: nn.LSTM(3, 4, 2, batch_first=True),
        "attention": lambda: SelfAttention(8, 2, batch_first=True),
        "encoder": lambda: nn.TransformerEncoderLayer(8, 2, 16, batch_first=True),
    }
    return networks[name]().train(name.endswith("in training"))
