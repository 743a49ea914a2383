"""Makes the calls that WrongKindsTests wrote down, by torch.ops' own door, and says which of them Python refuses."""
import sys
import warnings

import torch

warnings.simplefilter("ignore")

VALUES = {
    "none": None,
    "dtype": torch.float32,
    "layout": torch.strided,
    "format": torch.preserve_format,
    "scheme": torch.per_tensor_affine,
    "int": 1,
    "big": 99,
    "true": True,
    "float": 1.5,
    "complex": 1j,
    "text": "cpu",
    "device": torch.device("cpu"),
    "generator": torch.Generator(),
    "t0": torch.tensor(2.0),
    "ti": torch.tensor(2),
    "tb": torch.tensor(True),
    "t3": torch.ones(3),
    "ints": [1, 2],
    "floats": [1.5],
    "bools": [True],
    "tensors": [torch.ones(1)],
    "mixed": [1, 1.5],
    "dtypes": [torch.float32],
    "formats": [torch.channels_last],
    "empty": [],
    "texts": ["a"],
    "nones": [None],
    "nested": [[1]],
}

SCHEMAS = {(schema.name, schema.overload_name): schema for schema in torch._C._jit_get_all_schemas()}


def answer(where, name, names):
    namespaced, _, overload = name.partition(".")
    schema = SCHEMAS.get((namespaced, overload))
    if where == "here" or schema is None:
        return "not asked"
    values = [VALUES[kind] for kind in names]
    by_name = {argument.name: value for argument, value in zip(schema.arguments, values) if argument.kwarg_only}
    in_order = [value for argument, value in zip(schema.arguments, values) if not argument.kwarg_only]
    try:
        torch._C._get_operation_overload(namespaced, overload)[0](*in_order, **by_name)
    except (RuntimeError, TypeError, ValueError, IndexError):
        return "refuses"
    return "accepts"


calls, answers = sys.argv[1:]
with open(calls) as lines, open(answers, "w") as out:
    for line in lines:
        where, name, *names = line.split()
        out.write(answer(where, name, names) + "\n")
        out.flush()
