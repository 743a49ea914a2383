"""Prints the PyTorch version, and on the second line the libtorch that it uses."""

import os
import platform

import torch

cuda = f", CUDA {torch.version.cuda}" if torch.version.cuda else ", without CUDA"
# Asking PyTorch for the cuDNN version initializes cuDNN.
cudnn = f", cuDNN {torch.backends.cudnn.version()}" if torch.cuda.is_available() else ""
print(f"{torch.__version__}{cuda}{cudnn}, Python {platform.python_version()}")
with open("/proc/self/maps") as maps:
    loaded = [line.split()[-1] for line in maps]
print(next(os.path.realpath(path) for path in loaded if os.path.basename(path).startswith("libtorch_cpu")))
