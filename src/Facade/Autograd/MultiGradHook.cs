using LibTorch.Interop;

namespace LibTorch;

/// <summary>Collects the gradients of several tensors in each backward pass, and calls the hook when the last one has arrived.</summary>
internal sealed class MultiGradHook(IReadOnlyList<Tensor> tensors, Action<IReadOnlyList<Tensor?>> hook)
{
    // Weak references to the tensors' nodes: the hook belongs to the graph and must not keep it alive.
    private readonly WatchHandle[] _watches = [.. tensors.Select(EdgeCalls.Watch)];
    private readonly Dictionary<long, Pass> _passes = [];
    private readonly UninterruptibleLock _turn = new();

    public void Arrived(int index, Tensor gradient)
    {
        if (Complete(EdgeCalls.CurrentTask(), index, gradient) is { } gradients)
        {
            hook(gradients);
        }
    }

    private Tensor?[]? Complete(long task, int index, Tensor gradient)
    {
        using (_turn.Enter())
        {
            if (!_passes.TryGetValue(task, out var pass))
            {
                pass = new Pass(this, task, new Tensor?[_watches.Length], _watches.Count(EdgeCalls.WillExecute));

                // A backward pass that fails never gets all gradients; libtorch then disposes of the entry at its end.
                EdgeCalls.KeepForTask(pass);
                _passes[task] = pass;
            }

            pass.Gradients[index] = gradient;
            if (++pass.Arrived < pass.Expected)
            {
                return null;
            }

            _passes.Remove(task);
            return pass.Take();
        }
    }

    private void Forget(long task)
    {
        using (_turn.Enter())
        {
            _passes.Remove(task);
        }
    }

    private sealed class Pass(MultiGradHook hook, long task, Tensor?[] gradients, int expected) : IOwned
    {
        public Tensor?[] Gradients { get; private set; } = gradients;

        public int Expected { get; } = expected;

        public int Arrived { get; set; }

        /// <summary>Hands out the gradients and forgets them, because libtorch keeps this object until the backward pass ends.</summary>
        public Tensor?[] Take()
        {
            var taken = Gradients;
            Gradients = [];
            return taken;
        }

        public void Dispose() => hook.Forget(task);
    }
}
