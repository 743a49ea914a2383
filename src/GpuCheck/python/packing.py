"""The file of cases, which CaseFile.cs reads.

Frames, each an int64 of its length and then as much. In a frame lie values: a letter that says of what kind, and then
what it takes. The last frame's first text is "end", the others' is the operator's name.
"""

import ctypes
import struct

import torch

# In the same order as in CaseFile.cs.
DTYPES = {dtype: place for place, dtype in enumerate((
    torch.uint8, torch.int8, torch.int16, torch.int32, torch.int64, torch.float16, torch.float32, torch.float64,
    torch.complex32, torch.complex64, torch.complex128, torch.bool, torch.bfloat16))}
FORMATS = {
    torch.contiguous_format: 0, torch.preserve_format: 1, torch.channels_last: 2, torch.channels_last_3d: 3,
}


class CannotPack(Exception):
    pass


class Packed:
    """A strided tensor: the memory between its first and last element, and the strides."""

    def __init__(self, tensor):
        if tensor.layout != torch.strided or tensor.is_quantized or tensor.dtype not in DTYPES:
            raise CannotPack(f"{tensor.layout} {tensor.dtype}")
        tensor = plain(tensor)
        self.dtype, self.on_cpu = tensor.dtype, tensor.device.type == "cpu"
        self.sizes, self.strides = tuple(tensor.shape), tuple(tensor.stride())
        self.requires_grad = False
        count = 0 if 0 in self.sizes else 1 + sum((n - 1) * s for n, s in zip(self.sizes, self.strides))
        self.bytes = raw(torch.as_strided(tensor, (count,), (1,))) if count else b""

    def make(self, device):
        """Creates the tensor again, with the same strides and memory of its own."""
        flat = torch.frombuffer(bytearray(self.bytes), dtype=self.dtype) if self.bytes else torch.empty(0, dtype=self.dtype)
        made = (flat.clone() if self.on_cpu else flat.to(device)).as_strided(self.sizes, self.strides).detach()
        return made.requires_grad_() if self.requires_grad else made


def plain(tensor):
    """The tensor with real elements in place of a conjugate or negative view, or of zeros without memory."""
    if tensor._is_zerotensor():
        return torch.zeros(tensor.shape, dtype=tensor.dtype, device=tensor.device)
    return tensor.detach().resolve_conj().resolve_neg()


def raw(tensor):
    """A tensor's elements, in order."""
    here = plain(tensor).cpu().contiguous()
    return ctypes.string_at(here.data_ptr(), here.numel() * here.element_size()) if here.numel() else b""


def pack(value):
    """A value as bytes."""
    if value is None:
        return b"N"
    if isinstance(value, bool):
        return b"B" + struct.pack("<?", value)
    if isinstance(value, int):
        return b"I" + struct.pack("<q", value)
    if isinstance(value, float):
        return b"D" + struct.pack("<d", value)
    if isinstance(value, complex):
        return b"C" + struct.pack("<dd", value.real, value.imag)
    if isinstance(value, str):
        return b"S" + sized(value.encode())
    if isinstance(value, torch.dtype) and value in DTYPES:
        return b"Y" + struct.pack("<q", DTYPES[value])
    if isinstance(value, torch.memory_format) and value in FORMATS:
        return b"M" + struct.pack("<q", FORMATS[value])
    if isinstance(value, torch.layout) and value == torch.strided:
        return b"O" + struct.pack("<q", 0)
    if isinstance(value, torch.device):
        return b"V" + sized(str(value).encode())
    if isinstance(value, (list, tuple)):
        return b"L" + struct.pack("<i", len(value)) + b"".join(map(pack, value))
    if isinstance(value, Packed):
        return b"T" + struct.pack("<B??", DTYPES[value.dtype], value.on_cpu, value.requires_grad) \
            + numbers(value.sizes) + numbers(value.strides) + sized(value.bytes)
    raise CannotPack(f"a {type(value).__name__}")


def sized(data):
    return struct.pack("<q", len(data)) + data


def numbers(values):
    return sized(struct.pack(f"<{len(values)}q", *values))


class CaseFile:
    def __init__(self, path):
        self.file = open(path, "wb", buffering=1 << 20)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.file.close()

    def write(self, call, seed, outcome):
        """The expected results come last, and a tensor's elements last of it."""
        parts = [call.name, seed, call.arguments, outcome.spreads, outcome.gradients, outcome.results]
        self.file.write(sized(b"".join(map(pack, parts))))

    def finish(self, left_out):
        """Writes the numbers of calls that could not be recorded, by reason."""
        self.file.write(sized(b"".join(map(pack, ["end", list(left_out.keys()), list(left_out.values())]))))
