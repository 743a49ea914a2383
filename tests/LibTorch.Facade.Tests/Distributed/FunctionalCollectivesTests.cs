using LibTorch.Distributed;

namespace LibTorch.Tests.Distributed;

using Dist = Torch.Distributed;
using Funcol = Torch.Distributed.FunctionalCollectives;

/// <summary>The functional collectives in a group of this process alone. MixedGroupTests compares their results with Python's.</summary>
[Collection(ProcessWideState.Name)]
public sealed class FunctionalCollectivesTests : IDisposable
{
    /// <summary>Why their tests are skipped.</summary>
    public const string Missing = "libtorch has functional collectives since 2.2";

    private const string Reduction = "_c10d_functional::all_reduce";

    /// <summary>Whether the running libtorch has them.</summary>
    public static bool AreThere => Version.Parse(Torch.Version) >= new Version(2, 2);

    // Since then PyTorch has derivatives of those without Autograd in their names.
    private static bool AllRecord => Version.Parse(Torch.Version) >= new Version(2, 14);

    public void Dispose()
    {
        if (Dist.IsInitialized())
        {
            Dist.DestroyProcessGroup();
        }
    }

    [Fact]
    public void A_libtorch_without_them_says_so_before_anything_is_sent()
    {
        Assert.SkipWhen(AreThere, "this libtorch has functional collectives");
        Assert.Throws<OperatorNotFoundException>(() => Funcol.AllReduce(Torch.Ones(2)));
        Join();
        var x = Torch.Ones(2);
        Action[] calls =
        [
            () => Funcol.AllGatherTensor(x), () => Funcol.AllGatherTensorAutograd(x), () => Funcol.ReduceScatterTensor(x), () => Funcol.ReduceScatterTensorAutograd(x),
            () => Funcol.AllToAllSingle(x), () => Funcol.AllToAllSingleAutograd(x), () => Funcol.Broadcast(x, 0), () => Funcol.WaitTensor(x),
            () => Funcol.AllReduceCoalesced([x]), () => Funcol.AllGatherIntoTensorCoalesced([x]), () => Funcol.ReduceScatterTensorCoalesced([x], ReduceOp.Sum, [0]),
        ];
        Assert.All(calls, call => Assert.Throws<OperatorNotFoundException>(call));
        var said = Assert.Throws<OperatorNotFoundException>(() => Funcol.AllReduce(x)).Message;
        Assert.Equal(Assert.Throws<OperatorNotFoundException>(() => Torch.Ops[Reduction]).Message, said);
        Dist.AllReduce(x);
        Assert.True(Torch.Equal(x, Torch.Ones(2)));
    }

    // Torch.Ops calls the operators as torch.ops does, with the group's name.
    [Fact]
    public void Operators_find_a_group_by_its_name_as_long_as_there_is_one()
    {
        Assert.SkipUnless(AreThere, Missing);
        foreach (var _ in Enumerable.Range(0, 3))
        {
            Join();
            foreach (var group in new[] { Dist.WorldGroup, Dist.NewGroup() })
            {
                var started = Started(group.Name);
                Assert.Same(started, Funcol.WaitTensor(started));
                Assert.True(Torch.Equal(started, Torch.Ones(3)));
            }

            Dist.DestroyProcessGroup();
            Assert.ThrowsAny<TorchException>(() => Started("0"));
            Assert.ThrowsAny<TorchException>(() => Started("1"));
        }
    }

    [Fact]
    public void Wrong_arguments_are_refused()
    {
        Assert.SkipUnless(AreThere, Missing);
        var x = Torch.Ones(2);
        Assert.Throws<InvalidOperationException>(() => Funcol.AllReduce(x));
        Join();
        var group = Dist.NewGroup([0]);
        Assert.Throws<ArgumentNullException>(() => Funcol.AllReduce(null!));
        Assert.Throws<ArgumentNullException>(() => Funcol.WaitTensor(null!));
        Assert.ThrowsAny<TorchException>(() => Funcol.Broadcast(x, 3));
        Assert.Throws<TorchException>(() => Funcol.AllToAllSingle(x, [2]));
        Assert.Throws<TorchException>(() => Funcol.ReduceScatterTensorCoalesced([x], ReduceOp.Sum, [0, 0]));
        Dist.DestroyProcessGroup(group);
        Assert.Throws<ObjectDisposedException>(() => Funcol.AllReduce(x, group: group));
        Assert.True(Torch.Equal(x, Funcol.AllReduce(x)));
    }

    [Fact]
    public void Gradients_flow_where_Python_s_do()
    {
        Assert.SkipUnless(AreThere, Missing);
        Join();
        Func<Tensor, Tensor>[] always = [x => Funcol.AllGatherTensorAutograd(x, 1), x => Funcol.ReduceScatterTensorAutograd(x), x => Funcol.AllToAllSingleAutograd(x)];
        Func<Tensor, Tensor>[] newer =
        [
            x => Funcol.AllReduce(x), x => Funcol.AllGatherTensor(x), x => Funcol.ReduceScatterTensor(x, scatterDim: 1), x => Funcol.AllToAllSingle(x),
            x => Funcol.AllReduceCoalesced([x])[0], x => Funcol.AllGatherIntoTensorCoalesced([x])[0], x => Funcol.ReduceScatterTensorCoalesced([x], ReduceOp.Sum, [1])[0],
        ];
        Func<Tensor, Tensor>[] records = [.. always, .. AllRecord ? newer : []];
        Func<Tensor, Tensor>[] recordsNot = [x => Funcol.Broadcast(x, 0), .. AllRecord ? [] : newer];
        Assert.All(records, function =>
        {
            var x = Torch.Ones([2, 3], requiresGrad: true);
            (function(x) * 3).Sum().Backward();
            Assert.True(Torch.Equal(x.Grad!, Torch.Full([2, 3], 3f)));
        });
        Assert.All(recordsNot, function => Assert.False(function(Torch.Ones([2, 3], requiresGrad: true)).RequiresGrad));
    }

    [Fact]
    public void A_reduction_without_a_gradient_says_so_in_the_backward_pass()
    {
        Assert.SkipUnless(AllRecord, "the plain functional collectives have gradients since libtorch 2.14");
        Join();
        Func<Tensor, Tensor>[] functions =
        [
            x => Funcol.AllReduce(x, ReduceOp.Max), x => Funcol.ReduceScatterTensor(x, ReduceOp.Max),
            x => Funcol.AllReduceCoalesced([x], ReduceOp.Max)[0], x => Funcol.ReduceScatterTensorCoalesced([x], ReduceOp.Max, [0])[0],
        ];
        Assert.All(functions, function =>
        {
            var loss = function(Torch.Ones([2, 3], requiresGrad: true)).Sum();
            Assert.EndsWith(", got 'max'", Assert.Throws<TorchException>(() => loss.Backward()).Message, StringComparison.Ordinal);
        });
    }

    private static Tensor Started(string name) => (Tensor)Torch.Ops[Reduction].Invoke(Torch.Ones(3), "sum", name)[0]!;

    private static void Join() => Dist.InitProcessGroup(new HashStore(), 0, 1, timeout: TimeSpan.FromSeconds(60));
}
