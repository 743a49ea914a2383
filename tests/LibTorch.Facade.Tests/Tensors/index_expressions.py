"""Writes random x[...] and x[...] = v, with what Python says of each, a JSON object a line: a file, a seed, how many."""
import itertools
import json
import random
import sys
import warnings

import torch

warnings.simplefilter("ignore")
torch.set_num_threads(1)

FLOATS = [torch.float32, torch.float64, torch.float16, torch.bfloat16, torch.complex64, torch.complex128]
DTYPES = FLOATS + [torch.int64, torch.int32, torch.int16, torch.int8, torch.uint8, torch.bool]
POSITIONS = [torch.int64] * 6 + [torch.int32, torch.int16, torch.int8]
OLD = int(torch.__version__.split(".")[0]) < 2


def bits(tensor):
    plain = tensor.detach().clone(memory_format=torch.contiguous_format)
    raw = bytes(plain.reshape(-1).view(torch.uint8).tolist()) if plain.numel() else b""
    return f"{plain.dtype} {list(plain.shape)} {raw.hex()}"


def graph(node):
    """The names of the functions behind a result, down to the leaves."""
    return "-" if node is None else f"{node.name()}({', '.join(graph(function) for function, _ in node.next_functions)})"


class Case:
    """One tensor, what stands between the brackets, and what is assigned; each as Python's value and as JSON."""

    def __init__(self, pick):
        self.pick = pick
        self.rank = pick.randint(0, 5)
        self.shape = [pick.choice([0, 1, 2, 2, 3, 3, 4]) if pick.random() < 0.3 else pick.randint(1, 3) for _ in range(self.rank)]
        self.dtype = pick.choice(DTYPES if pick.random() < 0.4 else FLOATS[:2])
        self.records = self.dtype in FLOATS and pick.random() < 0.6
        self.leaf = self.records and pick.random() < 0.3
        self.dim = 0

    def tensor(self, shape, dtype):
        count = 1
        for extent in shape:
            count *= extent
        values = [self.pick.randint(0, 9) for _ in range(count)]
        return torch.tensor(values, dtype=torch.int64).to(dtype).reshape(shape).clone(), {"shape": shape, "dtype": str(dtype), "values": values}

    def extent(self):
        return self.shape[self.dim] if self.dim < self.rank else 2

    def position(self):
        extent = self.extent()
        if self.pick.random() < 0.03 or extent == 0:
            return self.pick.choice([extent, -extent - 1, 99])
        return self.pick.randrange(-extent, extent)

    def positions(self, shape):
        count = 1
        for extent in shape:
            count *= extent
        return [self.position() for _ in range(count)]

    def index_tensor(self):
        pick = self.pick
        kind = pick.random()
        if kind < 0.02:
            return torch.tensor([0.0]), {"tensor": {"shape": [1], "dtype": "torch.float32", "values": [0]}}
        if kind < 0.4:
            rank = pick.choice([0, 1, 1, 1, 2, 3])
            shape = self.shape[self.dim:self.dim + rank]
            shape = shape + [1] * (rank - len(shape)) if pick.random() < 0.05 else shape
            if pick.random() < 0.04 and shape:
                shape = shape[:-1] + [shape[-1] + 1]
            dtype = torch.bool if pick.random() < 0.85 else torch.uint8
            count = 1
            for extent in shape:
                count *= extent
            values = [pick.randint(0, 1) for _ in range(count)]
            tensor = torch.tensor(values, dtype=torch.int64).to(dtype).reshape(shape)
            self.dim += len(shape)
        else:
            shape = pick.choice([[], [], [1], [2], [2], [3], [2, 1], [1, 2], [2, 2], [0]])
            dtype = pick.choice(POSITIONS)
            values = self.positions(shape)
            tensor = torch.tensor(values, dtype=torch.int64).to(dtype).reshape(shape)
            self.dim += 1
        data = {"shape": shape, "dtype": str(dtype), "values": values}
        # Positions of int32 are taken on every version in C#, by Python's torch since 2.0.
        taken = tensor.long() if OLD and tensor.dtype == torch.int32 and shape else tensor
        return taken, {"tensor": data}

    def listed(self, depth=0):
        pick = self.pick
        kind = pick.random()
        if kind < 0.06 and depth < 2:
            lists = [self.listed(depth + 1) for _ in range(pick.randint(1, 3))]
            return [value for value, _ in lists], {"list": [data for _, data in lists]}
        if kind < 0.25:
            values = [bool(pick.randint(0, 1)) for _ in range(self.extent())]
        else:
            values = self.positions([pick.choice([0, 1, 2, 2, 3])])
        items = [(value, {"bool": value} if isinstance(value, bool) else {"int": value}) for value in values]
        if pick.random() < 0.05:
            items.append(self.anything())
        return [value for value, _ in items], {"list": [data for _, data in items]}

    def anything(self):
        pick = self.pick
        return pick.choice([(None, "none"), (..., "ellipsis"), (slice(0, 1, 1), {"slice": [0, 1, 1]}), (True, {"bool": True}),
                            (torch.tensor(1), {"tensor": {"shape": [], "dtype": "torch.int64", "values": [1]}}),
                            (torch.tensor([1, 0]), {"tensor": {"shape": [2], "dtype": "torch.int64", "values": [1, 0]}})])

    def item(self):
        pick = self.pick
        kind = pick.random()
        if kind < 0.24:
            position = self.position()
            self.dim += 1
            return position, {"int": position}
        if kind < 0.48:
            extent = self.extent()
            parts = [pick.choice([None, 0, 1, -1, pick.randint(-4, 4)]), pick.choice([None, None, extent, -1, pick.randint(-4, 5), 99]),
                     pick.choice([1, 1, 1, 1, 2, 3]) if pick.random() < 0.98 else pick.choice([0, -1])]
            if pick.random() < 0.3:
                parts = [0, extent, 1]
            self.dim += 1
            return slice(*parts), {"slice": parts}
        if kind < 0.58:
            self.dim = max(self.dim, self.rank - 1)
            return ..., "ellipsis"
        if kind < 0.66:
            return None, "none"
        if kind < 0.7:
            value = pick.random() < 0.7
            return value, {"bool": value}
        if kind < 0.77:
            result = self.listed()
            self.dim += 1
            return result
        return self.index_tensor()

    def items(self):
        pick = self.pick
        if pick.random() < 0.4:
            return [self.item()], True
        items = [self.item() for _ in range(pick.randint(0, min(self.rank + 1, 5)))]
        # A second ellipsis is an error in few cases only, so that it is not left to chance.
        while sum(value is ... for value, _ in items) > 1 and pick.random() < 0.8:
            items.remove(next(item for item in items if item[0] is ...))
        return items, False

    def value(self, shape):
        """A tensor that fits, one with ones before, one that does not fit, or a number."""
        pick = self.pick
        kind = pick.random()
        if kind < 0.2:
            number = pick.choice([5, -1, 0, 2.5, True, 300, 1 + 2j])
            return number, {"number": [number.real, number.imag] if isinstance(number, complex) else number}
        if kind < 0.35:
            shape = []
        elif kind < 0.45:
            shape = [1] * pick.randint(1, 3) + shape
        elif kind < 0.6:
            shape = [extent if pick.random() < 0.7 else 1 for extent in shape[pick.randint(0, len(shape)):]]
        elif kind < 0.65:
            shape = shape + [2]
        dtype = self.dtype if pick.random() < 0.8 else pick.choice(DTYPES)
        value, data = self.tensor(shape, dtype)
        data["records"] = dtype in FLOATS and pick.random() < 0.4
        return value.requires_grad_(data["records"]), {"tensor": data}


