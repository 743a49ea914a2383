"""An LSTM of two layers learns the next character of a text, and writes one."""

import torch
from torch import nn


def bits(number):
    """All of the number, where print shows four digits."""
    return f"{number.detach().view(torch.int32).item() & 0xFFFFFFFF:08x}"


class CharLSTM(nn.Module):
    def __init__(self, characters, width):
        super().__init__()
        self.embedding = nn.Embedding(characters, width)
        self.lstm = nn.LSTM(width, 2 * width, num_layers=2, batch_first=True, dropout=0.1)
        self.head = nn.Linear(2 * width, characters)

    def forward(self, text, state=None):
        output, state = self.lstm(self.embedding(text), state)
        return self.head(output), state


text = "the quick brown fox jumps over the lazy dog and the lazy dog sleeps on " * 6
alphabet = sorted(set(text))
codes = torch.tensor([alphabet.index(c) for c in text])

torch.manual_seed(3)
net = CharLSTM(len(alphabet), 16)
print(net)
print(sum(p.numel() for p in net.parameters()), "parameters")

optimizer = torch.optim.Adam(net.parameters(), lr=0.01)
inputs, targets = codes[:400].view(8, 50), codes[1:401].view(8, 50)
for step in range(10):
    logits, _ = net(inputs)
    loss = nn.functional.cross_entropy(logits.transpose(1, 2), targets)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    print(step, bits(loss))

print(bits(sum(p.grad.abs().sum() for p in net.parameters())))
net.eval()
written, state = [alphabet.index("t")], None
with torch.no_grad():
    for _ in range(40):
        logits, state = net(torch.tensor([written[-1:]]), state)
        written.append(torch.multinomial(logits[0, -1].softmax(0), 1).item())
print("".join(alphabet[c] for c in written))
