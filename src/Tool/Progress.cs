namespace LibTorch.Tool;

/// <summary>Shows on the terminal what is running, once it takes over two seconds; does nothing if there is no terminal.</summary>
internal sealed class Progress : IDisposable
{
    private readonly Timer? _timer;
    private readonly Lock _turn = new();
    private int _seconds = 1;
    private bool _shown;

    public Progress(string words)
    {
        if (!Console.IsErrorRedirected)
        {
            _timer = new Timer(_ => Tick(words), null, TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(1));
        }
    }

    public void Dispose()
    {
        _timer?.Dispose();
        lock (_turn)
        {
            if (_shown)
            {
                Console.Error.Write("\r\u001b[K");
            }

            // A timer tick that is already in progress prints nothing any more.
            _seconds = int.MinValue;
        }
    }

    private void Tick(string words)
    {
        lock (_turn)
        {
            if (_seconds > 0)
            {
                _shown = true;
                Console.Error.Write($"\r{words} ... {++_seconds} s");
            }
        }
    }
}
