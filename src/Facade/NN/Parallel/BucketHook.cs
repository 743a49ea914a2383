using System.Collections.Concurrent;
using LibTorch.Interop;

namespace LibTorch.NN.Parallel;

/// <summary>Adapts an application's hook to the reducer, which calls it twice for each bucket: to begin, and to get the result.</summary>
internal sealed class BucketHook(Func<GradBucket, Task<Tensor>> hook) : ICallback
{
    // The running tasks, by the bucket's index.
    private readonly ConcurrentDictionary<long, Task<Tensor>> _begun = [];

    public IHandleOwner?[]? Call(NodeHandle? node, TensorHandle?[] first, TensorHandle?[] second)
    {
        using var facts = Tensor.Own(first[^1])!;
        if (first.Length == 1)
        {
            return [End(facts.Item<long>())];
        }

        var numbers = facts.ToArray<long>();
        var parts = Array.ConvertAll(second, part => Tensor.Own(part)!);
        GradBucket bucket = new((int)numbers[0], numbers[1] != 0, Tensor.Own(first[0])!, parts[..(parts.Length / 2)], parts[(parts.Length / 2)..]);

        // An await in the hook must not resume on this thread: it blocks in End until the hook is done, which would deadlock.
        var context = SynchronizationContext.Current;
        SynchronizationContext.SetSynchronizationContext(null);
        try
        {
            _begun[bucket.Index] = hook(bucket) ?? throw new InvalidOperationException("A hook gave null where its task was to be.");
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(context);
        }

        return null;
    }

    // The reducer asks for the result at the end of the pass, and blocks until it is there.
    private Tensor End(long bucket)
    {
        _begun.TryRemove(bucket, out var begun);
        return begun!.GetAwaiter().GetResult() ?? throw new InvalidOperationException("A hook's task gave null where the gradients were to be.");
    }
}
