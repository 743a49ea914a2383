"""Predicts the progression of diabetes after a year from ten measurements: regression by LBFGS in float64."""

import gzip
import os

import torch
from torch import nn

from training import device, fingerprint, introduce, options


class Diabetes(nn.Module):
    def __init__(self):
        super().__init__()
        self.hidden = nn.Linear(10, 8)
        self.out = nn.Linear(8, 1)

    def forward(self, measurements):
        return self.out(torch.tanh(self.hidden(measurements))).squeeze(1)


def table(name):
    with gzip.open(os.path.join(options.data, name), "rt") as file:
        return torch.tensor([[float(word) for word in line.split()] for line in file][:options.samples], dtype=torch.float64)


def standard(values):
    return (values - values.mean(dim=0)) / values.std(dim=0)


measurements = standard(table("diabetes_data_raw.csv.gz")).to(device)
progress = standard(table("diabetes_target.csv.gz")).squeeze(1).to(device)
order = torch.randperm(len(progress))
held_back = len(progress) // 5
test, training = order[:held_back], order[held_back:]

net = Diabetes().double().to(device)
introduce(net)
optimizer = torch.optim.LBFGS(net.parameters(), lr=1, max_iter=10, line_search_fn="strong_wolfe")


def closure():
    optimizer.zero_grad()
    loss = nn.functional.mse_loss(net(measurements[training]), progress[training])
    for parameter in net.parameters():
        loss = loss + 0.01 * parameter.square().sum()
    loss.backward()
    return loss


for epoch in range(1, (options.epochs or 3) + 1):
    loss = optimizer.step(closure)
    print(f"epoch {epoch}: loss {loss.item()!r}")
print(f"trained weights {fingerprint(net)}")
with torch.no_grad():
    error = nn.functional.mse_loss(net(measurements[test]), progress[test])
    print(f"test: {1 - (error / progress[test].var(unbiased=False)).item()!r} of the variance explained")
