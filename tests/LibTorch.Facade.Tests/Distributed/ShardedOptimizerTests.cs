using LibTorch.Distributed;
using LibTorch.NN;
using LibTorch.Optim;
using LibTorch.Tests.Optim;

namespace LibTorch.Tests.Distributed;

using Dist = Torch.Distributed;

/// <summary>A ZeroRedundancyOptimizer in a group of this process alone. MixedGroupTests compares those of several ranks with Python's.</summary>
[Collection(ProcessWideState.Name)]
public sealed class ShardedOptimizerTests : IDisposable
{
    public ShardedOptimizerTests() => Dist.InitProcessGroup(new HashStore(), 0, 1, timeout: TimeSpan.FromSeconds(60));

    public void Dispose()
    {
        if (Dist.IsInitialized())
        {
            Dist.DestroyProcessGroup();
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_consolidated_state_is_that_of_the_optimizer_alone_and_training_goes_on_from_it(bool buckets)
    {
        var (own, plain) = (Two(), Two());
        var optimizer = Sharded(own, buckets);
        AdamW alone = new(plain, lr: 0.1);
        Walk(optimizer, own, 3);
        Walk(alone, plain, 3);
        optimizer.ConsolidateStateDict();
        Assert.Equal(StateText.Of(alone.StateDict()), StateText.Of(optimizer.StateDict()));
        Assert.Empty(optimizer.State);

        using MemoryStream file = new();
        Torch.Save(optimizer.StateDict(), file, cancellationToken: TestContext.Current.CancellationToken);
        file.Position = 0;
        var again = Sharded(own, buckets);
        again.LoadStateDict(Torch.Load<StateDictionary>(file, cancellationToken: TestContext.Current.CancellationToken));
        Walk(again, own, 3);
        Walk(alone, plain, 3);
        Assert.Equal(plain.Select(parameter => Parity.Bits(parameter.Data)), own.Select(parameter => Parity.Bits(parameter.Data)));
    }

    [Fact]
    public void A_state_is_that_of_the_moment_when_it_was_consolidated()
    {
        var own = Two();
        var optimizer = Sharded(own);
        Assert.Throws<TorchException>(() => optimizer.StateDict());
        Walk(optimizer, own, 1);
        optimizer.ConsolidateStateDict();
        var before = StateText.Of(optimizer.StateDict());
        Walk(optimizer, own, 1);
        Assert.Equal(before, StateText.Of(optimizer.StateDict()));
        optimizer.LoadStateDict(optimizer.StateDict());
        Assert.Throws<TorchException>(() => optimizer.StateDict());
    }

    [Fact]
    public void A_state_that_does_not_fit_is_refused_and_nothing_is_changed()
    {
        var own = Two();
        var optimizer = Sharded(own);
        Walk(optimizer, own, 1);
        optimizer.ConsolidateStateDict();
        var before = StateText.Of(optimizer.StateDict());
        Assert.Throws<TorchValueException>(() => optimizer.LoadStateDict(new AdamW(Two()[..1], lr: 0.5).StateDict()));
        Assert.Throws<KeyNotFoundException>(() => optimizer.LoadStateDict(new StateDictionary()));
        optimizer.ConsolidateStateDict();
        Assert.Equal(before, StateText.Of(optimizer.StateDict()));
    }

    [Fact]
    public void Options_reach_the_local_optimizer_with_the_next_step()
    {
        var own = Two();
        var optimizer = Sharded(own);
        StepLR scheduler = new(optimizer, 1, gamma: 0.5);
        Walk(optimizer, own, 1);
        scheduler.Step();
        Assert.Equal(0.1, optimizer.LocalOptimizer.ParamGroups[0].Lr.ToDouble());
        Walk(optimizer, own, 1);
        Assert.Equal(0.05, optimizer.LocalOptimizer.ParamGroups[0].Lr.ToDouble());
        Parameter added = new(Torch.Ones(5));
        optimizer.AddParamGroup(new ParamGroup([added]) { Lr = 0.25 });
        Assert.Equal([0.05, 0.25], optimizer.LocalOptimizer.ParamGroups.Select(group => group.Lr.ToDouble()));
        Assert.Equal(optimizer.ParamGroups[0].Keys.Order(StringComparer.Ordinal), optimizer.ParamGroups[1].Keys.Append("initial_lr").Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Parameters_are_parts_of_one_tensor_if_that_is_asked_for()
    {
        var own = Two();
        Assert.True(Sharded(own, buckets: true).ParametersAsBucketView);
        Assert.Equal([3L, 0L], own.Select(parameter => parameter.StorageOffset()));
        Assert.All(own, parameter => Assert.True(Torch.Equal(parameter, Torch.Ones(parameter.Shape))));
        Assert.False(Sharded(Two()).ParametersAsBucketView);
    }

    [Fact]
    public void Buckets_that_a_step_builds_outlive_a_tensor_scope()
    {
        var own = Two();
        var optimizer = Sharded(own, buckets: true);
        own[0].RequiresGrad = false;
        using (new TensorScope())
        {
            Walk(optimizer, own, 1);
        }

        Walk(optimizer, own, 1);
        Assert.Equal([0L, 0L], own.Select(parameter => parameter.StorageOffset()));
    }

    [Fact]
    public void Wrong_arguments_are_refused()
    {
        var own = Two();
        Func<IReadOnlyList<ParamGroup>, Optimizer> adam = shard => new Adam(shard);
        Assert.Throws<ArgumentNullException>(() => new ZeroRedundancyOptimizer((IEnumerable<Tensor>)null!, adam));
        Assert.Throws<ArgumentNullException>(() => new ZeroRedundancyOptimizer((IEnumerable<ParamGroup>)null!, adam));
        Assert.Throws<ArgumentNullException>(() => new ZeroRedundancyOptimizer(own, null!));
        Assert.Throws<InvalidOperationException>(() => new ZeroRedundancyOptimizer(own, _ => null!));
        Assert.Throws<TorchValueException>(() => new ZeroRedundancyOptimizer(own, _ => new Adam(Two())));
        Assert.Throws<TorchValueException>(() => new ZeroRedundancyOptimizer(new List<ParamGroup>(), adam));
        Assert.Throws<TorchTypeException>(() => new ZeroRedundancyOptimizer([ParamGroup.Named([("one", own[0])])], adam));
        Assert.Throws<TorchValueException>(() => new ZeroRedundancyOptimizer(own, adam, new ProcessGroup("other", "gloo", TimeSpan.FromSeconds(1), [1], 0, null)));
        var optimizer = Sharded(own, buckets: true);
        Assert.Throws<ArgumentOutOfRangeException>(() => optimizer.ConsolidateStateDict(1));
        Assert.Throws<ArgumentOutOfRangeException>(() => optimizer.ConsolidateStateDict(-1));
        Assert.Throws<TorchValueException>(() => optimizer.AddParamGroup(new ParamGroup([new Parameter(Torch.Ones([2], dtype: DType.Float64))])));
        Assert.Single(optimizer.ParamGroups);
        Dist.DestroyProcessGroup();
        Assert.Throws<InvalidOperationException>(() => new ZeroRedundancyOptimizer(own, adam));
    }

    private static ZeroRedundancyOptimizer Sharded(Parameter[] parameters, bool buckets = false) =>
        new(parameters, shard => new AdamW(shard, lr: 0.1), parametersAsBucketView: buckets);

    // The smaller one first, which an optimizer of shares has last.
    private static Parameter[] Two() => [new(Torch.Ones(2)), new(Torch.Ones(3))];

    private static void Walk(Optimizer optimizer, Parameter[] parameters, int steps)
    {
        for (var step = 0; step < steps; step++)
        {
            foreach (var parameter in parameters.Where(parameter => parameter.RequiresGrad))
            {
                parameter.Grad = (parameter.Data * 2) - step;
            }

            optimizer.Step();
        }
    }
}
