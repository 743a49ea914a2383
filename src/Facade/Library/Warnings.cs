using System.Collections.Concurrent;

namespace LibTorch;

/// <summary>What PyTorch's Python code warns about; Python's warnings.warn.</summary>
internal static class Warnings
{
    private static readonly ConcurrentDictionary<string, bool> Given = new(StringComparer.Ordinal);

    /// <summary>Writes the warning to standard error, each text once, so that a loop does not repeat it.</summary>
    public static void Warn(string message)
    {
        if (Given.TryAdd(message, true))
        {
            Console.Error.WriteLine($"UserWarning: {message}");
        }
    }

    /// <summary>Lets every warning be given again.</summary>
    public static void Forget() => Given.Clear();
}
