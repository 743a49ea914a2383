"""Lets torch.testing be imported without the packages that only its test runners need."""
import importlib.util
import sys
import types

# expecttest compares texts, and setuptools builds extensions: the database of operator samples uses neither.
NAMES = ("expecttest", "setuptools", "setuptools.command", "setuptools.command.build_ext", "numpy.testing")


class StandIn(types.ModuleType):
    """A module that has whatever class is asked of it."""

    __path__ = []

    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)
        return type(name, (), {})


def put():
    for name in NAMES:
        if not exists(name):
            sys.modules[name] = StandIn(name)


def exists(name):
    try:
        return name in sys.modules or importlib.util.find_spec(name) is not None
    except (ImportError, ValueError):
        return False
