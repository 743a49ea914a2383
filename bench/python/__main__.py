"""The measured program: a worker, or with the argument start a first printed tensor and nothing else."""

import sys

if sys.argv[1:] == ["start"]:
    import torch

    print(torch.ones(2, 3))
else:
    import worker

    worker.serve()
