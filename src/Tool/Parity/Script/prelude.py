"""Initializes a Python twin as Prelude.cs does the C# script, and runs it: prelude.py TWIN. Without TWIN it only checks."""

import os
import runpy
import sys

try:
    import torch
except ImportError as missing:
    sys.exit(f"this Python has no {missing.name}")

with open("/proc/self/maps", encoding="utf-8") as maps:
    loaded = {line[line.index("/"):].strip() for line in maps if "/libtorch_cpu.so" in line}
wanted = os.path.realpath(os.environ["LTF_PARITY_LIBTORCH"])
if {os.path.realpath(file) for file in loaded} != {wanted}:
    sys.exit(f"Python stands on another libtorch, {', '.join(loaded)}; the C# side on {wanted}")

if len(sys.argv) == 1:
    sys.exit()
torch.manual_seed(int(os.environ["LTF_PARITY_SEED"]))
torch.set_printoptions(profile="default")
sys.argv = sys.argv[1:]
sys.path[0] = os.path.dirname(os.path.abspath(sys.argv[0]))
runpy.run_path(sys.argv[0], run_name="__main__")
