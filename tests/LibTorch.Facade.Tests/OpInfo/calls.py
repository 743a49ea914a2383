"""Runs PyTorch's own samples of its operators, and writes every call that they make to the dispatcher, with what comes
of it when Python makes it again: frames on stdout, three a call, as recorder/packing.cpp packs them."""
import argparse
import functools
import os
import sys
import traceback
import typing
import warnings

# The frames go there; what libraries print must not get between.
OUT = os.fdopen(os.dup(1), "wb", buffering=1 << 20)
os.dup2(2, 1)

import torch  # noqa: E402  prints where it finds no /proc

import stand_ins  # noqa: E402

stand_ins.put()
warnings.simplefilter("ignore")

import samples  # noqa: E402  needs the stand-ins


class Call(typing.NamedTuple):
    """As the recorder tells it."""

    name: str
    overload: str
    grad_mode: bool
    failed: bool
    packed: torch.Tensor


def main():
    options = argparse.ArgumentParser()
    options.add_argument("--recorder", required=True)
    options.add_argument("--threads", type=int, default=1)
    options.add_argument("--only", default="", help="operators with this in their names")
    options.add_argument("runs", nargs="+", help="kind:dtype:depth, the depth being how many samples of each operator; 0: all")
    given = options.parse_args()
    torch.ops.load_library(given.recorder)
    torch.set_num_threads(given.threads)
    seen = set()
    for part in given.runs:
        kind, dtype, depth = part.split(":")
        for name, run in samples.all(kind, getattr(torch, dtype), int(depth), given.only):
            calls, error = recorded(run)
            sample = f"{kind} {dtype} {name}"
            for place, call in enumerate(calls):
                write(sample, place, call, error if call is calls[-1] else None, seen)
            if error is not None and not (calls and calls[-1].failed):
                write_frame(line("raised", sample, raiser(error)))
    write_frame(line("end"))
    OUT.flush()


def recorded(run):
    """The calls that reach the dispatcher, and the error that came out, if any."""
    error = None
    torch.ops.opinfo.record(True)
    try:
        run()
    except Exception as raised:  # samples of errors, and what this build of PyTorch lacks
        error = raised
    finally:
        torch.ops.opinfo.record(False)
    return [Call(*call) for call in torch.ops.opinfo.recorded()], error


def raiser(error):
    """Who raised what the dispatcher did not."""
    place = traceback.extract_tb(error.__traceback__)[-1].filename
    return "PyTorch's Python code" if f"{os.sep}torch{os.sep}" in place else "Python's argument parser"


def write(sample, place, call, error, seen):
    """The call, unless the same was written before, and its outcome."""
    description = call.packed.numpy().tobytes()
    key = hash(description)
    if key in seen:
        return
    seen.add(key)
    seed = len(seen)
    write_frame(line("call", sample, seed))
    write_frame(description)
    if call.failed and error is not None:
        outcome = ("error", tuple(kind.__name__ for kind in type(error).__mro__), str(error))
    else:
        outcome = again(call.name, call.overload, call.grad_mode, torch.ops.opinfo.arguments(place), seed)
    write_frame(torch.ops.opinfo.pack(outcome).numpy().tobytes())


def again(name, overload, grad_mode, arguments, seed):
    """What comes of the call: what it wrote to, its results, and the gradients; or the error."""
    operator, schema = resolved(name, overload)
    leaves = [leaf_of(tensor) for tensor in tensors_in(arguments) if tensor.requires_grad]
    torch.default_generator.manual_seed(seed)
    try:
        with torch.set_grad_enabled(grad_mode):
            plain = [a for a, s in zip(arguments, schema) if not s.kwarg_only]
            named = {s.name: a for a, s in zip(arguments, schema) if s.kwarg_only}
            results = operator(*map(as_list, plain), **{k: as_list(v) for k, v in named.items()})
    except Exception as error:
        # torch.ops makes a RuntimeError of every error, and leaves the C++ frames in.
        return ("error", (), str(error).split("\nException raised from")[0])
    written = tuple(a for a, s in zip(arguments, schema) if s.written)
    results = as_tuple(results if isinstance(results, tuple) else () if results is None else (results,))
    return ("ok", written, results, gradients(results, leaves))


@functools.lru_cache(maxsize=None)
def resolved(name, overload):
    """The operator, and of each argument its name, whether it is given by name, and whether the operator writes to it."""
    namespace, base = name.split("::")
    operator = getattr(getattr(getattr(torch.ops, namespace), base), overload or "default")
    arguments = operator._schema.arguments
    return operator, [Argument(a.name, a.kwarg_only, a.alias_info is not None and a.alias_info.is_write) for a in arguments]


class Argument(typing.NamedTuple):
    name: str
    kwarg_only: bool
    written: bool


def gradients(results, leaves):
    """Of all results that can be differentiated, by all leaves; None where nothing can be, a text where it fails."""
    outputs = [tensor for tensor in tensors_in(results) if tensor.requires_grad]
    if not outputs or not leaves:
        return None
    try:
        vectors = [vector_for(output) for output in outputs]
        return tuple(torch.autograd.grad(outputs, leaves, vectors, allow_unused=True))
    except Exception as error:
        return str(error)


def vector_for(output):
    """Numbers that are neither all alike nor random."""
    if output.layout != torch.strided:
        return output.detach()
    return numbers(output.numel(), output.dtype).reshape(output.shape)


@functools.lru_cache(maxsize=256)
def numbers(count, dtype):
    return torch.arange(count).remainder(7).sub(2.5).to(dtype)


def leaf_of(tensor):
    return tensor if tensor.is_leaf else tensor.grad_fn.next_functions[0][0].variable


def tensors_in(value):
    """Each tensor once, in order."""
    found = {}

    def visit(item):
        if isinstance(item, torch.Tensor):
            found.setdefault(id(item), item)
        elif isinstance(item, (tuple, list)):
            for element in item:
                visit(element)

    visit(value)
    return list(found.values())


def as_list(value):
    return [as_list(element) for element in value] if isinstance(value, tuple) else value


def as_tuple(value):
    return tuple(as_tuple(element) for element in value) if isinstance(value, (list, tuple)) else value


def line(*items):
    """Texts and integers as recorder/packing.cpp packs them."""
    return b"L" + len(items).to_bytes(4, "little") + b"".join(map(packed, items))


def packed(item):
    if isinstance(item, int):
        return b"I" + item.to_bytes(8, "little")
    text = item.encode()
    return b"S" + len(text).to_bytes(8, "little") + text


def write_frame(frame):
    OUT.write(len(frame).to_bytes(8, "little") + frame)


main()
