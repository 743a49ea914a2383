"""SeedProbes.cs does the same."""

import torch


def run(device):
    for seed in (0, 7, -3, 1 << 40):
        torch.manual_seed(seed)
        yield f"rand {seed}", torch.rand(5, device=device)
        yield f"randn {seed}", torch.randn(1000, device=device)

    torch.manual_seed(7)
    yield "randint", torch.randint(0, 100, (50,), device=device)
    yield "randperm", torch.randperm(99, device=device)
    yield "bernoulli", torch.full((100,), 0.5, device=device).bernoulli()
    yield "dropout", torch.dropout(torch.ones(100, device=device), 0.5, True)
    yield "multinomial", torch.ones(20, device=device).multinomial(10)
    yield "exponential_", torch.empty(20, device=device).exponential_()
    yield "normal_ half", torch.empty(20, dtype=torch.float16, device=device).normal_()

    generator = torch.Generator(device).manual_seed(3)
    yield "generator", torch.randn(5, generator=generator, device=device)
    yield "generator's seed", generator.initial_seed()
    yield "generator's state", generator.get_state()

    state = torch.cuda.get_rng_state(device) if device.type == "cuda" else torch.get_rng_state()
    yield "state", state
    yield "drawn", torch.rand(3, device=device)
    if device.type == "cuda":
        torch.cuda.manual_seed(11)
        yield "cuda.manual_seed", torch.rand(5, device=device)
        torch.cuda.manual_seed_all(12)
        yield "cuda.manual_seed_all", torch.rand(5, device=device)
