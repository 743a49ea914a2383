using LibTorch.Interop;

namespace LibTorch;

/// <summary>Gathers the gradients of several tensors in each backward pass, and calls the hook with the last of them.</summary>
internal sealed class MultiGradHook(IReadOnlyList<Tensor> tensors, Action<IReadOnlyList<Tensor?>> hook)
{
    // A hook must not keep the graph alive that it hangs on.
    private readonly WatchHandle[] _watches = [.. tensors.Select(EdgeCalls.Watch)];
    private readonly Dictionary<long, Pass> _passes = [];

    public void Arrived(int index, Tensor gradient)
    {
        if (Complete(EdgeCalls.CurrentTask(), index, gradient) is { } gradients)
        {
            hook(gradients);
        }
    }

    private Tensor?[]? Complete(long task, int index, Tensor gradient)
    {
        lock (_passes)
        {
            if (!_passes.TryGetValue(task, out var pass))
            {
                _passes[task] = pass = new Pass(new Tensor?[_watches.Length], _watches.Count(EdgeCalls.WillExecute));
            }

            pass.Gradients[index] = gradient;
            if (++pass.Arrived < pass.Expected)
            {
                return null;
            }

            _passes.Remove(task);
            return pass.Gradients;
        }
    }

    private sealed class Pass(Tensor?[] gradients, int expected)
    {
        public Tensor?[] Gradients { get; } = gradients;

        public int Expected { get; } = expected;

        public int Arrived { get; set; }
    }
}
