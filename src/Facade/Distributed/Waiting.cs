namespace LibTorch.Distributed;

/// <summary>Timeouts as libtorch takes them.</summary>
internal static class Waiting
{
    /// <summary>The default timeout, the same as Python's.</summary>
    public static readonly TimeSpan Default = TimeSpan.FromMinutes(30);

    /// <summary>The timeout in milliseconds; -1 for null.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The timeout is less than a millisecond.</exception>
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
