"""Evaluates the Python in the pages' tables: names that are not there, and calls that no function takes, are written down.

Arguments: a JSON file of {code, since, place}, and the file for what is wrong.
"""
import json
import math
import os
import re
import sys
import tempfile
import textwrap
import warnings

import numpy as np
import torch
import torch.utils.checkpoint

warnings.simplefilter("ignore")
NOT_THERE = (NameError, AttributeError, TypeError, ImportError, SyntaxError)


def given():
    """What the cells are about."""
    x = torch.rand(2, 2, dtype=torch.float64, requires_grad=True)
    y = (x * 2).sum()
    x.grad = torch.ones(2, 2, dtype=torch.float64)
    scope = {name: torch.rand(2, 2, dtype=torch.float64) for name in "abvwg"}
    scope.update(torch=torch, np=np, nn=torch.nn, F=torch.nn.functional, math=math, x=x, y=y, loss=y, mask=x > 0.5)
    scope.update(f=lambda t: t.exp() if isinstance(t, torch.Tensor) else t, path=os.path.join(tempfile.gettempdir(), "none"))
    return scope


def problem(code):
    """What says that a name is missing, or None; that the call itself fails matters not."""
    try:
        torch.manual_seed(0)
        try:
            compiled = compile(code, "cell", "eval")
        except SyntaxError:
            compiled = compile(textwrap.dedent(code), "cell", "exec")
        eval(compiled, given())
    except NOT_THERE as error:
        return f"{type(error).__name__}: {error}"
    except Exception:
        return None
    return None


def is_in_another_build(code):
    """Python on a libtorch without CUDA has the names of torch.cuda, and cannot call all of them."""
    names = re.findall(r"torch\.cuda\.(\w+)", code)
    return names and not torch.backends.cuda.is_built() and all(hasattr(torch.cuda, name) for name in names)


def numbers(version):
    return tuple(int(number) for number in re.findall(r"\d+", version)[:2])


with open(sys.argv[1]) as file:
    cells = json.load(file)
with open(sys.argv[2], "w") as wrong:
    for cell in cells:
        there = cell["since"] is None or numbers(torch.__version__) >= numbers(cell["since"])
        found = problem(cell["code"])
        if there and found and not is_in_another_build(cell["code"]):
            wrong.write(f"{cell['place']}: {cell['code']}: {found}\n")
        elif not there and not found:
            wrong.write(f"{cell['place']}: {cell['code']}: it is in {torch.__version__} already\n")
