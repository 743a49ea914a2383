using System.Runtime.InteropServices;

namespace LibTorch.Interop;

/// <summary>Waits for the works that the ranks of a group have started together.</summary>
internal static unsafe class WorkCalls
{
    // How many milliseconds the thread that polls for ended works stays when no work is left.
    private const long PollMilliseconds = 200;

    private static readonly UninterruptibleLock Listening = new();

    // The number of works whose end is awaited, and whether the polling thread is running.
    private static int _awaited;
    private static bool _isHeard;

    /// <param name="work">The work.</param>
    /// <param name="timeout">The timeout in milliseconds; 0: as long as the group's timeout allows.</param>
    public static void Wait(IHandleOwner work, long timeout)
    {
        using var lease = new Lease();
        NativeError.Check(Native.ltf_work_wait(lease.Take(work), timeout));
    }

    public static bool IsCompleted(IHandleOwner work)
    {
        using var lease = new Lease();
        int completed;
        NativeError.Check(Native.ltf_work_is_completed(lease.Take(work), &completed));
        return completed != 0;
    }

    public static bool IsSuccess(IHandleOwner work)
    {
        using var lease = new Lease();
        int success;
        NativeError.Check(Native.ltf_work_is_success(lease.Take(work), &success));
        return success != 0;
    }

    public static int SourceRank(IHandleOwner work)
    {
        using var lease = new Lease();
        int rank;
        NativeError.Check(Native.ltf_work_source_rank(lease.Take(work), &rank));
        return rank;
    }

    /// <summary>
    /// A task that completes when the work has ended, whether or not it failed; null for works that do not report their end.
    /// </summary>
    public static Task? End(IHandleOwner work)
    {
        // A type of the runtime's own, because in a process with several copies of this library any of them may receive the token.
        TaskCompletionSource ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
        var token = GCHandle.Alloc(ended);
        var told = 0;
        try
        {
            using var lease = new Lease();
            Expect();
            NativeError.Check(Native.ltf_work_tell(lease.Take(work), GCHandle.ToIntPtr(token), &told));
        }
        finally
        {
            if (told == 0)
            {
                token.Free();
                Interlocked.Decrement(ref _awaited);
            }
        }

        return told == 0 ? null : ended.Task.ContinueWith(
            static _ => Interlocked.Decrement(ref _awaited), CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
    }

    private static void Expect()
    {
        using var entered = Listening.Enter();
        Interlocked.Increment(ref _awaited);
        if (!_isHeard)
        {
            _isHeard = true;
            new Thread(Listen) { IsBackground = true, Name = "LibTorch works" }.Start();
        }
    }

    // A managed thread polls, so that libtorch's threads never call the application. It ends when nothing is awaited, so that it does not
    // keep this copy of the library loaded.
    private static void Listen()
    {
        while (true)
        {
            long token;
            if (Native.ltf_works_next(PollMilliseconds, &token) != 0)
            {
                var handle = GCHandle.FromIntPtr((nint)token);
                var ended = (TaskCompletionSource)handle.Target!;
                handle.Free();
                ended.SetResult();
                continue;
            }

            using (Listening.Enter())
            {
                if (Volatile.Read(ref _awaited) == 0)
                {
                    _isHeard = false;
                    return;
                }
            }
        }
    }
}
