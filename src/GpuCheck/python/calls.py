"""Calls of the dispatcher: recorded while samples run, and repeated."""

import collections
import functools

import torch
from torch.utils._python_dispatch import TorchDispatchMode

from packing import CannotPack, Packed, pack, plain, raw

# Operators with uninitialized results; 1.13's as_strided_scatter has uninitialized elements in its gradient.
NOT_INITIALISED = ("empty", "new_empty", "_empty", "resize", "_resize")
if torch.__version__.startswith("1."):
    NOT_INITIALISED += ("as_strided_scatter",)

# How many calls are kept for each operator and combination of tensor dtypes.
KEPT = 3


class NotRepeatable(Exception):
    """The call cannot be repeated, or its outcome cannot be stored."""


class Call:
    def __init__(self, function, arguments):
        schema = function._schema
        self.function, self.arguments, self.schema = function, arguments, schema
        self.name = schema.name + ("." + schema.overload_name if schema.overload_name else "")

    def written(self, position):
        alias = self.schema.arguments[position].alias_info
        return alias is not None and alias.is_write


class Calls(TorchDispatchMode):
    """Records calls of the dispatcher below autograd, where composite operators are decomposed."""

    def __init__(self, device):
        super().__init__()
        self.device = device
        self.heard = []
        self.counts = collections.Counter()
        self.left_out = collections.Counter()

    def __torch_dispatch__(self, function, types, arguments=(), named=None):
        self.hear(function, arguments, named or {})
        return function(*arguments, **(named or {}))

    def take(self):
        heard, self.heard = self.heard, []
        return heard

    def hear(self, function, arguments, named):
        namespace, name = function._schema.name.split("::")
        if namespace != "aten" or name.startswith(NOT_INITIALISED):
            return
        key = (str(function), *(str(t.dtype) for t in tensors_in([arguments, list(named.values())])))
        if self.counts[key] >= KEPT:
            return
        self.counts[key] += 1
        try:
            packed = packed_arguments(function._schema, arguments, named)
            pack(packed)
            self.heard.append(Call(function, packed))
        except CannotPack as why:
            self.left_out[f"cannot be written down: {why}"] += 1


def packed_arguments(schema, arguments, named):
    """All arguments in the schema's order, with the defaults of those that were omitted."""
    values = []
    for place, argument in enumerate(schema.arguments):
        if place < len(arguments):
            value = arguments[place]
        elif argument.name in named:
            value = named[argument.name]
        elif argument.has_default_value():
            value = argument.default_value
        else:
            raise CannotPack(f"no {argument.name}")
        values.append(packed(value))
    return values


def packed(value):
    if isinstance(value, torch.Tensor):
        return Packed(value)
    if isinstance(value, (list, tuple)):
        return [packed(item) for item in value]
    return int(value) if type(value).__name__ == "SymInt" else value


class Outcome:
    """The outcome of a call: its results and the arguments it wrote to, the gradients, and Python's own spreads."""

    def __init__(self, results, gradients, spreads):
        self.results, self.gradients, self.spreads = results, gradients, spreads

    @staticmethod
    def of(call, seed, device, repeats):
        differentiate(call)
        try:
            first = run(call, seed, device)
        except Exception:  # no derivative, or none of this form
            forget_gradients(call)
            try:
                first = run(call, seed, device)
            except Exception as error:
                raise NotRepeatable(f"cannot be made again: {type(error).__name__}")
        others = [run(call, seed, device) for _ in range(repeats - 1)]
        results, gradients = first
        try:
            spreads = [spread(all_of) for all_of in zip(flat(first), *map(flat, others))]
            packed_results, packed_gradients = tell(results), tell(gradients)
            pack([packed_results, packed_gradients])
        except CannotPack as why:
            raise NotRepeatable(f"cannot be written down: {why}")
        return Outcome(packed_results, packed_gradients, spreads)


def differentiate(call):
    """Makes all arguments that can have a gradient and are not written to require one."""
    for place, argument in enumerate(call.arguments):
        for tensor in packed_in(argument):
            tensor.requires_grad = not call.written(place) and (tensor.dtype.is_floating_point or tensor.dtype.is_complex)


def forget_gradients(call):
    for tensor in packed_in(call.arguments):
        tensor.requires_grad = False


def run(call, seed, device):
    """The call's results and gradients, as lists of tensors and numbers."""
    made = {}
    arguments = [unpacked(argument, device, made) for argument in call.arguments]
    leaves = [tensor for tensor in made.values() if tensor.requires_grad]
    torch.manual_seed(seed)
    plain = [a for a, s in zip(arguments, call.schema.arguments) if not s.kwarg_only]
    named = {s.name: a for a, s in zip(arguments, call.schema.arguments) if s.kwarg_only}
    returned = call.function(*plain, **named)
    results = leaves_of(returned)
    for place, argument in enumerate(arguments):
        if call.written(place):
            results += leaves_of(argument)
    outputs = [r for r in results if isinstance(r, torch.Tensor) and r.requires_grad]
    gradients = []
    if outputs and leaves:
        gradients = list(torch.autograd.grad(outputs, leaves, [vector(o) for o in outputs], allow_unused=True))
    return results, gradients


def unpacked(value, device, made):
    if isinstance(value, Packed):
        if id(value) not in made:
            made[id(value)] = value.make(device)
        return made[id(value)]
    return [unpacked(item, device, made) for item in value] if isinstance(value, list) else value


def vector(output):
    """Numbers that are neither all equal nor random."""
    return numbers(output.numel(), output.dtype).reshape(output.shape).to(output.device)


@functools.lru_cache(maxsize=256)
def numbers(count, dtype):
    return torch.arange(count).remainder(7).sub(2.5).to(dtype)


def tell(values):
    return [Packed(v.contiguous()) if isinstance(v, torch.Tensor) else v for v in values]


def flat(outcome):
    return outcome[0] + outcome[1]


def spread(values):
    """How far the runs of one result differ: 0 if they are the same bit for bit, -1 if no number can express it."""
    if not isinstance(values[0], torch.Tensor):
        return 0.0 if all(value == values[0] or value != value for value in values) else -1.0
    if any(v.layout != torch.strided for v in values):
        raise CannotPack(str(values[0].layout))
    if len({(v.dtype, tuple(v.shape), raw(v)) for v in values}) == 1:
        return 0.0
    if not (values[0].dtype.is_floating_point or values[0].dtype.is_complex) or len({tuple(v.shape) for v in values}) > 1:
        return -1.0
    wide = torch.complex128 if values[0].dtype.is_complex else torch.float64
    first, *others = [plain(v).cpu().to(wide) for v in values]
    distance = max(float((first - other).abs().nan_to_num().max()) for other in others)
    return distance if distance < float("inf") else -1.0


def leaves_of(value):
    if isinstance(value, (list, tuple)):
        return [leaf for item in value for leaf in leaves_of(item)]
    return [] if value is None else [value]


def tensors_in(value):
    return [leaf for leaf in leaves_of(value) if isinstance(leaf, torch.Tensor)]


def packed_in(value):
    return [leaf for leaf in leaves_of(value) if isinstance(leaf, Packed)]
