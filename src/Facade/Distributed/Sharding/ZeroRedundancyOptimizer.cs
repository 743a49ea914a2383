using LibTorch.Optim;

namespace LibTorch.Distributed;

/// <summary>
/// An optimizer whose state is divided among the ranks of a group; <c>torch.distributed.optim.ZeroRedundancyOptimizer</c>. Each rank updates
/// a share of the parameters with a local optimizer, and then sends them to the other ranks. Ranks in Python and in C# can be in one group.
/// </summary>
/// <remarks>
/// <para>
/// A step throws a <see cref="TorchDistException"/> if another rank has ended, or did not take part within the timeout.
/// </para>
/// <para>
/// <see cref="Optimizer.State"/> is empty: <see cref="LocalOptimizer"/> has the state of this rank's share. <see cref="Optimizer.StateDict"/>
/// returns the state of all ranks, and throws a <see cref="TorchException"/> unless <see cref="ConsolidateStateDict"/> has collected it at
/// this rank. <see cref="Optimizer.LoadStateDict"/> takes such a state at every rank, and keeps this rank's share of it.
/// </para>
/// </remarks>
/// <example><code>
/// ZeroRedundancyOptimizer optimizer = new(ddp.Parameters(), shard => new Adam(shard, lr: 0.01));
/// </code></example>
public sealed partial class ZeroRedundancyOptimizer : Optimizer
{
    private readonly ParameterShards _shards;
    private readonly ParameterBuckets? _buckets;

    /// <summary>
    /// Divides one group of parameters. The ranks' parameters must be equal; <c>DistributedDataParallel</c> takes care of that.
    /// </summary>
    /// <param name="parameters">The parameters, the same ones in the same order at each rank.</param>
    /// <param name="localOptimizer">
    /// Creates the optimizer of this rank's share from that share: <c>shard => new Adam(shard, lr: 0.01)</c>. There may be no parameter in
    /// it. All ranks must use the same kind of optimizer with the same options.
    /// </param>
    /// <param name="processGroup">The ranks; null: all.</param>
    /// <param name="parametersAsBucketView">
    /// Whether the parameters of each rank become parts of one tensor, which is sent as a whole. It takes the place of the memory that
    /// they had.
    /// </param>
    /// <exception cref="TorchValueException">
    /// There are no parameters, or they differ in dtype or kind of device, or are sparse, or one cannot be optimized; or the local optimizer
    /// has other parameters than its share; or this process is not a member of the group.
    /// </exception>
    /// <exception cref="TorchTypeException">A parameter is null.</exception>
    /// <exception cref="InvalidOperationException">There is no default group.</exception>
    public ZeroRedundancyOptimizer(
        IEnumerable<Tensor> parameters, Func<IReadOnlyList<ParamGroup>, Optimizer> localOptimizer, ProcessGroup? processGroup = null, bool parametersAsBucketView = false)
        : this([new ParamGroup(parameters)], localOptimizer, processGroup, parametersAsBucketView)
    {
    }

    /// <summary>
    /// Divides groups of parameters, which may have options of their own. The ranks' parameters must be equal;
    /// <c>DistributedDataParallel</c> takes care of that.
    /// </summary>
    /// <param name="groups">The parameter groups, the same ones in the same order at each rank.</param>
    /// <param name="localOptimizer">
    /// Creates the optimizer of this rank's share from that share, which has one group for each of <paramref name="groups"/>:
    /// <c>shard => new Adam(shard, lr: 0.01)</c>. There may be no parameter in it. All ranks must use the same kind of optimizer with the
    /// same options.
    /// </param>
    /// <param name="processGroup">The ranks; null: all.</param>
    /// <param name="parametersAsBucketView">
    /// Whether the parameters of each rank become parts of one tensor, which is sent as a whole. It takes the place of the memory that
    /// they had.
    /// </param>
    /// <exception cref="TorchValueException">
    /// There are no parameters, or they differ in dtype or kind of device, or are sparse, or one cannot be optimized; or the local optimizer
    /// has other parameters than its share; or this process is not a member of the group.
    /// </exception>
    /// <exception cref="TorchTypeException">A group or a parameter is null, or the parameters of a group have names.</exception>
    /// <exception cref="InvalidOperationException">There is no default group.</exception>
    public ZeroRedundancyOptimizer(
        IEnumerable<ParamGroup> groups, Func<IReadOnlyList<ParamGroup>, Optimizer> localOptimizer, ProcessGroup? processGroup = null, bool parametersAsBucketView = false)
        : base(ShardableGroups.Check(groups))
    {
        ArgumentNullException.ThrowIfNull(localOptimizer);
        ProcessGroup = processGroup ?? Torch.Distributed.WorldGroup;
        if (!ProcessGroup.IsMember)
        {
            throw new TorchValueException($"This process is not a member of group {ProcessGroup.Name}, so it has no share of the parameters.");
        }

        _shards = new ParameterShards(ProcessGroup.Size);
        foreach (var group in ParamGroups)
        {
            _shards.Add(group);
        }

        List<ParamGroup> own = [.. ParamGroups.Zip(_shards.Of(ProcessGroup.Rank), Share)];
        LocalOptimizer = localOptimizer(own) ?? throw new InvalidOperationException("The function for the local optimizer returned null.");
        if (!HaveSameParameters(LocalOptimizer.ParamGroups, own))
        {
            throw new TorchValueException("The local optimizer must have the parameter groups that it was given, with their parameters.");
        }

        // A group that is added later needs the options' defaults.
        foreach (var (option, value) in LocalOptimizer.Defaults)
        {
            Defaults[option] = value;
        }

        CopyOptions(LocalOptimizer.ParamGroups, ParamGroups);
        _buckets = parametersAsBucketView ? new ParameterBuckets(_shards, ParamGroups) : null;
    }

