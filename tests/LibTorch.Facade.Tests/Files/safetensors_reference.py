"""safetensors by the description of the format; its own library has to agree where it is installed."""
import json
import struct

import torch

try:
    import safetensors.torch as library
except ImportError:  # Debian 12 has none
    library = None

# The types in the order of the format's own library, which writes the last ones first.
TYPES = {
    "bool": "BOOL", "uint8": "U8", "int8": "I8", "float8_e5m2": "F8_E5M2", "float8_e4m3fn": "F8_E4M3", "int16": "I16", "uint16": "U16",
    "float16": "F16", "bfloat16": "BF16", "int32": "I32", "uint32": "U32", "float32": "F32", "complex64": "C64", "float64": "F64",
    "int64": "I64", "uint64": "U64",
}
ORDER = list(TYPES.values())
# What older versions of the library do not know.
NEW_TYPES = {"C64"}


def type_of(tensor):
    return TYPES[str(tensor.dtype).removeprefix("torch.")]


def raw(tensor):
    flat = tensor.detach().contiguous().reshape(-1)
    return flat.view(torch.uint8).numpy().tobytes() if flat.numel() else b""


def save(tensors, metadata=None):
    header, data = {}, b""
    if metadata is not None:
        header["__metadata__"] = metadata
    for name in sorted(tensors, key=lambda name: (-ORDER.index(type_of(tensors[name])), name.encode())):
        tensor = tensors[name]
        start, data = len(data), data + raw(tensor)
        header[name] = {"dtype": type_of(tensor), "shape": list(tensor.shape), "data_offsets": [start, len(data)]}
    text = json.dumps(header, separators=(",", ":"), ensure_ascii=False).encode()
    text += b" " * (-len(text) % 8)
    written = struct.pack("<Q", len(text)) + text + data
    # It writes several texts beside the tensors in no order.
    if library is not None and len(metadata or {}) < 2 and not NEW_TYPES & {type_of(tensor) for tensor in tensors.values()}:
        assert written == library.save(tensors, metadata), "the library writes something else"
    return written


def save_file(tensors, path, metadata=None):
    with open(path, "wb") as file:
        file.write(save(tensors, metadata))


def load_file(path):
    with open(path, "rb") as file:
        data = file.read()
    (length,) = struct.unpack("<Q", data[:8])
    header = json.loads(data[8 : 8 + length])
    header.pop("__metadata__", None)
    names = {name: dtype for dtype, name in TYPES.items()}
    result = {}
    for name, entry in header.items():
        start, end = (8 + length + offset for offset in entry["data_offsets"])
        dtype = getattr(torch, names[entry["dtype"]])
        shape = entry["shape"]
        flat = torch.frombuffer(bytearray(data[start:end]), dtype=dtype) if end > start else torch.empty(0, dtype=dtype)
        result[name] = flat.reshape(shape)
    if library is not None and not NEW_TYPES & {type_of(tensor) for tensor in result.values()}:
        theirs = library.load_file(path)
        assert theirs.keys() == result.keys() and all(raw(theirs[name]) == raw(result[name]) for name in result), "the library reads something else"
    return result


def sample(shape, dtype):
    """Numbers of all bits, also those that are none."""
    count = 1
    for extent in shape:
        count *= extent
    if dtype == torch.bool:
        return (torch.arange(count) % 3 == 0).reshape(shape)
    size = torch.empty(0, dtype=dtype).element_size()
    generator = torch.Generator().manual_seed(count + size)
    bits = torch.randint(0, 256, (count * size,), dtype=torch.uint8, generator=generator)
    return bits.view(dtype).reshape(shape) if count else torch.empty(shape, dtype=dtype)


def every_type():
    """A tensor of each type that this torch has, in several shapes."""
    tensors = {}
    for name in TYPES:
        if hasattr(torch, name):
            for shape in [(), (3,), (2, 3), (0,), (2, 0, 3), (1, 2, 1, 2)]:
                tensors[f"{name}.{len(tensors)}"] = sample(shape, getattr(torch, name))
    return tensors
