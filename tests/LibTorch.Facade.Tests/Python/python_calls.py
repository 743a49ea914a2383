"""Writes calls of PyTorch's Python functions, each as C#, with the inputs and with what Python answered, a JSON object a line."""
import ast
import dataclasses
import importlib.util
import json
import math
import sys
import types
import warnings

import torch
import torch.nn.functional as F

from python_tensors import bits, overlapping, parts, stored

# torch.testing imports these, which Debian may not have, and which its samples do not need.
sys.modules["expecttest"] = types.SimpleNamespace(TestCase=object, ACCEPT=False)
if not importlib.util.find_spec("setuptools") or not importlib.util.find_spec("setuptools.command"):
    sys.modules["torch.utils.cpp_extension"] = torch.utils.cpp_extension = types.SimpleNamespace()
warnings.simplefilter("ignore")


class Unwritable(Exception):
    """A value that has no C# form."""


def pascal(name):
    trail = "_" if name.endswith("_") else ""
    return "".join(word[:1].upper() + word[1:] for word in name.split("_")) + trail


def camel(name):
    name = pascal(name)
    name = name[0].lower() + name[1:]
    return "@" + name if name in ("out", "params", "base") else name


def flatten(value):
    if isinstance(value, (tuple, list)) and not isinstance(value, torch.Size):
        return [item for part in value for item in flatten(part)]
    return [value]


class Pair(tuple):
    """Two lists that are a tuple in C# too."""


class Call:
    """One call: its text in C#, and the tensors that the text names t[0], t[1]."""

    def __init__(self):
        self.tensors = []

    def literal(self, value):
        if isinstance(value, torch.Tensor):
            places = [i for i, tensor in enumerate(self.tensors) if tensor is value]
            if not places:
                if value.is_quantized or value.is_nested or (value.layout != torch.strided and not parts(value)):
                    raise Unwritable(f"a tensor of layout {value.layout}")
                self.tensors.append(value)
            return f"t[{places[0] if places else len(self.tensors) - 1}]"
        if value is None:
            return "null"
        if isinstance(value, bool):
            return "true" if value else "false"
        if isinstance(value, int):
            return str(value) + ("L" if abs(value) > 2**31 - 1 else "")
        if isinstance(value, float):
            if math.isnan(value):
                return "double.NaN"
            if math.isinf(value):
                return "double.PositiveInfinity" if value > 0 else "double.NegativeInfinity"
            return repr(value)
        if isinstance(value, complex):
            return f"new System.Numerics.Complex({value.real!r}, {value.imag!r})"
        if isinstance(value, str):
            return json.dumps(value)
        if isinstance(value, torch.dtype):
            return "DType." + DTYPES[str(value)]
        if isinstance(value, torch.memory_format):
            return "MemoryFormat." + pascal(str(value).removeprefix("torch.").removesuffix("_format"))
        if isinstance(value, Pair):
            return "(" + ", ".join(self.literal(item) for item in value) + ")"
        if type(value).__name__ == "LinearCrossEntropyOptions":
            fields = ((field.name, getattr(value, field.name)) for field in dataclasses.fields(value))
            return f"new LinearCrossEntropyOptions({', '.join(f'{camel(name)}: {self.literal(item)}' for name, item in fields)})"
        if value is Ellipsis:
            return "TensorIndex.Ellipsis"
        if isinstance(value, (tuple, list)):
            return "[" + ", ".join(self.literal(item) for item in value) + "]"
        raise Unwritable(f"{type(value).__name__}: {value!r}"[:80])

    def text(self, target, function, args, kwargs, names, optional):
        """The call; arguments that Python names are named in C#, whose order may be another."""
        args, kwargs = reshaped(function, list(args), dict(kwargs))
        positional = [self.literal(value) for value in args[:1] + args[len(names):]] if names else [self.literal(value) for value in args]
        named = dict(zip(names[1:], args[1:]))
        named.update(kwargs)
        if named.pop("return_indices", False):
            function += "_with_indices"
        pick = self.picked(function, named)
        for gone in ("size_average", "reduce", "out"):
            if named.pop(gone, None) is not None:
                raise Unwritable(gone)
        named = {name: value for name, value in named.items() if not (value is None and name in optional or name == "_stacklevel")}
        parts = positional + [f"{camel(RENAMED.get(name, name))}: {self.literal(value)}" for name, value in named.items()]
        call = f"{target}.{pascal(function)}({', '.join(parts)})"
        return f"Pick({call}, {pick})" if pick else call

    @staticmethod
    def picked(function, named):
        """Which of all results Python returns, where it depends on the arguments."""
        if function not in ("unique", "unique_consecutive", "lu"):
            return ""
        asked = {name: named.pop(name) for name in ("return_inverse", "return_counts", "get_infos") if name in named}
        named.update({name: True for name, value in asked.items() if value})
        inverse, counts = asked.get("return_inverse"), asked.get("return_counts")
        return "0" + ", 1" * bool(inverse) + ", 2" * bool(counts) if inverse or counts else ""


