"""A variational autoencoder learns pictures of bars."""

import torch
from torch import nn


def bits(number):
    """All of the number, where print shows four digits."""
    return f"{number.detach().view(torch.int32).item() & 0xFFFFFFFF:08x}"


class VAE(nn.Module):
    def __init__(self, latent):
        super().__init__()
        self.encoder = nn.Sequential(nn.Conv2d(1, 8, 4, stride=2, padding=1), nn.ReLU(), nn.Flatten(), nn.Linear(128, 32), nn.ReLU())
        self.mean = nn.Linear(32, latent)
        self.log_variance = nn.Linear(32, latent)
        self.decoder = nn.Sequential(
            nn.Linear(latent, 128),
            nn.ReLU(),
            nn.Unflatten(1, (8, 4, 4)),
            nn.ConvTranspose2d(8, 1, 4, stride=2, padding=1),
        )

    def forward(self, pictures):
        hidden = self.encoder(pictures)
        mean, log_variance = self.mean(hidden), self.log_variance(hidden)
        sample = mean + torch.randn_like(mean) * (0.5 * log_variance).exp()
        return self.decoder(sample), mean, log_variance


torch.manual_seed(4)
pictures = torch.zeros(32, 1, 8, 8)
for i, place in enumerate(torch.randint(0, 7, (32,)).tolist()):
    pictures[i, 0, :, place:place + 2] = 1

net = VAE(4)
print(net)
print(sum(p.numel() for p in net.parameters()), "parameters")

reconstruction = nn.BCEWithLogitsLoss(reduction="sum")
optimizer = torch.optim.AdamW(net.parameters(), lr=0.01)
for step in range(10):
    output, mean, log_variance = net(pictures)
    divergence = -0.5 * (1 + log_variance - mean ** 2 - log_variance.exp()).sum()
    loss = (reconstruction(output, pictures) + divergence) / len(pictures)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    print(step, bits(loss))

print(bits(sum(p.grad.abs().sum() for p in net.parameters())))
net.eval()
with torch.no_grad():
    print(torch.sigmoid(net.decoder(torch.randn(1, 4)))[0, 0])
