// One rank in C#; collectives.py is the same in Python, line by line.
using System.Text.Json;
using System.Text.Json.Nodes;
using LibTorch.Distributed;
using Dist = LibTorch.Torch.Distributed;

DType[] dtypes = [DType.Float32, DType.Float64, DType.Float16, DType.BFloat16, DType.Int8, DType.UInt8, DType.Int32, DType.Int64, DType.Complex64];
Version release = new(string.Join('.', Torch.Version.Split('.')[..2]));
var isNew = release.Major >= 2;

// What Gloo does not compute with: bfloat16 before 2.0, and in Debian's 2.14 no number of 16 bits.
DType[] refused = release >= new Version(2, 14) ? [DType.Float16, DType.BFloat16] : isNew ? [] : [DType.BFloat16];
int[][] all = [[0, 1], [1, 2], [0, 1, 2], [1, 2, 3], [0, 1, 2, 3]];
JsonObject results = [];
var draws = 0;
var rank = -1;

Tensor Draw(DType dtype, params long[] shape)
{
    draws++;
    Torch.ManualSeed(1000 * rank + draws);
    return (dtype != DType.UInt8 ? Torch.Randint(-9, 9, shape) : Torch.Randint(0, 9, shape)).To(dtype);
}

string Text(Tensor tensor)
{
    var plain = tensor.DType.IsComplex ? Torch.ViewAsReal(tensor) : tensor;
    return $"{plain.DType} [{string.Join(", ", plain.Shape)}] [{string.Join(", ", plain.Contiguous().View(DType.UInt8).Flatten().ToArray<byte>())}]";
}

string Texts(IEnumerable<Tensor> tensors) => string.Join(' ', tensors.Select(Text));

Tensor[] Zeros(Tensor like, ProcessGroup group) => [.. group.Ranks.Select(_ => Torch.ZerosLike(like))];

ReduceOp[] Ops(DType dtype) =>
    dtype.IsComplex ? [ReduceOp.Sum]
    : dtype.IsFloatingPoint ? [ReduceOp.Sum, ReduceOp.Product, ReduceOp.Min, ReduceOp.Max]
    : [ReduceOp.Sum, ReduceOp.Product, ReduceOp.Min, ReduceOp.Max, ReduceOp.Band, ReduceOp.Bor, ReduceOp.Bxor];

string Broadcast(ProcessGroup group, DType dtype, int root)
{
    var x = Draw(dtype, 3, 5);
    Dist.Broadcast(x, root, group);
    return Text(x);
}

string AllReduce(ProcessGroup group, DType dtype, ReduceOp op)
{
    var x = Draw(dtype, 4, 2);
    Dist.AllReduce(x, op, group);
    return Text(x);
}

string Reduce(ProcessGroup group, DType dtype, int root)
{
    var x = Draw(dtype, 7);
    Dist.Reduce(x, root, ReduceOp.Sum, group);
    return rank == root ? Text(x) : "";
}

string AllGather(ProcessGroup group, DType dtype)
{
    var x = Draw(dtype, 2, 3);
    var outputs = Zeros(x, group);
    Dist.AllGather(outputs, x, group);
    return Texts(outputs);
}

string Gather(ProcessGroup group, DType dtype, int root)
{
    var x = Draw(dtype, 2, 3);
    var outputs = rank == root ? Zeros(x, group) : null;
    Dist.Gather(x, outputs, root, group);
    return Texts(outputs ?? []);
}

string Scatter(ProcessGroup group, DType dtype, int root)
{
    Tensor[] inputs = [.. group.Ranks.Select(_ => Draw(dtype, 5))];
    var x = Torch.ZerosLike(inputs[0]);
    Dist.Scatter(x, rank == root ? inputs : null, root, group);
    return Text(x);
}

string AllGatherIntoTensor(ProcessGroup group, DType dtype)
{
    var x = Draw(dtype, 2, 3);
    var output = Torch.Zeros([2 * group.Size, 3], dtype: dtype);
    Dist.AllGatherIntoTensor(output, x, group);
    return Text(output);
}

string ReduceScatterTensor(ProcessGroup group, DType dtype)
{
    var x = Draw(dtype, 2 * group.Size, 3);
    var output = Torch.Zeros([2, 3], dtype: dtype);
    Dist.ReduceScatterTensor(output, x, ReduceOp.Sum, group);
    return Text(output);
}

