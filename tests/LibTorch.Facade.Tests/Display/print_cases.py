"""Writes random tensors together with the texts that PyTorch and numpy have for them.

Arguments: seed, number of cases, output file. A case is four blocks, each after its length as a 32-bit number:
a JSON object, the values in row-major order, repr(tensor), and str(array) or nothing where numpy has no such dtype.
"""
import json
import math
import struct
import sys
import warnings

import numpy
import torch

SEED, COUNT, PATH = int(sys.argv[1]), int(sys.argv[2]), sys.argv[3]
random = numpy.random.default_rng(SEED)
numpy.seterr(all="ignore")
warnings.simplefilter("ignore")

FLOATS = ["float16", "bfloat16", "float32", "float64"]
COMPLEXES = {"complex32": "float16", "complex64": "float32", "complex128": "float64"}
INTEGERS = ["uint8", "int8", "int16", "int32", "int64"]
DTYPES = 3 * FLOATS + list(COMPLEXES) + INTEGERS + ["bool"]
ODD = [math.nan, math.inf, -math.inf, -0.0, 0.0]
EDGES = [1e8, 99999999.0, 100000001.0, 1e-4, 9.9999e-5, 1.0001e-4, 1000.0, 1001.0, 1.0, 0.5, 0.99995, 9.99995, 0.1]


def pick(choices):
    return choices[int(random.integers(len(choices)))]


def reals(n):
    kinds = [
        lambda: random.standard_normal(n),
        lambda: random.integers(-20, 20, n).astype(float),
        lambda: random.integers(-4096, 4096, n) / 2.0 ** int(random.integers(0, 14)),  # dyadic ties such as 0.03125
        lambda: random.integers(-999, 999, n) * 5e-324 * 2.0 ** int(random.integers(0, 40)),  # subnormals
        lambda: 10.0 ** random.uniform(-320, 308, n) * pick([1, -1]),
        lambda: 10.0 ** random.uniform(-5, 9, n),
        lambda: random.integers(1, 10**9, n).astype(float) * pick([1, -1, 1e3, 1e200]),
        lambda: numpy.round(random.standard_normal(n) * 100, int(random.integers(0, 6))),
        lambda: 2.0 ** random.integers(-30, 30, n),
        lambda: 2.0 ** random.integers(-1074, 1023, n),
        lambda: 10.0 ** random.integers(-8, 12, n) * random.choice([1, -1], n),
        lambda: random.choice(EDGES, n),
        lambda: random.choice(ODD, n),
        lambda: numpy.frombuffer(random.bytes(8 * n)).copy(),
        lambda: numpy.frombuffer(random.bytes(4 * n), dtype=numpy.float32).astype(float),
    ]
    values = pick(kinds)()
    if n and random.random() < 0.25:
        for _ in range(int(random.integers(1, 4))):
            values[int(random.integers(n))] = pick(ODD)
    return values


def values(dtype, shape):
    n = math.prod(shape)
    if dtype == "bool":
        flat = torch.from_numpy(random.integers(0, 2, n).astype(bool))
    elif dtype in INTEGERS:
        info = torch.iinfo(getattr(torch, dtype))
        bound = int(10 ** random.uniform(0, 4)) if random.random() < 0.5 else info.max
        low, high = max(info.min, -bound), min(info.max, bound)
        flat = torch.from_numpy(random.integers(low, high, n, dtype=numpy.int64, endpoint=True)).to(getattr(torch, dtype))
    elif dtype in COMPLEXES:
        parts = [torch.from_numpy(reals(n)).to(getattr(torch, COMPLEXES[dtype])) for _ in range(2)]
        flat = torch.view_as_complex(torch.stack(parts, -1))
    else:
        flat = torch.from_numpy(reals(n)).to(getattr(torch, dtype))
    return flat.reshape(shape)


def shape():
    kind = random.random()
    if kind < 0.015:  # summarised by the default options, with dimensions that just are or just are not reduced
        return pick([[1001], [1000], [7, 200], [6, 167], [167, 6], [501, 2], [6, 7, 30], [30, 5, 7], [1, 7, 6, 7, 4], [8, 3, 7, 7]])
    most = [0, 25, 7, 4, 3, 2]
    sizes = [int(random.integers(1, most[rank] + 1)) for rank in [int(random.integers(0, 6))] for _ in range(rank)]
    if sizes and kind > 0.94:
        sizes[int(random.integers(len(sizes)))] = 0
    return sizes


def options():
    chosen = {"precision": 4, "threshold": 1000, "edgeitems": 3, "linewidth": 80, "sci_mode": None}
    kind = random.random()
    if kind < 0.25:
        changes = {
            "precision": pick([0, 1, 2, 3, 6, 8, 10, 17, 25]),
            "threshold": pick([0, 1, 5, 10, 20, math.inf]),
            "edgeitems": pick([1, 2, 3, 4]),
            "linewidth": pick([0, 1, 20, 40, 79, 81, 120, 1000]),
            "sci_mode": pick([True, False]),
        }
        chosen.update({name: value for name, value in changes.items() if random.random() < 0.4})
    elif kind < 0.3:
        chosen.update(precision=2, edgeitems=2)
    elif kind < 0.35:
        chosen.update(threshold=math.inf)
    return chosen


VIEWS = {
    "transpose": lambda x: x.transpose(0, -1),
    "step": lambda x: x[..., ::2],
    "rest": lambda x: x[1:],
    "expand": lambda x: x.unsqueeze(0).expand(2, *x.shape),
    "conj": lambda x: x.conj(),
    "neg": lambda x: torch._neg_view(x),
}
FUNCTIONS = {"mul": lambda x: x * 2, "neg": lambda x: -x, "clone": lambda x: x.clone()}


def view_name(tensor):
    names = ["same"] * 4 + ["expand"] + ["step", "rest"] * (tensor.dim() > 0) + ["transpose"] * 2 * (tensor.dim() > 1)
    names += ["conj", "neg"] * tensor.is_complex() + ["neg"] * tensor.is_floating_point()
    return pick(names)


def raw(tensor):
    if tensor.dtype == torch.bfloat16:
        tensor = tensor.view(torch.int16)
    elif tensor.dtype == torch.complex32:
        tensor = torch.view_as_real(tensor)
    return tensor.numpy().tobytes()


def case():
    dtype = pick(DTYPES)
    tensor = values(dtype, shape())
    sizes, data = list(tensor.shape), raw(tensor)
    view, function, grad = view_name(tensor), "none", False
    if dtype in FLOATS + ["complex64", "complex128"] and random.random() < 0.3:
        grad, function = True, pick(["none"] + list(FUNCTIONS))
        tensor.requires_grad_()
    tensor = VIEWS.get(view, lambda x: x)(tensor)
    tensor = FUNCTIONS.get(function, lambda x: x)(tensor)

    chosen = options()
    default = "float64" if random.random() < 0.1 else "float32"
    torch.set_printoptions(**chosen)
    torch.set_default_dtype(getattr(torch, default))
    text = repr(tensor)
    torch.set_default_dtype(torch.float32)
    array = "" if dtype in ("bfloat16", "complex32") else str(tensor.detach().resolve_conj().resolve_neg().numpy())

    if chosen["threshold"] == math.inf:
        chosen["threshold"] = None
    head = {"dtype": dtype, "sizes": sizes, "view": view, "function": function, "grad": grad, "default": default, **chosen}
    return json.dumps(head).encode(), data, text.encode(), array.encode()


with open(PATH, "wb") as file:
    for _ in range(COUNT):
        for block in case():
            file.write(struct.pack("<i", len(block)) + block)
