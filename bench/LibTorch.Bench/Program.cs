using LibTorch;
using LibTorch.Bench;

if (args is ["start"])
{
    Console.WriteLine(Torch.Ones(2, 3));
    return;
}

Torch.SetNumThreads(1);
new Worker(Console.Out).Serve(Console.In);