string AllToAllSingle(ProcessGroup group, DType dtype)
{
    var (size, own) = (group.Size, group.Rank);
    var even = Torch.Zeros([2 * size, 3], dtype: dtype);
    Dist.AllToAllSingle(even, Draw(dtype, 2 * size, 3), group: group);
    var uneven = Torch.Zeros([(own + 1) * size], dtype: dtype);
    long[] outputs = [.. Enumerable.Repeat(own + 1L, size)], inputs = [.. Enumerable.Range(1, size).Select(rows => (long)rows)];
    Dist.AllToAllSingle(uneven, Draw(dtype, size * (size + 1) / 2), outputs, inputs, group);
    return Text(even) + Text(uneven);
}

string Ring(ProcessGroup group, DType dtype, int[] members)
{
    var own = Array.IndexOf(members, rank);
    var (after, before) = (members[(own + 1) % members.Length], members[(own + members.Length - 1) % members.Length]);
    var received = Torch.Zeros([6], dtype: dtype);
    Work[] works = [Dist.ISend(Draw(dtype, 6), after, group, tag: 3), Dist.IRecv(received, before, group, tag: 3)];
    foreach (var work in works)
    {
        work.Wait();
    }

    return Text(received);
}

string AnySource(ProcessGroup group, DType dtype, int[] members)
{
    if (rank != members[0])
    {
        Dist.Send(Draw(dtype, 3), members[0], group, tag: 5);
        return "";
    }

    SortedDictionary<int, string> received = [];
    foreach (var _ in members[1..])
    {
        var x = Torch.Zeros([3], dtype: dtype);
        var sender = Dist.Recv(x, null, group, tag: 5);
        received[sender] = Text(x);
    }

    return "{" + string.Join(", ", received.Select(pair => $"\"{pair.Key}\": \"{pair.Value}\"")) + "}";
}

void Run(int[] members, ProcessGroup group)
{
    foreach (var dtype in dtypes)
    {
        var name = $"[{string.Join(", ", members)}] {dtype}";
        if (!dtype.IsComplex)
        {
            results[$"ring {name}"] = Ring(group, dtype, members);
            results[$"any_source {name}"] = AnySource(group, dtype, members);
        }

        if (refused.Contains(dtype))
        {
            continue;
        }

        foreach (var root in new[] { members[0], members[^1] })
        {
            results[$"scatter {name} {root}"] = Scatter(group, dtype, root);
            if (!dtype.IsComplex)
            {
                results[$"broadcast {name} {root}"] = Broadcast(group, dtype, root);
                results[$"reduce {name} {root}"] = Reduce(group, dtype, root);
                results[$"gather {name} {root}"] = Gather(group, dtype, root);
            }
        }

        foreach (var op in Ops(dtype))
        {
            results[$"all_reduce {name} {op.ToString().ToUpperInvariant()}"] = AllReduce(group, dtype, op);
        }

        results[$"all_gather {name}"] = AllGather(group, dtype);
        results[$"all_to_all_single {name}"] = AllToAllSingle(group, dtype);
        if (isNew)
        {
            results[$"all_gather_into_tensor {name}"] = AllGatherIntoTensor(group, dtype);
            if (!dtype.IsComplex)
            {
                results[$"reduce_scatter_tensor {name}"] = ReduceScatterTensor(group, dtype);
            }
        }
    }

    Dist.Barrier(group);
}

Dist.InitProcessGroup("gloo", timeout: TimeSpan.FromSeconds(120));
rank = Dist.GetRank();
ProcessGroup[] groups = [.. all.Select(members => Dist.NewGroup(members, TimeSpan.FromSeconds(120)))];
foreach (var (members, group) in all.Zip(groups))
{
    if (members.Contains(rank))
    {
        results[$"rank [{string.Join(", ", members)}]"] = $"{Dist.GetRank(group)} {Dist.GetWorldSize(group)}";
        Run(members, group);
    }
}

Dist.Barrier();
File.WriteAllText(args[0], results.ToJsonString(new JsonSerializerOptions { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }));
Dist.DestroyProcessGroup();
