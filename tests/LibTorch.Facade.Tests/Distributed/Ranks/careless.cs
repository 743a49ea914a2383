// One rank in C# that ends with all in use: groups, works that nobody keeps, one that cannot end, and on rank 0 the store
// that serves the others.
using Dist = LibTorch.Torch.Distributed;

Dist.InitProcessGroup(timeout: TimeSpan.FromSeconds(120));
var group = Dist.NewGroup();
var x = Torch.Ones(1000);
for (var i = 0; i < 5; i++)
{
    Dist.AllReduceAsync(x, group: i % 2 == 0 ? group : null).Wait();
}

Console.WriteLine($"{Dist.GetRank()} {x[0].Item<float>()}");
if (Dist.GetRank() == 0)
{
    Dist.AllReduceAsync(Torch.Ones(1));
}

return 40 + Dist.GetRank();
