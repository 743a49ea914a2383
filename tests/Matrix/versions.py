"""Prints, as JSON, what the tests ran on; the argument is libtorch's version."""

import json
import platform
import sys

import numpy

print(
    json.dumps(
        {
            "libtorch": sys.argv[1],
            "distribution": platform.freedesktop_os_release()["PRETTY_NAME"],
            "python": platform.python_version(),
            "numpy": numpy.__version__,
        }
    )
)
