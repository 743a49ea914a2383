namespace LibTorch.Interop;

/// <summary>
/// A lock that all copies of this assembly share, in whatever load context they are. An interrupt does not end the wait for it.
/// </summary>
internal readonly ref struct ProcessWideLock
{
    private readonly object _text;

    private ProcessWideLock(object text) => _text = text;

    /// <summary>Enters the lock of this name, until the scope is disposed of.</summary>
    public static ProcessWideLock Enter(string name)
    {
        // The runtime has one interned object for equal strings, which all load contexts share.
        var text = string.Intern(name);
        UninterruptibleLock.Uninterrupted(() => Monitor.Enter(text));
        return new ProcessWideLock(text);
    }

    public void Dispose() => Monitor.Exit(_text);
}
