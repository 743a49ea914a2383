using LibTorch;
using LibTorch.Bench;
using Dist = LibTorch.Torch.Distributed;

// One rank of a group. With the argument trace, rank 0 prints when each bucket of a backward pass is averaged; without
// it, the ranks are measured: python/ranks.py is the same in Python.
Torch.SetNumThreads(1);
Dist.InitProcessGroup("gloo", timeout: TimeSpan.FromMinutes(5));
if (args is ["trace"])
{
    BucketTrace.Print(Console.Out);
}
else
{
    new Worker(Console.Out, Ranks.Rows, () => Torch.ManualSeed(Dist.GetRank())).Serve(Console.In);
}

Dist.DestroyProcessGroup();
