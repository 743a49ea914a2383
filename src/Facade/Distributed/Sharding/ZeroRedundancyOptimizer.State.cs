using System.Collections;
using LibTorch.Interop;
using LibTorch.Optim;

namespace LibTorch.Distributed;

public sealed partial class ZeroRedundancyOptimizer
{
    // The states of all local optimizers in the order of the ranks, where they have been collected.
    private List<StateDictionary>? _shardStates;

    /// <summary>
    /// Collects the states of all ranks at one of them, in the CPU's memory, where <see cref="Optimizer.StateDict"/> then returns them as one
    /// state; <c>zero.consolidate_state_dict</c>. All ranks have to call it. The state is that of the moment: a later step does not change it.
    /// </summary>
    /// <param name="to">The rank that gets the state, by its rank in the group.</param>
    /// <exception cref="ArgumentOutOfRangeException">The group has no such rank.</exception>
    /// <exception cref="TorchDistException">Another rank has ended, or did not take part within the timeout.</exception>
    public void ConsolidateStateDict(int to = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(to);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(to, ProcessGroup.Size);
        using var outside = new OutsideFrames();
        using var mode = Torch.NoGrad();
        CopyOptions(ParamGroups, LocalOptimizer.ParamGroups);
        _shardStates = null;
        var device = ParamGroups.SelectMany(group => group.Params).First().Device;
        List<StateDictionary> states = [];
        for (var rank = 0; rank < ProcessGroup.Size; rank++)
        {
            if (rank != ProcessGroup.Rank)
            {
                // The target keeps its own state to itself.
                if (rank != to)
                {
                    using var bytes = StateMessage.Receive(Torch.Distributed.GetGlobalRank(ProcessGroup, rank), ProcessGroup, device);
                    if (ProcessGroup.Rank == to)
                    {
                        states.Add(StateMessage.Read(bytes));
                    }
                }
            }
            else if (rank == to)
            {
                states.Add((StateDictionary)PythonValue.Copy(LocalOptimizer.StateDict(), tensor => tensor.To(Device.Cpu, copy: true))!);
            }
            else
            {
                StateMessage.Send(LocalOptimizer.StateDict(), ProcessGroup, device);
            }
        }

        _shardStates = ProcessGroup.Rank == to ? states : null;
    }

    private protected override StateDictionary Collect()
    {
        if (_shardStates is null)
        {
            throw new TorchException(
                $"Optimizer state has not been consolidated on this rank. Please call `consolidate_state_dict(to={ProcessGroup.Rank})` on all ranks beforehand if you meant to save the global state.");
        }

        var numbers = new Dictionary<Tensor, long>(ReferenceEqualityComparer.Instance);
        foreach (var (number, parameter) in ParamGroups.SelectMany(group => group.Params).Index())
        {
            numbers.TryAdd(parameter, number);
        }

        SortedDictionary<long, StateDictionary> all = [];
        foreach (var (rank, shard) in _shardStates.Index())
        {
            var states = (IDictionary)shard[StateKey]!;
            foreach (var (number, parameter) in Numbers(shard).Zip(_shards.Of(rank).SelectMany(parameters => parameters)))
            {
                if (states[number] is StateDictionary state)
                {
                    all[numbers[parameter]] = state;
                }
            }
        }

        var collected = base.Collect();
        collected[StateKey] = new OrderedDictionary<long, StateDictionary>(all);
        return collected;
    }

    private protected override void Load(StateDictionary state)
    {
        var states = new Dictionary<long, object?>();
        foreach (DictionaryEntry entry in (IDictionary)state[StateKey]!)
        {
            states[Index(entry.Key)] = entry.Value;
        }

        // This object takes the options only. The local optimizer gets the states of its parameters.
        base.Load(new StateDictionary(state) { [StateKey] = new OrderedDictionary<long, StateDictionary>() });
        LocalOptimizer.LoadStateDict(ShareOf(state, states));
        CopyOptions(LocalOptimizer.ParamGroups, ParamGroups);
        _shardStates = null;
    }

    // What the local optimizer loads: the options of all groups, and the states of this rank's parameters by its own numbers.
    private StateDictionary ShareOf(StateDictionary state, Dictionary<long, object?> states)
    {
        var numbers = new Dictionary<Tensor, long>(ReferenceEqualityComparer.Instance);
        foreach (var (number, parameter) in Numbers(state).Zip(ParamGroups.SelectMany(group => group.Params)))
        {
            numbers[parameter] = Index(number);
        }

        OrderedDictionary<long, object?> own = [];
        List<object?> groups = [];
        var next = 0L;
        foreach (var (group, parameters) in ParamGroups.Zip(_shards.Of(ProcessGroup.Rank)))
        {
            List<object?> ownNumbers = [];
            foreach (var parameter in parameters)
            {
                if (states.GetValueOrDefault(numbers[parameter]) is { } kept)
                {
                    own[next] = kept;
                }

                ownNumbers.Add(next++);
            }

            groups.Add(group.Packed(ownNumbers));
        }

        return new() { [StateKey] = own, [GroupsKey] = groups };
    }

    // The numbers of the parameters of all groups, one group after the other.
    private static IEnumerable<object> Numbers(StateDictionary state) =>
        ((IEnumerable)state[GroupsKey]!).Cast<IDictionary>().SelectMany(group => ((IEnumerable)group[ParamGroup.ParamsKey]!).Cast<object>());
}
