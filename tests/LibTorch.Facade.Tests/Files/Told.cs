namespace LibTorch.Tests.Files;

/// <summary>Hears of progress at once, on the thread that makes it.</summary>
internal sealed class Told(Action? then = null) : IProgress<long>
{
    public List<long> All { get; } = [];

    public void Report(long value)
    {
        All.Add(value);
        then?.Invoke();
    }
}