    /// <summary>The optimizer that updates this rank's share of the parameters; <c>zero.optim</c>.</summary>
    /// <remarks>Its options are overwritten at each step by those of <see cref="Optimizer.ParamGroups"/>.</remarks>
    public Optimizer LocalOptimizer { get; }

    /// <summary>The ranks; <c>zero.process_group</c>.</summary>
    public ProcessGroup ProcessGroup { get; }

    /// <summary>Whether the parameters of each rank are parts of one tensor; <c>zero.parameters_as_bucket_view</c>.</summary>
    public bool ParametersAsBucketView => _buckets is not null;

    // A scaler unscales the gradients itself: the local optimizer sees only some of them.
    internal override bool UnscalesInStep => false;

    /// <summary>Adds a group of parameters with its own options, and divides it; <c>zero.add_param_group</c>. All ranks have to do the same.</summary>
    /// <exception cref="TorchValueException">
    /// A parameter is not a leaf or is in another group, or a required option is missing; or the parameters are parts of one tensor for each
    /// rank, and those of the group differ from them in dtype or kind of device.
    /// </exception>
    /// <exception cref="TorchTypeException">A parameter is null.</exception>
    public override void AddParamGroup(ParamGroup group)
    {
        if (_shards is null)
        {
            // The base class's constructor adds the first groups, before there are shares.
            base.AddParamGroup(group);
            return;
        }

        if (_buckets is not null)
        {
            ShardableGroups.Check([.. ParamGroups, group]);
        }

        base.AddParamGroup(group);
        _shards.Add(group);
        LocalOptimizer.AddParamGroup(Share(group, _shards.Of(ProcessGroup.Rank).Last()));
        CopyOptions(LocalOptimizer.ParamGroups[^1], group);
        _shardStates = null;
        _buckets?.Build();
    }

    /// <inheritdoc/>
    protected override void UpdateParameter(ParamGroup group, Tensor parameter, Tensor gradient, StateDictionary state) =>
        throw new NotSupportedException("The local optimizer updates the parameters.");

    private protected override Tensor? StepOnce(Func<Tensor>? closure)
    {
        _buckets?.BuildIfChanged();
        CopyOptions(ParamGroups, LocalOptimizer.ParamGroups);
        var loss = LocalOptimizer.Step(closure);
        CopyOptions(LocalOptimizer.ParamGroups, ParamGroups);
        Broadcast();
        return loss;
    }

    // The part of a group that is a rank's share, with the group's options.
    private static ParamGroup Share(ParamGroup group, List<Tensor> parameters) => new(parameters, new StateDictionary(group));

    private static bool HaveSameParameters(IReadOnlyList<ParamGroup> groups, List<ParamGroup> others) =>
        groups.Count == others.Count && groups.Zip(others, (group, other) => group.Params.SequenceEqual(other.Params, ReferenceEqualityComparer.Instance)).All(isSame => isSame);

    private static void CopyOptions(IReadOnlyList<ParamGroup> sources, IReadOnlyList<ParamGroup> targets)
    {
        foreach (var (source, target) in sources.Zip(targets))
        {
            CopyOptions(source, target);
        }
    }

    private static void CopyOptions(ParamGroup source, ParamGroup target)
    {
        foreach (var (option, value) in source)
        {
            target[option] = value;
        }
    }

    // As in Python, all sends are started in the order of the ranks, and then waited for.
    private void Broadcast()
    {
        using TensorScope scope = new();
        List<Work> running = [];
        try
        {
            for (var rank = 0; rank < ProcessGroup.Size; rank++)
            {
                var source = Torch.Distributed.GetGlobalRank(ProcessGroup, rank);
                foreach (var tensor in _buckets?.Of(rank) ?? _shards.Of(rank).SelectMany(parameters => parameters).Select(parameter => parameter.Data))
                {
                    running.Add(Torch.Distributed.BroadcastAsync(tensor, source, ProcessGroup));
                }
            }

            running.ForEach(work => work.Wait());
        }
        finally
        {
            running.ForEach(work => work.Dispose());
        }
    }
}
