"""What is run of PyTorch's database of operators."""
import functools

import torch
from torch.testing._internal.common_methods_invocations import op_db
from torch.testing._internal.common_utils import noncontiguous_like

CPU = "cpu"


def all(kind, dtype, depth, only):
    """Pairs of an operator's name and something to run."""
    for op in op_db:
        if only not in op.name:
            continue
        torch.manual_seed(0)
        for i, run in enumerate(errors(op) if kind == "errors" else valid(op, kind, dtype)):
            if depth and i >= depth:
                break
            yield op.name, run


def errors(op):
    for error in op.error_inputs(CPU) if op.error_inputs_func is not None else ():
        sample = error.sample_input
        yield functools.partial(op.op, sample.input, *sample.args, **sample.kwargs)


def valid(op, kind, dtype):
    if not op.supports_dtype(dtype, CPU):
        return
    differentiable = op.supports_autograd and dtype in op.supported_backward_dtypes(CPU)
    for sample in op.sample_inputs(CPU, dtype, requires_grad=differentiable):
        if kind == "noncontiguous":
            sample = sample.transform(scattered)
        yield functools.partial(variants, op, sample)


def scattered(value):
    return noncontiguous_like(value) if isinstance(value, torch.Tensor) and value.layout == torch.strided else value


def variants(op, sample):
    """The function, and what else Python offers of it."""
    expected = op.op(sample.input, *sample.args, **sample.kwargs)
    method, in_place = op.get_method(), op.get_inplace()
    if method is not None:
        attempt(lambda: method(sample.input, *sample.args, **sample.kwargs))
    if in_place is not None:
        attempt(lambda: in_place(fresh(sample.input), *sample.args, **sample.kwargs))
    if op.supports_out:
        attempt(lambda: into(op, sample, expected))


def attempt(run):
    """Not every sample suits every form; the calls are recorded all the same."""
    try:
        run()
    except (RuntimeError, TypeError, ValueError):
        pass


def into(op, sample, expected):
    with torch.no_grad():
        outputs = torch.utils._pytree.tree_map(lambda tensor: torch.empty_like(tensor).requires_grad_(False), expected)
        op.op(sample.input, *sample.args, **sample.kwargs, out=outputs)


def fresh(value):
    return torch.utils._pytree.tree_map(lambda item: item.clone() if isinstance(item, torch.Tensor) else item, value)
