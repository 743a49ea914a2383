using LibTorch.Interop;

namespace LibTorch;

/// <summary>A level on the calling thread's stack of transforms. Dispose pops the level, also when the function inside throws.</summary>
internal readonly ref struct TransformLevel
{
    private static readonly object _oneThread = SharedLock.Named("LibTorch.Facade.Transforms");

    private readonly bool _locked;

    private TransformLevel(Transform transform, long batchSize, Randomness randomness, bool refusesHooks)
    {
        // libtorch 1 numbers the levels of all threads in one sequence, so there only one thread at a time may be inside a level.
        if (!LibraryCalls.IsAtLeast(2, 0))
        {
            Monitor.Enter(_oneThread);
            _locked = true;
        }

        try
        {
            Number = TransformCalls.Push(transform, batchSize, (int)randomness, refusesHooks ? Refusal() : null);
        }
        catch
        {
            Unlock();
            throw;
        }
    }

    public long Number { get; }

    public static TransformLevel Grad() => new(Transform.Grad, 0, Randomness.Error, refusesHooks: true);

    // Since libtorch 2, jvp and vmap allow hooks on saved tensors inside.
    public static TransformLevel Jvp() => new(Transform.Jvp, 0, Randomness.Error, !LibraryCalls.IsAtLeast(2, 0));

    public static TransformLevel Vmap(long batchSize, Randomness randomness) =>
        new(Transform.Vmap, batchSize, randomness, !LibraryCalls.IsAtLeast(2, 0));

    public void Dispose()
    {
        try
        {
            TransformCalls.Pop();
        }
        finally
        {
            Unlock();
        }
    }

    private void Unlock()
    {
        if (_locked)
        {
            Monitor.Exit(_oneThread);
        }
    }

    private static string Refusal() =>
        (LibraryCalls.IsAtLeast(2, 0) ? "torch.func.{grad, vjp, jacrev, hessian}" : "functorch transforms")
        + " don't yet support saved tensor hooks. Please open an issue with your use case.";
}
