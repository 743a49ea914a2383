namespace LibTorch.NN.Parallel;

public sealed partial class DistributedDataParallel<TInput, TOutput>
{
    private UnevenInputs? _unevenInputs;

    /// <summary>
    /// Trains with different numbers of inputs on the ranks; <c>with torch.distributed.algorithms.Join([ddp]): ...</c>. A rank whose
    /// <paramref name="body"/> has returned keeps taking part in the averaging, with gradients of zeros, until the bodies of all
    /// ranks have returned. Then the parameters and buffers of a rank that was among the last are copied to all ranks.
    /// </summary>
    /// <param name="body">Trains with all inputs of this rank. All ranks have to call Join.</param>
    /// <param name="divideByInitialWorldSize">Whether gradients are divided by the number of all ranks, or only by the number of ranks that still have inputs.</param>
    /// <param name="throwOnEarlyTermination">Whether all ranks throw as soon as one has no inputs left.</param>
    /// <exception cref="TorchException">A rank has no inputs left, and <paramref name="throwOnEarlyTermination"/> is set.</exception>
    /// <exception cref="InvalidOperationException">Join was called inside of a Join of the same module.</exception>
    /// <exception cref="TorchDistException">Another rank has ended, or did not answer within the timeout.</exception>
    public void Join(Action body, bool divideByInitialWorldSize = true, bool throwOnEarlyTermination = false)
    {
        ArgumentNullException.ThrowIfNull(body);
        if (_unevenInputs is not null)
        {
            throw new InvalidOperationException("Join was called inside of a Join of the same module.");
        }

        _unevenInputs = new UnevenInputs(ProcessGroup, Module.Parameters().First().Device, divideByInitialWorldSize, throwOnEarlyTermination);
        try
        {
            body();
            var isLast = true;
            while (_unevenInputs.OthersHaveInputs())
            {
                ShadowPass(_unevenInputs);
                isLast = false;
            }

            GradientReducer.BroadcastState(Module, ProcessGroup, _broadcastBuffers, _unevenInputs.HighestRank(isLast));
        }
        finally
        {
            _unevenInputs = null;
        }
    }

    // Takes part in the collectives that a pass of the ranks with inputs makes.
    private void ShadowPass(UnevenInputs uneven)
    {
        _reducer.RebuildBuckets();
        SyncBuffers(isJoined: true);
        _syncsBuffers = uneven.OthersSync();
        if (_syncsBuffers)
        {
            _reducer.Join(ProcessGroup, _findUnusedParameters);
        }
    }

    // Copies the buffers of rank 0 to all ranks; inside of Join those of the highest rank that has inputs.
    private void SyncBuffers(bool isJoined)
    {
        Tensor[] buffers = _broadcastBuffers && _syncsBuffers ? [.. Module.Buffers()] : [];
        if (buffers.Length > 0)
        {
            GradientReducer.Broadcast(buffers, ProcessGroup, _unevenInputs?.HighestRank(!isJoined) ?? 0);
        }
    }
}
