"""Prints, as JSON, what the tests ran on."""

import json
import platform

import numpy
import torch

print(
    json.dumps(
        {
            # Debian adds a suffix to some.
            "libtorch": torch.__version__.split("+")[0],
            "distribution": platform.freedesktop_os_release()["PRETTY_NAME"],
            "python": platform.python_version(),
            "numpy": numpy.__version__,
        }
    )
)
