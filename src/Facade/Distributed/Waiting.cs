namespace LibTorch.Distributed;

/// <summary>How long something is waited for.</summary>
internal static class Waiting
{
    /// <summary>Python's for everything that is not told otherwise.</summary>
    public static readonly TimeSpan Default = TimeSpan.FromMinutes(30);

    /// <summary>As libtorch counts; negative where none is given.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is less than a millisecond.</exception>
    public static long Milliseconds(TimeSpan? timeout)
    {
        if (timeout is not { } given)
        {
            return -1;
        }

        ArgumentOutOfRangeException.ThrowIfLessThan(given, TimeSpan.FromMilliseconds(1), nameof(timeout));
        return (long)given.TotalMilliseconds;
    }
}
