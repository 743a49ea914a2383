"""One of the measured programs, as a running process that takes commands."""

import json
import os
import socket
import subprocess
import time
from pathlib import Path

# Limits operators to one thread, whatever other threads a program has.
ENVIRONMENT = {
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
    "PYTHONDONTWRITEBYTECODE": "1",
}
LIBRARIES = ("libtorch_cpu.so", "libc10.so", "libopenblas", "libblas", "libmkl_rt")


class Worker:
    """Communicates with a program by lines: commands to it, JSON from it."""

    def __init__(self, command, **environment):
        self.process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=os.environ | ENVIRONMENT | environment
        )

    def ask(self, *command, answers=1):
        """Sends a command and waits for its answers."""
        self.send(*command)
        return self.receive(answers)

    def send(self, *command):
        """Sends a command."""
        self.process.stdin.write(" ".join(map(str, command)) + "\n")
        self.process.stdin.flush()

    def receive(self, answers=1):
        """Waits for the answers to a command."""
        lines = [self.process.stdout.readline() for _ in range(answers)]
        if not all(lines):
            raise SystemExit(f"{' '.join(self.process.args)} broke off")
        return [json.loads(line) for line in lines]

    def libraries(self):
        """The library files that the program has loaded, by the prefixes of their names."""
        paths = {line.split(maxsplit=5)[-1].strip() for line in Path(f"/proc/{self.process.pid}/maps").open()}
        return {
            name: sorted(path for path in paths if Path(path).name.startswith(name))
            for name in LIBRARIES
        }

    def forget_peak(self):
        """Resets the peak of resident memory, and returns the current value in bytes."""
        Path(f"/proc/{self.process.pid}/clear_refs").write_text("5", encoding="ascii")
        return self.memory("VmRSS")

    def peak(self):
        """The peak of resident memory since then, in bytes."""
        return self.memory("VmHWM")

    def memory(self, name):
        """A figure from the process's status, in bytes."""
        lines = Path(f"/proc/{self.process.pid}/status").read_text(encoding="utf-8").splitlines()
        return next(int(line.split()[1]) * 1024 for line in lines if line.startswith(name))

    def close(self):
        """Ends the program."""
        close_all([self])


def close_all(workers):
    """Ends programs at the same time: all are told before any is waited for."""
    for worker in workers:
        worker.process.stdin.close()
    for worker in workers:
        worker.process.wait()


def free_port():
    """A port that is not in use."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


def first_line(command):
    """The nanoseconds from starting the command to the first line that it prints."""
    start = time.perf_counter_ns()
    with subprocess.Popen(command, stdout=subprocess.PIPE, env=os.environ | ENVIRONMENT) as process:
        line = process.stdout.readline()
        taken = time.perf_counter_ns() - start
        process.stdout.read()
    if not line or process.returncode:
        raise SystemExit(f"{' '.join(command)} printed nothing, or failed")
    return taken
