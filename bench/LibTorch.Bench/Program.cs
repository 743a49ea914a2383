using LibTorch;
using LibTorch.Bench;

Torch.SetNumThreads(1);
new Worker(Console.Out, Catalog.Rows, () => Torch.ManualSeed(0)).Serve(Console.In);
