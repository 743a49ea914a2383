namespace LibTorch.Interop;

/// <summary>
/// A lock that <see cref="Thread.Interrupt"/> does not end the wait for: the exception would leave references without an
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

    /// <summary>Enters it if that takes no longer; says whether it did. To be left by <see cref="Exit"/>.</summary>
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

    /// <summary>Enters a lock of any kind; an interrupt is kept until it has it.</summary>
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
