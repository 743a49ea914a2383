"""The measured program: a worker, or with the argument "start" a program that only prints a first tensor."""

import sys

if sys.argv[1:] == ["start"]:
    import torch

    print(torch.ones(2, 3))
else:
    import worker

    worker.serve()
