// One rank in C#: the functional collectives, with what this rank gets from them; functional.py is the same in Python, line by line.
using System.Text.Json;
using System.Text.Json.Nodes;
using LibTorch.Distributed;
using Dist = LibTorch.Torch.Distributed;
using Funcol = LibTorch.Torch.Distributed.FunctionalCollectives;

Version release = new(string.Join('.', Torch.Version.Split('.')[..2]));
var isNew = release >= new Version(2, 14);

// The Gloo in Debian's 2.14 does not compute with numbers of 16 bits, and these operators of 2.6 not with complex ones.
DType[] dtypes = [DType.Float32, DType.Float64, DType.UInt8, DType.Int64, isNew ? DType.Complex64 : DType.BFloat16];
int[][] all = [[0, 1], [1, 2], [0, 1, 2]];
JsonObject results = [];
var draws = 0;
var rank = -1;

ReduceOp[] Ops(DType dtype) =>
    dtype.IsComplex ? [ReduceOp.Sum]
    : dtype.IsFloatingPoint ? [ReduceOp.Sum, ReduceOp.Product, ReduceOp.Min, ReduceOp.Max]
    : [ReduceOp.Sum, ReduceOp.Product, ReduceOp.Min, ReduceOp.Max, ReduceOp.Band, ReduceOp.Bor, ReduceOp.Bxor];

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

string AllReduce(ProcessGroup group, DType dtype, ReduceOp op)
{
    var x = Draw(dtype, 4, 2);
    var before = Text(x);
    var y = Funcol.AllReduce(x, op, group);
    return $"{Text(y)} {Text(x) == before}";
}

// What one row gives is a view in newer releases of Python.
string AllGatherTensor(ProcessGroup group, DType dtype, long dim) =>
    Texts(new[] { 2, 1 }.Select(rows => Funcol.AllGatherTensor(Draw(dtype, rows, 3), dim, group)).ToList());

string ReduceScatterTensor(ProcessGroup group, DType dtype, long dim) =>
    Text(Funcol.ReduceScatterTensor(Draw(dtype, 2 * group.Size, 3 * group.Size), ReduceOp.Sum, dim, group));

string Broadcast(ProcessGroup group, DType dtype, int src) => Text(Funcol.Broadcast(Draw(dtype, 3, 5), src, group));

string AllToAllSingle(ProcessGroup group, DType dtype)
{
    var (size, own) = (group.Size, group.Rank);
    var even = Funcol.AllToAllSingle(Draw(dtype, 2 * size, 3), group: group);
    long[] outputs = [.. Enumerable.Repeat(own + 1L, size)], inputs = [.. Enumerable.Range(1, size).Select(rows => (long)rows)];
    var uneven = Funcol.AllToAllSingle(Draw(dtype, size * (size + 1) / 2), outputs, inputs, group);
    return Texts([even, uneven]);
}

string AllReduceCoalesced(ProcessGroup group, DType dtype) =>
    Texts(Funcol.AllReduceCoalesced([Draw(dtype, 4), Draw(dtype, 2, 3)], ReduceOp.Sum, group));

string AllGatherCoalesced(ProcessGroup group, DType dtype) =>
    Texts(Funcol.AllGatherIntoTensorCoalesced([Draw(dtype, 2), Draw(dtype, 3, 2)], group));

string ReduceScatterCoalesced(ProcessGroup group, DType dtype) =>
    Texts(Funcol.ReduceScatterTensorCoalesced([Draw(dtype, 2 * group.Size), Draw(dtype, 2, 3 * group.Size)], ReduceOp.Sum, [0, 1], group));

string Gradient(Func<Tensor, Tensor> function, params long[] shape)
{
    var x = Draw(DType.Float64, shape).RequiresGrad_();
    var y = function(x);
    (y * Draw(DType.Float64, [.. y.Shape])).Sum().Backward();
    return Text(x.Grad!);
}

// What is said before anything is sent.
string Refusal(Func<Tensor, Tensor> function, params long[] shape)
{
    var x = Draw(DType.Float32, shape);
    try
    {
        return Text(function(x));
    }
    catch (TorchException error)
    {
        return error.Message;
    }
}

void Run(int[] members, ProcessGroup group)
{
    var size = group.Size;
    var among = $"[{string.Join(", ", members)}]";
    foreach (var dtype in dtypes)
    {
        var name = $"{among} {dtype}";
        foreach (var op in Ops(dtype))
        {
            results[$"all_reduce {name} {op.ToString().ToLowerInvariant()}"] = AllReduce(group, dtype, op);
        }

        foreach (var dim in new[] { 0, 1 })
        {
            results[$"all_gather_tensor {name} {dim}"] = AllGatherTensor(group, dtype, dim);
            results[$"reduce_scatter_tensor {name} {dim}"] = ReduceScatterTensor(group, dtype, dim);
        }

        foreach (var src in new[] { 0, size - 1 })
        {
            results[$"broadcast {name} {src}"] = Broadcast(group, dtype, src);
        }

        if (!dtype.IsComplex)
        {
            results[$"all_to_all_single {name}"] = AllToAllSingle(group, dtype);
            results[$"all_reduce_coalesced {name}"] = AllReduceCoalesced(group, dtype);
            results[$"all_gather_coalesced {name}"] = AllGatherCoalesced(group, dtype);
            results[$"reduce_scatter_coalesced {name}"] = ReduceScatterCoalesced(group, dtype);
        }
    }

    results[$"gather's gradient {among}"] = Gradient(x => Funcol.AllGatherTensorAutograd(x, 0, group), 2, 3);
    results[$"scatter's gradient {among}"] = Gradient(x => Funcol.ReduceScatterTensorAutograd(x, ReduceOp.Sum, 0, group), 2 * size, 3);
    results[$"exchange's gradient {among}"] = Gradient(x => Funcol.AllToAllSingleAutograd(x, group: group), 2 * size);
    if (isNew)
    {
        results[$"reduction's gradient {among}"] = Gradient(x => Funcol.AllReduce(x, ReduceOp.Sum, group), 4, 2);
        results[$"gather's gradient {among} 1"] = Gradient(x => Funcol.AllGatherTensor(x, 1, group), 2, 3);
        results[$"scatter's gradient {among} 1"] = Gradient(x => Funcol.ReduceScatterTensor(x, ReduceOp.Sum, 1, group), 2, 3 * size);
    }

    results[$"refused scatter {among}"] = Refusal(x => Funcol.ReduceScatterTensor(x, ReduceOp.Sum, 1, group), 2, size + 1);
    results[$"refused scatters {among}"] = Refusal(x => Funcol.ReduceScatterTensorCoalesced([x], ReduceOp.Sum, [1], group)[0], 2, size + 1);
    results[$"refused exchange {among}"] = Refusal(x => Funcol.AllToAllSingle(x, [.. Enumerable.Repeat(2L, size)], null, group), 2 * size);
    Dist.Barrier(group);
}

Dist.InitProcessGroup("gloo", timeout: TimeSpan.FromSeconds(120));
rank = Dist.GetRank();
ProcessGroup[] groups = [.. all.Select(members => Dist.NewGroup(members, TimeSpan.FromSeconds(120)))];
foreach (var (members, group) in all.Zip(groups))
{
    if (members.Contains(rank))
    {
        Run(members, group);
    }
}

Dist.Barrier();
File.WriteAllText(args[0], results.ToJsonString(new JsonSerializerOptions { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }));
Dist.DestroyProcessGroup();
