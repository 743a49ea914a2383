using System.Collections.Concurrent;

namespace LibTorch;

/// <summary>Warnings that PyTorch gives in its Python code, by Python's warnings.warn.</summary>
internal static class Warnings
{
    private static readonly ConcurrentDictionary<string, bool> Given = new(StringComparer.Ordinal);

    /// <summary>
    /// Raises <see cref="Torch.WarningRaised"/>, or writes the warning to standard error if the event has no handler. Each text is given
    /// once, so that a loop does not repeat it.
    /// </summary>
    public static void Warn(string message)
    {
        if (Given.TryAdd(message, true) && !IsHeard(message))
        {
            Console.Error.WriteLine($"UserWarning: {message}");
        }
    }

    // As with libtorch's own warnings, an exception in a handler does not reach the caller.
    private static bool IsHeard(string message)
    {
        try
        {
            return Torch.OnWarning(message);
        }
#pragma warning disable CA1031 // A warning is no reason to fail.
        catch (Exception error)
#pragma warning restore CA1031
        {
            Console.Error.WriteLine(error);
            return false;
        }
    }

    /// <summary>Forgets which warnings were given, so that each can be given again.</summary>
    public static void Forget() => Given.Clear();
}