def reshaped(function, args, kwargs):
    """Arguments that Python takes in one form and C# in another."""
    if function == "meshgrid" and kwargs and isinstance(args[0], torch.Tensor) and len(args) > 3:
        args = [args]
    if function == "tensordot" and isinstance(kwargs.get("dims"), (tuple, list)):
        kwargs["dims"] = Pair(map(list, kwargs["dims"]))
    if function == "lu":
        kwargs = {**dict(zip(("pivot", "get_infos"), args[1:])), **kwargs}
        args = args[:1]
    return args, kwargs


DTYPES = {"torch." + name.lower(): name for name in (
    "UInt8", "Int8", "Int16", "Int32", "Int64", "Float16", "BFloat16", "Float32", "Float64", "Complex32", "Complex64", "Complex128", "Bool")}

# Where the operator's name for an argument is not Python's.
RENAMED = {"split_size_or_sections": "split_size", "keepdim": "keep_dim", "posinf": "pos_inf", "neginf": "neg_inf"}


def parameters(name, function):
    """The names of a Python function's parameters, and those that may be None; nothing of a function in C."""
    function = getattr(F, name + "_with_indices", function)
    code = getattr(function, "__code__", None)
    if code is None or code.co_argcount == 0 or name == "tensordot":
        return [], AnyName()
    names = list(code.co_varnames[:code.co_argcount])
    defaults = function.__defaults__ or ()
    return names, {name for name, default in zip(names[len(names) - len(defaults):], defaults) if default is None}


class AnyName:
    """Contains every name."""

    def __contains__(self, name):
        return True


def record(origin, target, name, function, args, kwargs):
    call = Call()
    try:
        text = call.text(target, name, args, kwargs, *parameters(name, function))
        inputs = [tensor if tensor.is_leaf else tensor.detach().requires_grad_(tensor.requires_grad) for tensor in call.tensors]
        swap = {id(old): new for old, new in zip(call.tensors, inputs)}
        args, kwargs = swapped(args, swap), swapped(kwargs, swap)
        line = {"origin": origin, "call": text, "inputs": [stored(tensor) for tensor in inputs]}
    except Unwritable as reason:
        return {"origin": origin, "unwritable": str(reason)}
    again = [tensor.detach().clone() for tensor in inputs]
    try:
        line.update(answered(function, args, kwargs, inputs))
    except Exception as error:
        line["error"] = str(error)
        line["kinds"] = [kind.__name__ for kind in type(error).__mro__]
        return line
    if "gradients" in line and not any(map(overlapping, inputs)):
        # Some kernels add in the order in which threads come: what Python itself does not repeat is not compared.
        for old, new in zip(inputs, again):
            new.requires_grad_(old.requires_grad)
        swap = {id(old): new for old, new in zip(inputs, again)}
        if answered(function, swapped(args, swap), swapped(kwargs, swap), again).get("gradients") != line["gradients"]:
            line["unrepeatable"] = line.pop("gradients")
    return line


def answered(function, args, kwargs, inputs):
    torch.manual_seed(11)
    outputs = flatten(function(*args, **kwargs))
    line = {"outputs": [bits(output) for output in outputs]}
    nodes = [output.grad_fn if isinstance(output, torch.Tensor) else None for output in outputs]
    line["grad_fn"] = [node.name() if node else "" for node in nodes]
    results = [output for output in outputs if isinstance(output, torch.Tensor) and output.requires_grad]
    leaves = [tensor for tensor in inputs if tensor.requires_grad]
    if results and leaves:
        try:
            gradients = torch.autograd.grad(results, leaves, [torch.ones_like(result) for result in results], allow_unused=True)
            line["gradients"] = [bits(gradient) for gradient in gradients]
        except RuntimeError:  # not every function has a derivative
            pass
    return line


