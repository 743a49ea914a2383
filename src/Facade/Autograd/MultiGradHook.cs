using LibTorch.Interop;

namespace LibTorch;

/// <summary>Gathers the gradients of several tensors in each backward pass, and calls the hook with the last of them.</summary>
internal sealed class MultiGradHook(IReadOnlyList<Tensor> tensors, Action<IReadOnlyList<Tensor?>> hook)
{
    // A hook must not keep the graph alive that it hangs on.
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

                // One that fails never has them all.
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

        /// <summary>The gradients, for the hook alone: libtorch keeps this for as long as the pass takes.</summary>
        public Tensor?[] Take()
        {
            var taken = Gradients;
            Gradients = [];
            return taken;
        }

        public void Dispose() => hook.Forget(task);
    }
}
