// One rank that mpirun has started; mpi.py is the same in Python, line by line.
using Dist = LibTorch.Torch.Distributed;

Dist.InitProcessGroup("mpi");
var rank = Dist.GetRank();
List<string> said = [];

void Say(string name, Tensor tensor) => said.Add($"{rank} {name} {string.Join(' ', tensor.ToArray<double>())}");

var x = Torch.Arange(4.0, dtype: DType.Float64) + rank;
Dist.AllReduce(x);
Say("all-reduce", x);
var y = Torch.Full([3], rank + 0.5, dtype: DType.Float64);
Dist.Broadcast(y, src: 1);
Say("broadcast", y);
Tensor[] all = [.. Enumerable.Range(0, Dist.GetWorldSize()).Select(_ => Torch.Zeros([2], dtype: DType.Float64))];
Dist.AllGather(all, Torch.Full([2], rank + 1.0, dtype: DType.Float64));
Say("all-gather", Torch.Cat(all));
var received = Torch.Zeros([2], dtype: DType.Float64);
if (rank == 0)
{
    Dist.Send(Torch.Ones([2], dtype: DType.Float64) * 7, dst: 1);
}
else if (rank == 1)
{
    Dist.Recv(received, src: 0);
}

Say("received", received);
var group = Dist.NewGroup([0, 1]);
var z = Torch.Ones([1], dtype: DType.Float64) * (rank + 1);
if (group.IsMember)
{
    Dist.AllReduce(z, group: group);
}

Say("group", z);
Dist.Barrier();
Dist.DestroyProcessGroup();

// Written at once, so that the ranks' lines do not mix.
Console.Write(string.Concat(said.Select(line => line + "\n")));