def swapped(value, swap):
    if isinstance(value, torch.Tensor):
        return swap.get(id(value), value)
    if isinstance(value, dict):
        return {key: swapped(item, swap) for key, item in value.items()}
    if isinstance(value, (tuple, list)) and not isinstance(value, torch.Size):
        return type(value)(swapped(item, swap) for item in value) if type(value) in (tuple, list) else value
    return value


def from_text(text, scope):
    """A call written in Python: F.relu(a), torch.max(a, 1), a.split(2)."""
    node = ast.parse(text, mode="eval").body
    owner = ast.unparse(node.func.value)
    name = node.func.attr
    evaluate = lambda part: eval(compile(ast.Expression(part), text, "eval"), scope)
    args = []
    for part in node.args:
        args.extend(evaluate(part.value)) if isinstance(part, ast.Starred) else args.append(evaluate(part))
    kwargs = {keyword.arg: evaluate(keyword.value) for keyword in node.keywords}
    if owner in scope and isinstance(scope[owner], torch.Tensor):
        receiver = scope[owner]
        function = lambda first, *rest, **named: getattr(first, name)(*rest, **named)
        line = record(text, "METHOD", name, function, [receiver, *args], kwargs)
        if "call" in line:
            head, _, tail = line["call"].partition("METHOD.")
            method, _, rest = tail.partition("(t[0]")
            line["call"] = f"{head}t[0].{method}({rest.removeprefix(', ')}"
        return line
    return record(text, {"F": "Functional", "torch": "Torch", "torch.linalg": "Torch.Linalg", "torch.masked": "Torch.Masked"}[owner], name, evaluate(node.func), args, kwargs)


def samples(name, most):
    """PyTorch's own samples of an operator, some of many; and its wrong ones."""
    from torch.testing._internal.common_methods_invocations import op_db

    for op in op_db:
        if op.name != name or name.split(".")[-1].startswith("_"):
            continue
        dtype = torch.float32 if torch.float32 in op.dtypes else torch.int64
        drawn = list(op.sample_inputs("cpu", dtype, requires_grad=dtype.is_floating_point and op.supports_autograd))
        for layout in ("sparse_coo", "sparse_csr") if name.startswith("masked.") else ():
            drawn += sparse_samples(op, layout, dtype)
        step = max(1, len(drawn) // most)
        owner, target = {"nn": (F, "Functional"), "masked": (torch.masked, "Torch.Masked")}.get(name.split(".")[0], (torch, "Torch"))
        function = getattr(owner, name.split(".")[-1])
        for sample in drawn[::step]:
            yield record(f"{name} {op.variant_test_name}".strip(), target, name.split(".")[-1], function, [sample.input, *sample.args], sample.kwargs)
        try:
            wrong = list(op.error_inputs("cpu")) if op.error_inputs_func else []
        except Exception:  # some need a GPU
            wrong = []
        for error in wrong:
            sample = error.sample_input
            yield record(f"{name} error", target, name.split(".")[-1], function, [sample.input, *sample.args], sample.kwargs)


def sparse_samples(op, layout, dtype):
    """What PyTorch gives the operator in this layout, without gradients, which few of the kernels have."""
    try:
        return list(getattr(op, f"sample_inputs_{layout}")("cpu", dtype))
    except (AttributeError, NotImplementedError, RuntimeError, TypeError):  # it has none
        return []


def main():
    source, target, most = sys.argv[1], sys.argv[2], int(sys.argv[3])
    scope = {"torch": torch, "F": F}
    with open(source) as lines, open(target, "w") as output:
        for line in map(str.strip, lines):
            if not line or line.startswith("#"):
                continue
            version, _, call = line.rpartition(" | ")
            if version and tuple(map(int, torch.__version__.split(".")[:2])) < tuple(map(int, version.split("."))):
                continue
            if call.startswith("OpInfo "):
                for answer in samples(call.split()[1], most):
                    output.write(json.dumps(answer) + "\n")
            elif "(" not in line.split(" = ")[0] and " = " in line:
                torch.manual_seed(3)
                exec(line, scope)
            else:
                output.write(json.dumps(from_text(call, scope)) + "\n")


main()
