using LibTorch.Distributed;

namespace LibTorch.NN.Parallel;

/// <summary>What ranks tell each other while some may have no input left. Each method is a collective, which its counterpart at the other ranks matches.</summary>
internal sealed class Joining(ProcessGroup group, Device device, bool dividesByAll, bool throwsEarly)
{
    /// <summary>A pass begins at this rank, which has inputs.</summary>
    /// <exception cref="TorchException">Another rank has none, and that is to throw.</exception>
    public void Begin(GradientReducer reducer)
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

    /// <summary>At a rank that has no input left: whether others have.</summary>
    /// <exception cref="TorchException">They have, and that is to throw.</exception>
    public bool OthersGoOn()
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

    /// <summary>Says whether this rank's pass averages gradients.</summary>
    public void Tell(bool syncs) => Sum(syncs ? 1 : 0);

    /// <summary>At a rank that has no input left: whether the others' passes average gradients.</summary>
    public bool OthersSync() => Sum(0) != 0;

    /// <summary>The highest rank of those that propose themselves.</summary>
    public int CommonRank(bool proposes)
    {
        using var rank = Torch.Tensor([proposes ? (long)group.Rank : -1], device: device);
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
