using LibTorch.Distributed;

namespace LibTorch.NN.Parallel;

/// <summary>
/// The collectives with which ranks coordinate their passes when some have no inputs left. A rank with inputs and a rank without call
/// different methods that make the same collective.
/// </summary>
internal sealed class UnevenInputs(ProcessGroup group, Device device, bool dividesByAll, bool throwsEarly)
{
    /// <summary>On a rank with inputs: announces a pass. Matches <see cref="OthersHaveInputs"/>.</summary>
    /// <exception cref="TorchException">Another rank has no inputs left, and Join was told to throw then.</exception>
    public void BeginPass(GradientReducer reducer)
    {
        using var ones = Torch.Ones([1], device: device);
        using var work = Torch.Distributed.AllReduceAsync(ones, group: group);
        if (throwsEarly && Sum(0) != 0)
        {
            work.Wait();
            throw new TorchException("Detected at least one rank that exhausted inputs. Throwing across all ranks.");
        }

        reducer.Expect(work, dividesByAll);
    }

    /// <summary>On a rank without inputs: whether another rank has announced a pass.</summary>
    /// <exception cref="TorchException">Another rank has inputs left, and Join was told to throw then.</exception>
    public bool OthersHaveInputs()
    {
        if (Sum(0) == 0)
        {
            return false;
        }

        if (throwsEarly)
        {
            Sum(1);
            throw new TorchException($"Rank {group.Rank} exhausted all inputs.");
        }

        return true;
    }

    /// <summary>On a rank with inputs: announces whether its pass averages gradients. Matches <see cref="OthersSync"/>.</summary>
    public void AnnounceSync(bool syncs) => Sum(syncs ? 1 : 0);

    /// <summary>On a rank without inputs: whether the other ranks' passes average gradients.</summary>
    public bool OthersSync() => Sum(0) != 0;

    /// <summary>The highest rank among those that are candidates.</summary>
    public int HighestRank(bool isCandidate)
    {
        using var rank = Torch.Tensor([isCandidate ? (long)group.Rank : -1], device: device);
        Torch.Distributed.AllReduce(rank, ReduceOp.Max, group);
        return (int)rank.Item<long>();
    }

    private float Sum(float mine)
    {
        using var sum = Torch.Full([1], mine, device: device);
        Torch.Distributed.AllReduce(sum, group: group);
        return sum.Item<float>();
    }
}
