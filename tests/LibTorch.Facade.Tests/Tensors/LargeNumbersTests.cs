using LibTorch.Interop;
using LibTorch.Tests.Operators;

namespace LibTorch.Tests.Tensors;

/// <summary>Ints above <see cref="long.MaxValue"/>: libtorch has room for them from 2.3 on, and what it then does with them is Python's.</summary>
public sealed class LargeNumbersTests(PythonSession python)
{
    private const string Setup = """
        x, f = torch.tensor([1, 2]), torch.ones(2)
        u = torch.tensor([1, 2], dtype=torch.uint64) if hasattr(torch, 'uint64') else x
        def assigned(t, n):
            t[0] = n
            return t
        """;

    private static readonly Dictionary<string, Func<Tensor, Tensor, Tensor, ulong, object>> Calls = new()
    {
        ["x + n"] = (x, _, _, n) => x + n,
        ["f + n"] = (_, f, _, n) => f + n,
        ["u + n"] = (_, _, u, n) => u + n,
        ["n - x"] = (x, _, _, n) => n - x,
        ["x - n"] = (x, _, _, n) => x - n,
        ["x * n"] = (x, _, _, n) => x * n,
        ["u * n"] = (_, _, u, n) => u * n,
        ["x / n"] = (x, _, _, n) => x / n,
        ["x % n"] = (x, _, _, n) => x % n,
        ["x.pow(n)"] = (x, _, _, n) => x.Pow(n),
        ["f.pow(n)"] = (_, f, _, n) => f.Pow(n),
        ["x == n"] = (x, _, _, n) => x.Eq(n),
        ["u == n"] = (_, _, u, n) => u.Eq(n),
        ["x < n"] = (x, _, _, n) => x < n,
        ["f < n"] = (_, f, _, n) => f < n,
        ["u < n"] = (_, _, u, n) => u < n,
        ["u & n"] = (_, _, u, n) => u.BitwiseAnd(n),
        ["(x > 0) + n"] = (x, _, _, n) => (x > 0) + n,
        ["f.clone().fill_(n)"] = (_, f, _, n) => f.Clone().Fill_(n),
        ["x.clone().fill_(n)"] = (x, _, _, n) => x.Clone().Fill_(n),
        ["u.clone().fill_(n)"] = (_, _, u, n) => u.Clone().Fill_(n),
        ["f.clone().add_(n)"] = (_, f, _, n) => f.Clone().Add_(n),
        ["torch.full([2], n)"] = (_, _, _, n) => Torch.Full([2], n),
        ["torch.full([2], n, dtype=torch.float64)"] = (_, _, _, n) => Torch.Full([2], n, dtype: DType.Float64),
        ["torch.full_like(x, n)"] = (x, _, _, n) => Torch.FullLike(x, n),
        ["torch.full_like(u, n)"] = (_, _, u, n) => Torch.FullLike(u, n),
        ["torch.add(x, x, alpha=n)"] = (x, _, _, n) => Torch.Add(x, x, alpha: n),
        ["torch.add(f, f, alpha=n)"] = (_, f, _, n) => Torch.Add(f, f, alpha: n),
        ["torch.rsub(x, n)"] = (x, _, _, n) => Torch.Rsub(x, n),
        ["torch.clamp(f, max=n)"] = (_, f, _, n) => Torch.Clamp(f, max: n),
        ["torch.clamp(x, min=n)"] = (x, _, _, n) => Torch.Clamp(x, n),
        ["torch.where(x > 1, x, n)"] = (x, _, _, n) => Torch.Where(x > 1, x, n),
        ["torch.where(x > 1, f, n)"] = (x, f, _, n) => Torch.Where(x > 1, f, n),
        ["x.masked_fill(x > 1, n)"] = (x, _, _, n) => x.MaskedFill(x > 1, n),
        ["f.masked_fill(x > 1, n)"] = (x, f, _, n) => f.MaskedFill(x > 1, n),
        ["f.index_fill(0, torch.tensor([0]), n)"] = (_, f, _, n) => f.IndexFill(0, Torch.Tensor([0L]), n),
        ["torch.linspace(0, n, 3)"] = (_, _, _, n) => Torch.Linspace(0, n, 3),
        ["torch.arange(n, n)"] = (_, _, _, n) => Torch.Arange(n, n),
        ["torch.isin(x, n)"] = (x, _, _, n) => Torch.Isin(x, n),
        ["torch.xlogy(f, n)"] = (_, f, _, n) => Torch.Xlogy(f, n),
        ["torch.scalar_tensor(n)"] = (_, _, _, n) => Torch.ScalarTensor(n),
        ["torch.result_type(x, n)"] = (x, _, _, n) => Torch.ResultType(x, n),
        ["torch.result_type(u, n)"] = (_, _, u, n) => Torch.ResultType(u, n),
        ["assigned(x.clone(), n)"] = (x, _, _, n) => Assigned(x, n),
        ["assigned(f.clone(), n)"] = (_, f, _, n) => Assigned(f, n),
        ["assigned(u.clone(), n)"] = (_, _, u, n) => Assigned(u, n),
    };

