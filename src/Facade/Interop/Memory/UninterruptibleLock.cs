namespace LibTorch.Interop;

/// <summary>
/// A lock for which a thread waits even if <see cref="Thread.Interrupt"/> is called: the exception would leave native references without an
/// owner, and types unusable for good. The interrupt is delivered at the thread's next wait instead.
/// </summary>
internal sealed class UninterruptibleLock
{
    private readonly Lock _lock = new();

    /// <summary>Enters the lock, until the scope is disposed of.</summary>
    public Scope Enter()
    {
        // Without a wait there is nothing to interrupt.
        if (!_lock.TryEnter())
        {
            Uninterrupted(_lock.Enter);
        }

        return new Scope(_lock);
    }

    /// <summary>
    /// Enters the lock if that takes no longer than <paramref name="longest"/>; says whether it did. <see cref="Exit"/> leaves it.
    /// </summary>
    public bool TryEnter(TimeSpan longest)
    {
        try
        {
            return _lock.TryEnter(longest);
        }
        catch (ThreadInterruptedException)
        {
            Thread.CurrentThread.Interrupt();
            return false;
        }
    }

    public void Exit() => _lock.Exit();

    /// <summary>Enters a lock of any kind. An interrupt is postponed until the lock is entered.</summary>
    public static void Uninterrupted(Action enter)
    {
        for (var interrupted = false; ;)
        {
            try
            {
                enter();
                if (interrupted)
                {
                    Thread.CurrentThread.Interrupt();
                }

                return;
            }
            catch (ThreadInterruptedException)
            {
                interrupted = true;
            }
        }
    }

    public readonly ref struct Scope(Lock entered)
    {
        public void Dispose() => entered.Exit();
    }
}
