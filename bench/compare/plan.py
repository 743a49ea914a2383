"""The rows to measure, and for how long."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Row:
    """One line of the table: its name in all three programs, and how long a batch takes about.

    Batches are short: on a machine that is shared, the fewer of them are interrupted, and the minimum is clean.
    """

    name: str
    title: str
    batch_ms: int = 2
    # False if there is no C++ counterpart.
    cpp: bool = True
    # A condition that the running Python has to meet.
    needs: str = "True"
    # Whether the row has processes of its own. Its blocks are so large that the C library's malloc, which C++ and Python
    # use, keeps or returns their memory depending on what earlier rows have freed.
    apart: bool = False


ROWS = (
    Row("add", "add of 4 elements"),
    Row("add-undisposed", "the same, C# disposes nothing", 50),
    Row("add-recording", "add of 4 elements, recording the graph"),
    Row("add-no-grad", "the same tensors under no_grad"),
    Row("zeros", "zeros(4)"),
    Row("item", "item"),
    Row("index", "x[0]"),
    Row("array", "1M floats into a new array", 10),
    Row("span", "1M floats as a span, one read"),
    Row("dot-step", "dot step"),
    Row("dot-step-undisposed", "the same, C# disposes nothing", 50),
    Row("q-step", "Q step"),
    Row("mlp-step", "784-128-10 training step, batch 32", 5),
    Row("module-call", "a module that gives its input"),
    Row("module-nested", "the same in ten nested Sequentials"),
    Row("module-forward", "forward of a 784-128-10 Sequential, batch 32", 5),
    Row("adam-small", "Adam's step of 4 tensors of 64"),
    Row("adam-large", "Adam's step of 4 tensors of 1M", 40),
    Row("adam-training", "64-128-10 training step of modules with Adam, batch 64", 5),
    Row("loader-tensors", "a batch of 64 from a TensorDataset", 5),
    Row("loader-samples", "a batch of 64, sample by sample", 5),
    Row("loader-workers", "100 such batches by two workers, who begin and end with them", 200),
    Row("state-load", "a state dict of 256 MiB loaded", 300, cpp=False),
    Row("state-load-mapped", "the same, mapped", 20, cpp=False, needs="'mmap' in __import__('inspect').signature(torch.load).parameters"),
    Row("state-save", "a state dict of 256 MiB saved", 300, cpp=False),
    Row("safetensors-one", "a safetensors file opened, one tensor of 1,000 read", 5, cpp=False, needs="__import__('importlib.util').util.find_spec('safetensors')"),
    Row("npy-load", "an npy file of 64 MiB loaded", 60, cpp=False),
    Row("matmul", "matmul 512", 10),
    Row("chain", "elementwise chain on 1M floats", 10, apart=True),
    Row("chain-of-block", "the same, C# disposes at the block's end", 10, apart=True),
    Row("jacobian", "Jacobian 256 to 256, vectorised", 20),
    Row("jacrev", "the same by torch.func", 20),
    Row("jacobian-looped", "the same row by row", 40),
    Row("hessian", "Hessian of 256, vectorised", 20),
    Row("hessian-func", "the same by torch.func", 20),
    Row("hessian-looped", "the same row by row", 60),
    Row("cnn-step", "CNN for 28x28 images: training step, batch 64, Adam", 40, apart=True),
    Row("resnet-inference", "ResNet-18: inference of a 224x224 image", 60, apart=True),
    Row("resnet-step", "ResNet-18: training step of 8 images of 32x32, SGD", 60, apart=True),
    Row("lstm-step", "LSTM of two layers: training step, 16 sequences of 32, Adam", 20, apart=True),
    Row("transformer-step", "transformer encoder of two layers: training step, 8 sequences of 32, Adam", 10, apart=True),
    Row("attention-token", "attention with a cache, 64 tokens one by one", 5, apart=True),
    Row("pinn-step", "Burgers' equation by a network: two derivatives, training step, Adam", 5, apart=True),
    Row("checkpoint", "a network and Adam's state, 3 MiB, saved and loaded", 20, cpp=False, apart=True),
)

# Rows that are run once in a separate process, whose memory is measured too.
UNDISPOSED = {
    Row("undisposed-small", "200,000 times x + y of 1,000 floats, C# disposes nothing"): 200_000,
    Row("undisposed-large", "2,000 times x + y of 4 MiB, C# disposes nothing"): 2_000,
}

# Rows measured from outside: from starting the process to the first line it prints.
STARTS = (
    Row("start", "process start to first printed tensor (JIT)"),
    Row("start-ready", "the same, compiled ReadyToRun"),
    Row("start-native", "the same, compiled ahead of time (net9.0)"),
)


@dataclass(frozen=True)
class Plan:
    """How often processes are restarted, and in how many rounds the languages take turns in each process."""

    processes: int
    rounds: int
    round_ms: int
    warm_ms: int
    # The fewest batches of a round, for rows that take longer than it.
    batches_at_least: int
    starts: int
    undisposed: int

    def batches(self, row):
        """The number of a language's batches in a round."""
        return max(self.batches_at_least, self.round_ms // row.batch_ms)


FULL = Plan(processes=3, rounds=5, round_ms=40, warm_ms=400, batches_at_least=3, starts=3, undisposed=3)
QUICK = Plan(processes=1, rounds=3, round_ms=20, warm_ms=200, batches_at_least=1, starts=1, undisposed=1)

# The rows that are also measured with TorchSharp: those that are written the same way there.
WITH_TORCHSHARP = (
    "add", "add-undisposed", "add-recording", "add-no-grad", "zeros", "item", "index", "array", "dot-step",
    "dot-step-undisposed", "q-step", "mlp-step", "undisposed-small", "start",
)  # fmt: skip