    public static TheoryData<ulong> Numbers => [1UL << 63, (1UL << 63) + 1, ulong.MaxValue - 1, ulong.MaxValue];

    [Theory]
    [MemberData(nameof(Numbers))]
    public void They_give_what_Python_gives(ulong number)
    {
        using var x = Torch.Tensor([1L, 2L]);
        using var f = Torch.Ones(2);
        using var u = LibraryCalls.IsAtLeast(2, 3) ? Torch.Tensor([1UL, 2UL]) : x.Clone();
        Assert.Multiple([.. Calls.Select(call => (Action)(() => Same(call.Key, () => call.Value(x, f, u, number), number)))]);
    }

    [Theory]
    [MemberData(nameof(Numbers))]
    public void They_are_read_whole(ulong number)
    {
        Needs.AtLeast(2, 3);
        using var x = Torch.Tensor([number]);
        Parity.Same(python, $"torch.tensor([{number}], dtype=torch.uint64)", x);
        Assert.Equal(python.Eval($"torch.tensor([{number}], dtype=torch.uint64).item()"), x.Item().ToString());
        Assert.Equal(number, x.Item<ulong>());
        Assert.Equal(number, x.Item().ToUInt64());
        if (LibraryCalls.IsAtLeast(2, 14))
        {
            // Before, the values that operators by name give have no room for it.
            Assert.Equal(number, Torch.Ops["aten::item"].Invoke(x)[0]);
        }

        Assert.Equal((double)number, (double)x);
        Assert.Throws<OverflowException>(() => x.Item<long>());
        Assert.Throws<OverflowException>(() => x.Item<int>());
        Assert.Throws<OverflowException>(() => (long)x);
        Assert.Equal([number], x.ToArray<ulong>());
    }

    [Theory]
    [MemberData(nameof(Numbers))]
    public void Operators_by_name_take_them(ulong number)
    {
        // Older Pythons have no room for them where operators are called by name.
        Needs.AtLeast(2, 14);
        using var x = Torch.Tensor([1L, 2L]);
        Parity.Same(python, $"torch.ops.aten.mul.Scalar(torch.tensor([1, 2]), {number})", (Tensor)Torch.Ops["aten::mul.Scalar"].Invoke(x, number)[0]!);
    }

    [Fact]
    public void Smaller_ones_of_unsigned_dtypes_are_ints()
    {
        Needs.AtLeast(2, 3);
        Assert.Equal(7L, Torch.Tensor([(ushort)7]).Item().ToInt64());
        Assert.Equal(uint.MaxValue, Torch.Tensor([uint.MaxValue]).Item<long>());
        Assert.Equal(ushort.MaxValue, Torch.Tensor([ushort.MaxValue]).Item<ushort>());
        Assert.Equal(long.MaxValue, Torch.Tensor([(ulong)long.MaxValue]).Item<long>());
        Assert.Throws<OverflowException>(() => Torch.Tensor([-1L]).Item<ulong>());
        Assert.Throws<OverflowException>(() => ((Scalar)(-1)).ToUInt64());
        Assert.Equal(3UL, ((Scalar)3.7).ToUInt64());
    }

    private void Same(string call, Func<object> actual, ulong number)
    {
        var (expected, answer) = Parity.Answers(python, call, actual, $"{Setup}\nn = {number}");

        // Before 2.14 the interpreter's values have no room for it, and libtorch refuses it where a call goes by these:
        // which do differs between Python and C#.
        if (LibraryCalls.IsAtLeast(2, 14) || !(IsRefused(expected) || IsRefused(answer)))
        {
            Assert.True(expected == answer, $"{call}: {answer} instead of {expected}");
        }
    }

    private static bool IsRefused(string answer) => answer.StartsWith("value cannot be converted to type int64_t without overflow", StringComparison.Ordinal);

    private static Tensor Assigned(Tensor tensor, ulong number)
    {
        var copy = tensor.Clone();
        copy[0] = number;
        return copy;
    }
}
