using System.Collections.Concurrent;

namespace LibTorch;

/// <summary>What PyTorch's Python code warns about; Python's warnings.warn.</summary>
internal static class Warnings
{
    private static readonly ConcurrentDictionary<string, bool> Given = new(StringComparer.Ordinal);

    /// <summary>Gives the warning to whoever listens to <see cref="Torch.WarningRaised"/>, or else to standard error; each text once, so that a loop does not repeat it.</summary>
    public static void Warn(string message)
    {
        if (Given.TryAdd(message, true) && !IsHeard(message))
        {
            Console.Error.WriteLine($"UserWarning: {message}");
        }
    }

    // As with libtorch's own warnings, a handler that throws changes nothing for whoever called.
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

    /// <summary>Lets every warning be given again.</summary>
    public static void Forget() => Given.Clear();
}
