"""Rows that only matter on a device: large products, and copies to it. Timing/DeviceRows.cs has the same."""

from itertools import repeat

import torch


def rows(device, size, copied):
    return {
        "zeros-device": lambda: (zeros(device), None),
        "matmul-float32": lambda: (matmul(device, size, torch.float32, "highest"), None),
        "matmul-tf32": lambda: (matmul(device, size, torch.float32, "high"), None),
        "matmul-bfloat16": lambda: (matmul(device, size, torch.bfloat16, "highest"), None),
        "copy-pageable": lambda: (copies(torch.randn(copied, device="cpu"), device), None),
        "copy-pinned": lambda: (copies(torch.randn(copied, device="cpu").pin_memory(), device), None),
    }


def zeros(device):
    def loop(n):
        for _ in repeat(None, n):
            torch.zeros(4, device=device)

    return loop


def matmul(device, size, dtype, precision):
    a, b = torch.randn(size, size, device=device).to(dtype), torch.randn(size, size, device=device).to(dtype)

    def loop(n):
        before = torch.get_float32_matmul_precision()
        torch.set_float32_matmul_precision(precision)
        for _ in repeat(None, n):
            a.matmul(b)
        torch.set_float32_matmul_precision(before)

    return loop


def copies(host, device):
    def loop(n):
        for _ in repeat(None, n):
            host.to(device, non_blocking=True)

    return loop
