namespace LibTorch.NN.Parallel;

public sealed partial class DistributedDataParallel<TInput, TOutput>
{
    private Joining? _joining;

    /// <summary>
    /// Trains where ranks have unlike numbers of inputs; <c>with torch.distributed.algorithms.Join([ddp]): ...</c>. A rank whose
    /// <paramref name="body"/> has ended takes part in the averaging of the others with gradients of zeros, until all have
    /// ended. Then all ranks get the parameters and buffers of a rank that ended last.
    /// </summary>
    /// <param name="body">Trains with all inputs of this rank; all ranks call this at the same time.</param>
    /// <param name="divideByInitialWorldSize">Whether gradients are divided by the number of all ranks; else by the number of those that still have inputs.</param>
    /// <param name="throwOnEarlyTermination">Whether all ranks throw as soon as one has no input left.</param>
    /// <exception cref="TorchException">A rank had no input left, and <paramref name="throwOnEarlyTermination"/> is set.</exception>
    /// <exception cref="InvalidOperationException">The module is in such a block already.</exception>
    /// <exception cref="TorchDistException">Another rank is gone, or did not come within the timeout.</exception>
    public void Join(Action body, bool divideByInitialWorldSize = true, bool throwOnEarlyTermination = false)
    {
        ArgumentNullException.ThrowIfNull(body);
        if (_joining is not null)
        {
            throw new InvalidOperationException("Join was called inside of a Join of the same module.");
        }

        _joining = new Joining(ProcessGroup, Module.Parameters().First().Device, divideByInitialWorldSize, throwOnEarlyTermination);
        try
        {
            body();
            var isLast = true;
            while (_joining.OthersGoOn())
            {
                ShadowPass(_joining);
                isLast = false;
            }

            GradientReducer.BroadcastState(Module, ProcessGroup, _broadcastBuffers, _joining.CommonRank(isLast));
        }
        finally
        {
            _joining = null;
        }
    }

    // The collectives of a pass, as the ranks make them that have inputs.
    private void ShadowPass(Joining joining)
    {
        _reducer.RebuildBuckets();
        SyncBuffers(isJoined: true);
        _syncsBuffers = joining.OthersSync();
        if (_syncsBuffers)
        {
            _reducer.Join(ProcessGroup, _findUnusedParameters);
        }
    }

    // While ranks join, the buffers are those of the highest rank that has inputs.
    private void SyncBuffers(bool isJoined)
    {
        if (_broadcastBuffers && _syncsBuffers && Module.Buffers().Any())
        {
            GradientReducer.BroadcastBuffers(Module, ProcessGroup, _joining?.CommonRank(!isJoined) ?? 0);
        }
    }
}
