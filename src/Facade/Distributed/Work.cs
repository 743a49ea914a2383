using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using LibTorch.Interop;

namespace LibTorch.Distributed;

/// <summary>Something that the ranks of a group do together, and that may not have ended yet; <c>torch.distributed.Work</c>. It can be awaited.</summary>
/// <remarks>Nothing is to be done with the tensors until it has ended. What was sent or is received has to be waited for.</remarks>
public sealed class Work : ISafeHandleOwner, IDisposable
{
    private readonly WorkHandle? _handle;

    internal Work(WorkHandle? handle) => _handle = handle;

    /// <summary>What has nothing to wait for, as for a rank that is not in the group.</summary>
    internal static Work Nothing { get; } = new(null);

    SafeHandle ISafeHandleOwner.Handle => _handle!;

    /// <summary>Waits for the end; <c>work.wait</c>.</summary>
    /// <param name="timeout">How long; null: as long as the group's timeout allows.</param>
    /// <exception cref="TorchDistException">It failed: another rank is gone or has called something else, or did not come within the timeout.</exception>
    public void Wait(TimeSpan? timeout = null)
    {
        if (_handle is not null)
        {
            WorkCalls.Wait(this, timeout is null ? 0 : Waiting.Milliseconds(timeout));
        }
    }

    /// <summary>Waits for the end, and lets go of it: a work keeps its group alive.</summary>
    internal void WaitAndDispose()
    {
        using (this)
        {
            Wait();
        }
    }

    /// <summary>Whether it has ended, well or not; of sending and receiving only after a wait; <c>work.is_completed</c>.</summary>
    public bool IsCompleted() => _handle is null || WorkCalls.IsCompleted(this);

    /// <summary>Whether it ended without an error; <c>work.is_success</c>.</summary>
    public bool IsSuccess() => _handle is null || WorkCalls.IsSuccess(this);

    /// <summary>The rank in the group that a tensor was received from; <c>work._source_rank</c>.</summary>
    /// <exception cref="TorchException">Nothing was received.</exception>
    public int SourceRank() => _handle is null ? -1 : WorkCalls.SourceRank(this);

    /// <summary>A task that ends with it; <c>work.get_future</c>.</summary>
    public async Task AsTask()
    {
        if (_handle is null)
        {
            return;
        }

        if (WorkCalls.End(this) is { } end)
        {
            await end.ConfigureAwait(false);

            // It throws what went wrong.
            Wait();
        }
        else
        {
            await Task.Run(() => Wait()).ConfigureAwait(false);
        }
    }

    /// <summary>What <c>await</c> asks for.</summary>
    public TaskAwaiter GetAwaiter() => AsTask().GetAwaiter();

    /// <summary>Lets go of it; it goes on.</summary>
    public void Dispose() => _handle?.Dispose();
}
