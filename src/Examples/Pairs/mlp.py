"""A network of fully connected layers learns which of three rings a point lies in."""

import torch
from torch import nn


def bits(number):
    """All of the number, where print shows four digits."""
    return f"{number.detach().view(torch.int32).item() & 0xFFFFFFFF:08x}"


class Net(nn.Module):
    def __init__(self, hidden):
        super().__init__()
        self.fc1 = nn.Linear(2, hidden)
        self.fc2 = nn.Linear(hidden, hidden)
        self.dropout = nn.Dropout(0.1)
        self.out = nn.Linear(hidden, 3)

    def forward(self, x):
        x = torch.tanh(self.fc1(x))
        x = self.dropout(torch.relu(self.fc2(x)))
        return self.out(x)


torch.manual_seed(1)
points = torch.randn(256, 2)
radius = points.norm(dim=1)
labels = (radius > 0.8).long() + (radius > 1.5).long()

net = Net(32)
print(net)
print(sum(p.numel() for p in net.parameters()), "parameters")

optimizer = torch.optim.SGD(net.parameters(), lr=0.2, momentum=0.9)
for step in range(30):
    loss = nn.functional.cross_entropy(net(points), labels)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    if step % 5 == 4:
        print(step + 1, bits(loss))

print(bits(sum(p.grad.abs().sum() for p in net.parameters())))
net.eval()
with torch.no_grad():
    print((net(points).argmax(dim=1) == labels).sum().item(), "of 256")
