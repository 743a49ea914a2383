using LibTorch.Interop;

namespace LibTorch;

public abstract partial class Torch
{
    private static readonly Lock _warningTurn = new();

    private static EventHandler<TorchWarningEventArgs>? _warningRaised;

    /// <summary>Libtorch warns about something, on the thread that called it; <c>warnings.showwarning</c> in Python.</summary>
    /// <remarks>
    /// As long as nobody listens, warnings go to standard error, each text once for each place in the program that calls. A handler that throws changes nothing for whoever called
    /// the operator: its exception is written to standard error, and so is the warning.
    /// </remarks>
    public static event EventHandler<TorchWarningEventArgs>? WarningRaised
    {
        add
        {
            lock (_warningTurn)
            {
                WarningCalls.Listen(OnWarning);
                _warningRaised += value;
            }
        }

        remove
        {
            lock (_warningTurn)
            {
                _warningRaised -= value;
            }
        }
    }

    /// <summary>Gives a warning to whoever listens; false if nobody does.</summary>
    internal static bool OnWarning(string message)
    {
        var handlers = _warningRaised;
        handlers?.Invoke(null, new TorchWarningEventArgs(message));
        return handlers is not null;
    }
}
