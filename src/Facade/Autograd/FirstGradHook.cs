using LibTorch.Interop;

namespace LibTorch;

/// <summary>Calls the hook with the first gradient of several tensors in each backward pass.</summary>
internal sealed class FirstGradHook(Action<Tensor> hook)
{
    // The passes that it ran in; a few bytes for each, as in Python.
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
