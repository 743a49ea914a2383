"""A convolutional network with batch normalisation and dropout learns to tell stripes from squares."""

import torch
from torch import nn


def bits(number):
    """All of the number, where print shows four digits."""
    return f"{number.detach().view(torch.int32).item() & 0xFFFFFFFF:08x}"


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.features = nn.Sequential(
            nn.Conv2d(1, 8, 3, padding=1, bias=False),
            nn.BatchNorm2d(8),
            nn.ReLU(),
            nn.MaxPool2d(2),
            nn.Conv2d(8, 16, 3, padding=1),
            nn.BatchNorm2d(16),
            nn.LeakyReLU(0.1),
            nn.AdaptiveAvgPool2d(2),
        )
        self.classifier = nn.Sequential(nn.Flatten(), nn.Dropout(0.2), nn.Linear(64, 2))

    def forward(self, images):
        return self.classifier(self.features(images))


torch.manual_seed(2)
images = 0.3 * torch.randn(64, 1, 12, 12)
labels = torch.randint(0, 2, (64,))
images[labels == 0, :, ::3] += 1
images[labels == 1, :, 3:9, 3:9] += 1

net = Net()
print(net)
print(sum(p.numel() for p in net.parameters()), "parameters")

optimizer = torch.optim.Adam(net.parameters(), lr=0.003)
for epoch in range(2):
    for batch in torch.randperm(64).split(16):
        loss = nn.functional.cross_entropy(net(images[batch]), labels[batch])
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        print(epoch, bits(loss))

print(bits(sum(p.grad.abs().sum() for p in net.parameters())))
print(net.features[1].running_mean)
net.eval()
with torch.no_grad():
    print(bits(nn.functional.cross_entropy(net(images), labels)))
