"""A transformer learns to continue a text: it predicts the next character of a licence's text."""

import math

import torch
from torch import nn

from training import device, fingerprint, introduce, options

LENGTH, WIDTH, BATCH = 48, 64, 32


class TextTransformer(nn.Module):
    def __init__(self, characters):
        super().__init__()
        self.embedding = nn.Embedding(characters, WIDTH)
        self.position = nn.Parameter(0.02 * torch.randn(LENGTH, WIDTH))
        layer = nn.TransformerEncoderLayer(WIDTH, nhead=4, dim_feedforward=2 * WIDTH, dropout=0.1, batch_first=True, norm_first=True)
        self.encoder = nn.TransformerEncoder(layer, num_layers=2, norm=nn.LayerNorm(WIDTH), enable_nested_tensor=False)
        self.head = nn.Linear(WIDTH, characters)
        # The causal mask: a position attends only to earlier ones.
        self.register_buffer("mask", torch.full((LENGTH, LENGTH), -math.inf).triu(1), persistent=False)

    def forward(self, text):
        length = text.size(1)
        x = self.embedding(text) + self.position[:length]
        return self.head(self.encoder(x, mask=self.mask[:length, :length]))


with open(options.data, encoding="utf-8") as file:
    text = file.read()[:options.samples]
alphabet = sorted(set(text))
codes = torch.tensor([alphabet.index(character) for character in text])
net = TextTransformer(len(alphabet)).to(device)
introduce(net)
steps = 100
optimizer = torch.optim.AdamW(net.parameters(), lr=0.003, weight_decay=0.01)
scheduler = torch.optim.lr_scheduler.OneCycleLR(optimizer, max_lr=0.003, total_steps=steps * (options.epochs or 3))
for epoch in range(1, (options.epochs or 3) + 1):
    net.train()
    for step in range(1, steps + 1):
        starts = torch.randint(0, len(codes) - LENGTH, (BATCH, 1))
        batch = codes[starts + torch.arange(LENGTH + 1)].to(device)
        loss = nn.functional.cross_entropy(net(batch[:, :-1]).transpose(1, 2), batch[:, 1:])
        optimizer.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(net.parameters(), 1.0)
        optimizer.step()
        scheduler.step()
        if step % 20 == 0:
            print(f"epoch {epoch} step {step} of {steps}: loss {loss.item()!r}, learning rate {scheduler.get_last_lr()[0]!r}")
print(f"trained weights {fingerprint(net)}")
net.eval()
written = codes[:LENGTH // 2].tolist()
with torch.no_grad():
    for _ in range(80):
        logits = net(torch.tensor([written[-LENGTH:]], device=device))[0, -1]
        written.append(torch.multinomial(logits.div(0.7).softmax(0), 1).item())
print("".join(alphabet[code] for code in written))
