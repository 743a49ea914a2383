using LibTorch.Interop;

namespace LibTorch;

public abstract partial class Torch
{
    private static readonly Lock _warningTurn = new();

    private static EventHandler<TorchWarningEventArgs>? _warningRaised;

    /// <summary>Raised when libtorch warns, on the thread that called libtorch; <c>warnings.showwarning</c> in Python.</summary>
    /// <remarks>
    /// As long as the event has no handler, warnings go to standard error, each text once for each place in the program that calls. An
    /// exception in a handler does not reach the caller of the operator: the exception is written to standard error, and so is the warning.
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

    /// <summary>Raises the event for a warning; false if it has no handler.</summary>
    internal static bool OnWarning(string message)
    {
        var handlers = _warningRaised;
        handlers?.Invoke(null, new TorchWarningEventArgs(message));
        return handlers is not null;
    }
}
