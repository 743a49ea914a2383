using LibTorch;
using LibTorch.Bench;

Torch.SetNumThreads(1);
new Worker(Console.Out).Serve(Console.In);
