using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using LibTorch.Interop;

namespace LibTorch.Distributed;

/// <summary>An operation of a process group that may still be running; <c>torch.distributed.Work</c>. It can be awaited.</summary>
/// <remarks>Do not touch the operation's tensors until it has ended. Sends and receives must be waited for.</remarks>
public sealed class Work : ISafeHandleOwner, IDisposable
{
    private readonly WorkHandle? _handle;

    internal Work(WorkHandle? handle) => _handle = handle;

    /// <summary>A work that has already ended, for a process that is not a member of the group.</summary>
    internal static Work Nothing { get; } = new(null);

    SafeHandle ISafeHandleOwner.Handle => _handle!;

    /// <summary>Waits until the operation has ended; <c>work.wait</c>.</summary>
    /// <param name="timeout">How long to wait; null: the group's timeout.</param>
    /// <exception cref="TorchDistException">
    /// The operation failed: another rank has ended, has called something else, or did not take part within the timeout.
    /// </exception>
    public void Wait(TimeSpan? timeout = null)
    {
        if (_handle is not null)
        {
            WorkCalls.Wait(this, timeout is null ? 0 : Waiting.Milliseconds(timeout));
        }
    }

    /// <summary>Waits until the operation has ended, and disposes of the work, because a work keeps its group alive.</summary>
    internal void WaitAndDispose()
    {
        using (this)
        {
            Wait();
        }
    }

    /// <summary>
    /// Whether the operation has ended, successfully or not. For sends and receives it is true only after a wait; <c>work.is_completed</c>.
    /// </summary>
    public bool IsCompleted() => _handle is null || WorkCalls.IsCompleted(this);

    /// <summary>Whether the operation has ended without an error; <c>work.is_success</c>.</summary>
    public bool IsSuccess() => _handle is null || WorkCalls.IsSuccess(this);

    /// <summary>The sender's rank in the group, for a receive; <c>work._source_rank</c>.</summary>
    /// <exception cref="TorchException">The operation is not a receive.</exception>
    public int SourceRank() => _handle is null ? -1 : WorkCalls.SourceRank(this);

    /// <summary>A task that ends with the operation; <c>work.get_future</c>.</summary>
    public async Task AsTask()
    {
        if (_handle is null)
        {
            return;
        }

        if (WorkCalls.End(this) is { } end)
        {
            await end.ConfigureAwait(false);

            // Wait throws the operation's error.
            Wait();
        }
        else
        {
            await Task.Run(() => Wait()).ConfigureAwait(false);
        }
    }

    /// <summary>The awaiter that <c>await</c> uses.</summary>
    public TaskAwaiter GetAwaiter() => AsTask().GetAwaiter();

    /// <summary>Releases this object; the operation itself continues.</summary>
    public void Dispose() => _handle?.Dispose();
}
