// One rank in C# that joins as its environment says, and adds up all ranks; joined.py is the same in Python.
using Dist = LibTorch.Torch.Distributed;

Dist.InitProcessGroup(timeout: TimeSpan.FromSeconds(120));
var x = Torch.Tensor([Dist.GetRank() + 1L]);
Dist.AllReduce(x);
Console.WriteLine($"{Dist.GetRank()} {Dist.GetWorldSize()} {x.Item<long>()}");
Dist.Barrier();
Dist.DestroyProcessGroup();
