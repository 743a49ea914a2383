using System.Collections.Concurrent;
using LibTorch.Interop;

namespace LibTorch.NN.Parallel;

/// <summary>An application's hook as the reducer calls it: once for each bucket to begin, and once to end.</summary>
internal sealed class BucketHook(Func<GradBucket, Task<Tensor>> hook) : ICallback
{
    // By the bucket's number.
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

    // The reducer asks for the result at the end of the pass, and needs it at once.
    private Tensor End(long bucket)
    {
        _begun.TryRemove(bucket, out var begun);
        return begun!.GetAwaiter().GetResult() ?? throw new InvalidOperationException("A hook's task gave null where the gradients were to be.");
    }
}
