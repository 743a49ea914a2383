using LibTorch.Interop;

namespace LibTorch;

/// <summary>Calls the hook with the first gradient of several tensors in each backward pass.</summary>
internal sealed class FirstGradHook(Action<Tensor> hook)
{
    // The backward passes in which the hook has run. Entries are never removed, as in Python; each takes a few bytes.
    private readonly HashSet<long> _passes = [];
    private readonly UninterruptibleLock _turn = new();

    public void Arrived(Tensor gradient)
    {
        using (_turn.Enter())
        {
            if (!_passes.Add(EdgeCalls.CurrentTask()))
            {
                return;
            }
        }

        hook(gradient);
    }
}