def gradients(results, leaves):
    """Where there are any; the rest of what a graph is, its names say."""
    results = [result for result in results if result.requires_grad]
    leaves = [leaf for leaf in leaves if leaf.requires_grad]
    if not results or not leaves:
        return []
    found = torch.autograd.grad(results, leaves, [torch.ones_like(result) for result in results], allow_unused=True)
    return ["None" if gradient is None else bits(gradient) for gradient in found]


def say(pick):
    case = Case(pick)
    leaf, data = case.tensor(case.shape, case.dtype)
    leaf.requires_grad_(case.records)
    x = leaf if case.leaf or not case.records else leaf * 1
    items, bare = case.items()
    index = items[0][0] if bare else tuple(value for value, _ in items)
    line = {"x": data, "records": case.records, "leaf": case.leaf, "bare": bare, "items": [item for _, item in items],
            "text": f"{case.dtype} {case.shape}[{index}]", "ellipses": sum(value is ... for value, _ in items)}
    assigns = pick.random() < 0.5
    try:
        if assigns:
            try:
                shape = list(x.detach()[index].shape)
            except Exception:
                shape = [2]
            value, line["value"] = case.value(shape)
            line["text"] += f" = {value}"
            x[index] = value
            leaves = [leaf] + ([value] if isinstance(value, torch.Tensor) else [])
            line.update(bits=bits(x), graph=graph(x.grad_fn), gradients=gradients([x], leaves))
        else:
            result = x[index]
            line.update(bits=bits(result), graph=graph(result.grad_fn), gradients=gradients([result], [leaf]),
                        stride=list(result.stride()))
            # A view writes to its source, a copy does not.
            with torch.no_grad():
                result.detach().fill_(1)
            line["source"] = bits(leaf if case.leaf or not case.records else x)
    except Exception as error:
        line.update(error=str(error), kinds=[kind.__name__ for kind in type(error).__mro__])
    return line


def main(path, seed, count):
    pick = random.Random(int(seed))
    with open(path, "w") as file:
        for _ in itertools.repeat(None, int(count)):
            file.write(json.dumps(say(pick)) + "\n")


main(*sys.argv[1:])
