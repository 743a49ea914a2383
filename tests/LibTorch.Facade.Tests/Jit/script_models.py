"""Networks that the tests of TorchScript save: a module of its own, as scripting reads a class's source in its file."""
from typing import Any, Dict, List, NamedTuple, Optional, Tuple, Union

import torch
from torch import Tensor, nn


class Pair(NamedTuple):
    first: Tensor
    second: int


class Block(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv = nn.Conv2d(2, 4, 3, padding=1)
        self.norm = nn.BatchNorm2d(4)

    def forward(self, x):
        return torch.relu(self.norm(self.conv(x)))


class Net(nn.Module):
    """Convolutions, a branch that depends on values, and a weight that two layers share."""

    def __init__(self):
        super().__init__()
        self.block = Block()
        self.again = self.block
        self.head = nn.Linear(4, 3)
        self.tied = nn.Linear(4, 3)
        self.tied.weight = self.head.weight
        self.drop = nn.Dropout(0.5)

    def forward(self, x):
        x = self.block(x).mean((2, 3))
        if x.sum() > 0:
            return self.tied(self.drop(x))
        return self.head(x)


class Methods(nn.Module):
    """A method for each type of argument and result."""

    absent: Optional[int]

    def __init__(self):
        super().__init__()
        self.weight = nn.Parameter(torch.arange(3.0))
        self.register_buffer("count", torch.tensor(0))
        self.number = 3
        self.rate = 0.5
        self.name = "net"
        self.names = ["a", "b"]
        self.table = {"x": 1, "y": 2}
        self.absent = None

    def forward(self, x: Tensor, scale: float = 2.0, flag: bool = False) -> Tensor:
        return x * scale if flag else x * self.weight

    @torch.jit.export
    def tensors(self, xs: List[Tensor]) -> List[Tensor]:
        return [x + 1 for x in xs]

    @torch.jit.export
    def both(self, x: Tensor, n: int) -> Tuple[Tensor, int]:
        return x + n, n + self.number

    @torch.jit.export
    def three(self, text: str, rate: float, flag: bool) -> Tuple[str, float, bool]:
        return text + "!", rate * self.rate, not flag

    @torch.jit.export
    def maybe(self, x: Optional[Tensor] = None, n: Optional[int] = None) -> Optional[Tensor]:
        if x is None:
            return None
        return x if n is None else x + n

    @torch.jit.export
    def looked_up(self, table: Dict[str, Tensor], key: str) -> Dict[str, Tensor]:
        return {"found": table[key]}

    @torch.jit.export
    def numbers(self, table: Dict[int, float], n: List[int], rates: List[float], flags: List[bool]) -> Dict[int, List[float]]:
        return {i: [table[i]] + rates for i in n} if flags[0] else {}

    @torch.jit.export
    def texts(self, names: List[str]) -> List[str]:
        return names + self.names

    @torch.jit.export
    def nested(self, xs: List[Tuple[str, List[int]]]) -> Dict[str, Tuple[int, List[int]]]:
        return {name: (len(ns), ns) for name, ns in xs}

    @torch.jit.export
    def pair(self, p: Pair) -> Pair:
        return Pair(p.second * p.first, p.second + 1)

    @torch.jit.export
    def anything(self, x: Any) -> bool:
        return isinstance(x, int)

    @torch.jit.export
    def union(self, x: Union[int, str]) -> str:
        return x if isinstance(x, str) else str(x)

    @torch.jit.export
    def made(self, n: int, dtype: torch.dtype, device: torch.device) -> Tensor:
        return torch.ones(n, dtype=dtype, device=device)

    @torch.jit.export
    def raising(self, n: int) -> int:
        if n > 1:
            raise ValueError("n is too large")
        return n

    @torch.jit.export
    def counted(self) -> Tensor:
        self.count += 1
        self.number += 1
        return self.count


def saved(path, kind):
    """Saves a network with what it computes of an input, thrice, as libtorch compiles it anew after it has run."""
    torch.manual_seed(0)
    net = Net()
    x = torch.rand(2, 2, 5, 5)
    module = torch.jit.script(net) if kind == "script" else torch.jit.trace(Block(), x)
    module.save(path)
    loaded = torch.jit.load(path).train()
    results = []
    for i in range(3):
        torch.manual_seed(i)
        loaded.zero_grad()
        given = x.clone().requires_grad_()
        y = loaded(given)
        y.square().sum().backward()
        results.append({"y": y.detach(), "given": given.grad, "grads": {n: p.grad if p.grad is None else p.grad.clone() for n, p in loaded.named_parameters()}})
    torch.save({"x": x, "results": results, "state": dict(loaded.state_dict())}, path + ".results")
