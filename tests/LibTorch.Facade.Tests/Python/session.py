"""Evaluates Python for the tests: a JSON request a line on stdin, a JSON answer a line on stdout."""
import contextlib
import io
import json
import sys
import warnings

import numpy as np
import torch

warnings.simplefilter("ignore")


def bits(value):
    """Dtype, shape and raw bytes, as the C# side writes them."""
    if isinstance(value, (tuple, list)):
        return "(" + "; ".join(bits(item) for item in value) + ")"
    if not isinstance(value, torch.Tensor):
        return repr(value)
    # A copy: one element counts as contiguous whatever its stride, and view() then refuses another dtype.
    plain = value.detach().resolve_conj().resolve_neg().clone(memory_format=torch.contiguous_format)
    raw = bytes(plain.view(torch.uint8).reshape(-1).tolist()) if plain.dim() and plain.numel() else flat(plain)
    return f"{plain.dtype} {list(plain.shape)} {raw.hex()}"


def flat(tensor):
    """Also 0-dim tensors, which view() cannot reinterpret."""
    return bytes(tensor.reshape(-1).view(torch.uint8).tolist()) if tensor.numel() else b""


def answer(request):
    # As a script's: torch.jit asks functions for the name of their module.
    scope = {"__name__": "__main__", "torch": torch, "np": np, "nn": torch.nn, "F": torch.nn.functional, "bits": bits}
    printed = io.StringIO()
    engine = torch.backends.quantized.engine
    try:
        # A filter or a way to show warnings that a request sets ends with it: the next test shares this process.
        with contextlib.redirect_stdout(printed), warnings.catch_warnings():
            torch.set_grad_enabled(True)
            exec(request["setup"], scope)
            value = eval(request["expression"], scope) if request["expression"] else None
    except Exception as error:  # what the test compares
        kinds = [kind.__name__ for kind in type(error).__mro__]
        return {"error": str(error), "kinds": kinds}
    finally:
        torch.backends.quantized.engine = engine
    return {"value": value if isinstance(value, str) else repr(value), "printed": printed.getvalue()}


for line in sys.stdin:
    sys.stdout.write(json.dumps(answer(json.loads(line))) + "\n")
    sys.stdout.flush()
