"""Writes ONNX files, field by field: the package onnx is not everywhere, nor is what PyTorch's exporter needs."""
import torch

TYPES = {torch.float32: 1, torch.uint8: 2, torch.int8: 3, torch.int16: 5, torch.int32: 6, torch.int64: 7, torch.bool: 9, torch.float16: 10,
         torch.float64: 11, torch.complex64: 14, torch.complex128: 15, torch.bfloat16: 16}


def varint(number):
    number &= (1 << 64) - 1
    out = b""
    while number > 127:
        out += bytes([number & 127 | 128])
        number >>= 7
    return out + bytes([number])


def field(number, value):
    if isinstance(value, int):
        return varint(number << 3) + varint(value)
    value = value.encode() if isinstance(value, str) else value
    return varint(number << 3 | 2) + varint(len(value)) + value


def elements(tensor):
    flat = tensor.contiguous().reshape(-1)
    return bytes(flat.view(torch.uint8).tolist()) if flat.numel() else b""


def weight(name, tensor, typed=False, external=None):
    """A weight with its bytes, or with a list of its type, or with its bytes in another file."""
    out = b"".join(field(1, extent) for extent in tensor.shape) + field(2, TYPES[tensor.dtype]) + field(8, name)
    if external is not None:
        pairs = {"location": external[0], "offset": str(external[1]), "length": str(len(elements(tensor)))}
        return out + b"".join(field(13, field(1, k) + field(2, v)) for k, v in pairs.items()) + field(14, 1)
    if not typed:
        return out + field(9, elements(tensor))
    if tensor.dtype in (torch.float32, torch.complex64):
        return out + field(4, elements(tensor))
    if tensor.dtype in (torch.float64, torch.complex128):
        return out + field(10, elements(tensor))
    numbers = (tensor.view(torch.int16).int() & 0xFFFF if tensor.dtype in (torch.float16, torch.bfloat16) else tensor).reshape(-1).tolist()
    return out + field(7 if tensor.dtype == torch.int64 else 5, b"".join(varint(int(n)) for n in numbers))


def model(weights, nodes=()):
    graph = b"".join(field(1, node) for node in nodes) + b"".join(field(5, w) for w in weights)
    graph += field(11, field(1, "x")) + field(12, field(1, "y"))
    return field(1, 8) + field(2, "tests") + field(3, "1") + field(7, graph)


def node(kind, inputs, outputs):
    return b"".join(field(1, i) for i in inputs) + b"".join(field(2, o) for o in outputs) + field(3, "a node") + field(4, kind)


def write(path, data):
    with open(path, "wb") as file:
        file.write(data)
