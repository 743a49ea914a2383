"""Python's own histograms, from torch.utils.tensorboard with stand-ins for the packages that it wants: a JSON line for each.

The file that is given has a JSON line for each: values, bins (null for PyTorch's own) and max_bins.
"""
import importlib.abc
import importlib.machinery
import json
import sys
from unittest.mock import MagicMock

import numpy as np
import torch


class StandIns(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Gives every module of the packages that may not be there, with whatever is asked of it."""

    def find_spec(self, name, path=None, target=None):
        if name.split(".")[0] in ("google", "six", "tensorboard"):
            return importlib.machinery.ModuleSpec(name, self, is_package=True)
        return None

    def create_module(self, spec):
        return MagicMock(__version__="9.9.9", __path__=[], __spec__=spec)

    def exec_module(self, module):
        pass


sys.meta_path.insert(0, StandIns())

from torch.utils.tensorboard import SummaryWriter, summary

# PyTorch 1.13 asks for a dtype that numpy 1.24 does not give; the sums are the same without it.
greater = np.greater
np.greater = lambda left, right, dtype=None: greater(left, right)
summary.HistogramProto = lambda **fields: fields


def plain(value):
    """What JSON can say; it has no NaN."""
    value = value.item() if isinstance(value, np.generic) else value
    return None if value != value else value


default_bins = SummaryWriter("/nonexistent").default_bins
for line in open(sys.argv[1]):
    asked = json.loads(line)
    values = np.array(asked["values"], dtype=float)
    try:
        made = summary.make_histogram(values, asked["bins"] or default_bins, asked["max_bins"])
        print(json.dumps({name: plain(value) for name, value in made.items()}))
    except ValueError as error:
        print(json.dumps({"error": str(error)}))
